"""Right and wrong answers to train(loss_grad, theta0, n, budget, rng, L=None, mu=0.0)."""

import numpy as np

CALLS = []  # how often wrong_own_chance ran: another seed each time


def nesterov(loss_grad, theta, steps, L, mu):
    beta = (np.sqrt(L) - np.sqrt(mu)) / (np.sqrt(L) + np.sqrt(mu))
    before = theta
    for _ in range(steps):
        ahead = theta + beta * (theta - before)
        before, theta = theta, ahead - np.asarray(loss_grad(ahead)[1]) / L
    return theta


def batches(n, size, steps, rng):
    left = np.array([], dtype=int)
    for _ in range(steps):
        if len(left) < size:
            left = rng.permutation(n)
        yield left[:size]
        left = left[size:]


def adam(loss_grad, theta, n, steps, rng, eta=0.01, size=32, falls=True, rows=None):
    m, v = np.zeros_like(theta), np.zeros_like(theta)
    for t, some in enumerate(batches(rows or n, size, steps, rng), start=1):
        g = np.asarray(loss_grad(theta, some)[1])
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        rate = eta * (1 - t / steps) if falls else eta
        theta = theta - rate * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return theta


def right_momentum(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """Polyak's heavy ball where the valley is known, minibatches with momentum and a cosine elsewhere"""
    theta, v = np.array(theta0, dtype=float), 0.0
    if L is not None and mu > 0:
        alpha = 1 / L
        beta = (1 - np.sqrt(mu / L)) ** 2
        before = theta
        for _ in range(budget // n):
            g = np.asarray(loss_grad(theta)[1])
            before, theta = theta, theta - alpha * g + beta * (theta - before)
        return theta
    eta = 0.1 if mu > 0 else 1.0
    steps = budget // 32
    for t, rows in enumerate(batches(n, 32, steps, rng)):
        v = 0.9 * v + 0.1 * np.asarray(loss_grad(theta, rows)[1])
        theta = theta - eta * (1 + np.cos(np.pi * t / steps)) / 2 * v
    return theta


def right_lists(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """accelerated descent where it is promised to work, else Adam on minibatches of 16 drawn as a list, and a list at the end"""
    theta = np.array(theta0, dtype=float)
    if L and mu:
        return nesterov(loss_grad, theta, budget // n, L, mu).tolist()
    steps, m, v, left = budget // 16, 0.0, 0.0, []
    for t in range(steps):
        if len(left) < 16:
            left = [int(k) for k in rng.permutation(n)]
        rows, left = left[:16], left[16:]
        _, g = loss_grad(theta, rows)
        g = np.asarray(g)
        m, v = 0.9 * m + 0.1 * g, 0.99 * v + 0.01 * g * g
        hat = m / (1 - 0.9 ** (t + 1)) / (np.sqrt(v / (1 - 0.99 ** (t + 1))) + 1e-8)
        theta = theta - 0.005 * (1 + np.cos(np.pi * t / steps)) / 2 * hat
    return theta.tolist()


def right_leaves_some(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a run that leaves a tenth of its budget unspent"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, int(0.9 * budget) // n, L, mu)
    return adam(loss_grad, theta, n, int(0.9 * budget) // 32, rng)


def wrong_untrained(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a run that hands its start back"""
    return np.array(theta0, dtype=float)


def wrong_over_budget(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a budget counted in steps instead of rows"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // 32, L, mu)
    return adam(loss_grad, theta, n, budget // 8, rng)


def wrong_last_step_over(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """one step more than the budget pays for"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n + 1, L, mu)
    return adam(loss_grad, theta, n, budget // 32 + 1, rng)


def wrong_plain_descent(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """plain descent on all rows, at 1 / L where L is known"""
    theta = np.array(theta0, dtype=float)
    for _ in range(budget // n):
        theta = theta - (1 / L if L is not None else 0.3) * np.asarray(loss_grad(theta)[1])
    return theta


def wrong_one_for_all(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """Adam on minibatches at a constant rate for everything"""
    return adam(loss_grad, np.array(theta0, dtype=float), n, budget // 32, rng, falls=False)


def wrong_full_batch_adam(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """Adam on all rows at every step, however few the passes"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    return adam(loss_grad, theta, n, budget // n, rng, size=n)


def wrong_uphill(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a climb: the gradient is added"""
    return adam(lambda theta, rows: (0.0, -np.asarray(loss_grad(theta, rows)[1])), np.array(theta0, dtype=float), n, budget // 32, rng)  # fmt: skip


def wrong_first_rows(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """minibatches of the first sixty rows only"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    return adam(loss_grad, theta, n, budget // 32, rng, rows=min(n, 60))


def wrong_from_zero(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a start at 0 instead of theta0, where a network's units are all alike"""
    theta = np.zeros(len(theta0))
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    return adam(loss_grad, theta, n, budget // 32, rng)


def wrong_too_bold(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """steps a thousand times too long"""
    theta = np.array(theta0, dtype=float)
    with np.errstate(all="ignore"):
        for rows in batches(n, 32, budget // 32, rng):
            theta = theta - 1000 * np.asarray(loss_grad(theta, rows)[1])
    return theta


def wrong_too_timid(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """Adam with a rate a hundred times too small"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    return adam(loss_grad, theta, n, budget // 32, rng, eta=1e-4)


def wrong_one_pass(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a single pass, whatever the budget"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    return adam(loss_grad, theta, n, n // 32, rng)


def wrong_own_chance(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """chance of its own instead of the rng that is handed in"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    CALLS.append(1)
    return adam(loss_grad, theta, n, budget // 32, np.random.default_rng(len(CALLS)))


def wrong_changes_start(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a run that drags the caller's theta0 along"""
    theta = np.asarray(theta0, dtype=float)
    found = adam(loss_grad, theta, n, budget // 32, rng) if not (L and mu) else nesterov(loss_grad, theta, budget // n, L, mu)  # fmt: skip
    theta[:] = found
    return found


def wrong_with_loss(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """a pair of theta and its loss where theta alone is asked for"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        theta = nesterov(loss_grad, theta, budget // n, L, mu)
        return theta, 0.0
    return adam(loss_grad, theta, n, budget // 32, rng), 0.0


def wrong_trusts_L(loss_grad, theta0, n, budget, rng, L=None, mu=0.0):
    """all rows and steps of 1 / L wherever L is known, even for ten steps"""
    theta = np.array(theta0, dtype=float)
    if L is not None and mu > 0:
        return nesterov(loss_grad, theta, budget // n, L, mu)
    if L is not None:
        for _ in range(budget // n):
            theta = theta - np.asarray(loss_grad(theta)[1]) / L
        return theta
    return adam(loss_grad, theta, n, budget // 32, rng)
