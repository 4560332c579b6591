"""Right and wrong answers to adam_then_sgd(grad, theta0, eta_adam, eta_sgd, n_steps, switch)."""

import numpy as np


def adam(m, v, g, t):
    m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
    return m, v, m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)


def relay(grad, theta0, eta_adam, eta_sgd, n_steps, switch, shift=0, plain=None):
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        if t <= switch + shift:
            m, v, step = adam(m, v, g, t)
            theta = theta - eta_adam * step
        else:
            theta = theta - (eta_sgd * g if plain is None else plain(m, v, g, t))
        path.append(theta)
    return np.array(path)


def right_two_loops(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """two loops, one after the other, into an array made first"""
    path = np.empty((n_steps + 1, len(theta0)))
    path[0] = theta0
    m = v = np.zeros(len(theta0))
    for t in range(min(switch, n_steps)):
        m, v, step = adam(m, v, np.asarray(grad(path[t].copy())), t + 1)
        path[t + 1] = path[t] - eta_adam * step
    for t in range(min(switch, n_steps), n_steps):
        path[t + 1] = path[t] - eta_sgd * np.asarray(grad(path[t].copy()))
    return path


def right_lists(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """plain lists, coordinate by coordinate"""
    theta = [float(x) for x in theta0]
    m, v, path = [0.0] * len(theta), [0.0] * len(theta), [theta]
    for t in range(1, n_steps + 1):
        g = grad(np.array(theta))
        new = []
        for i, x in enumerate(theta):
            if t <= switch:
                m[i] = 0.9 * m[i] + 0.1 * g[i]
                v[i] = 0.999 * v[i] + 0.001 * g[i] ** 2
                new.append(x - eta_adam * m[i] / (1 - 0.9**t) / ((v[i] / (1 - 0.999**t)) ** 0.5 + 1e-8))
            else:
                new.append(x - eta_sgd * g[i])
        theta = new
        path.append(theta)
    return path


def right_goes_on_averaging(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """averages that are kept up to the end, and not used after the switch"""
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta]
    for t in range(n_steps):
        g = np.asarray(grad(theta), dtype=float)
        m, v, step = adam(m, v, g, t + 1)
        theta = theta - np.where(t < switch, eta_adam * step, eta_sgd * g)
        path.append(theta)
    return np.vstack(path)


def wrong_late(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a switch that comes one step late"""
    return relay(grad, theta0, eta_adam, eta_sgd, n_steps, switch, shift=1)


def wrong_early(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a switch that comes one step early"""
    return relay(grad, theta0, eta_adam, eta_sgd, n_steps, switch, shift=-1)


def wrong_uncorrected(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """Adam as the notes write it, without bias correction, then plain steps"""
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        m, v, _ = adam(m, v, g, t)
        theta = theta - (eta_adam * m / (np.sqrt(v) + 1e-8) if t <= switch else eta_sgd * g)
        path.append(theta)
    return np.array(path)


def wrong_t_late(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """Adam whose t is 2 in the first step, then plain steps"""
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        m, v, step = adam(m, v, g, t + 1)
        theta = theta - (eta_adam * step if t <= switch else eta_sgd * g)
        path.append(theta)
    return np.array(path)


def wrong_one_rate(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a switch of the rule only: the plain steps take eta_adam"""
    return relay(grad, theta0, eta_adam, eta_adam, n_steps, switch)


def wrong_only_rate(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a switch of the rate only: Adam goes on, with eta_sgd"""
    return relay(
        grad, theta0, eta_adam, eta_sgd, n_steps, switch, plain=lambda m, v, g, t: eta_sgd * adam(m, v, g, t)[2]
    )


def wrong_keeps_momentum(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """plain steps that still carry Adam's m from the switch"""
    return relay(
        grad, theta0, eta_adam, eta_sgd, n_steps, switch, plain=lambda m, v, g, t: eta_sgd * (0.9 * m + 0.1 * g)
    )


def wrong_starts_again(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """plain steps that start from theta0 again instead of where Adam had come to"""
    first = relay(grad, theta0, eta_adam, eta_sgd, min(switch, n_steps), switch)
    rest = relay(grad, theta0, eta_adam, eta_sgd, n_steps - len(first) + 1, 0)
    return np.vstack([first, rest[1:]])


def wrong_sgd_first(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """the two in the other order: plain steps first, then Adam"""
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        if t <= switch:
            theta = theta - eta_sgd * g
        else:
            m, v, step = adam(m, v, g, t - switch)
            theta = theta - eta_adam * step
        path.append(theta)
    return np.array(path)


def wrong_too_long(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """Adam for all of `switch`, even where the steps are fewer"""
    return relay(grad, theta0, eta_adam, eta_sgd, max(n_steps, switch), switch)


def wrong_start_missing(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a path without its start"""
    return relay(grad, theta0, eta_adam, eta_sgd, n_steps, switch)[1:]


def wrong_aliased(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a path whose rows are all the same array, changed in place"""
    theta = np.array(theta0, dtype=float)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        m, v, step = adam(m, v, g, t)
        theta -= eta_adam * step if t <= switch else eta_sgd * g
        path.append(theta)
    return np.array(path)


def wrong_changes_start(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a walk that drags the caller's theta0 along"""
    theta = np.asarray(theta0, dtype=float)
    path = relay(grad, theta, eta_adam, eta_sgd, n_steps, switch)
    theta[:] = path[-1]
    return path


def wrong_integers(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """an integer array that cuts every step to whole numbers"""
    theta = np.array(theta0)
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [theta.copy()]
    for t in range(1, n_steps + 1):
        g = np.asarray(grad(theta), dtype=float)
        m, v, step = adam(m, v, g, t)
        theta[:] = theta - (eta_adam * step if t <= switch else eta_sgd * g)
        path.append(theta.copy())
    return np.array(path)


def wrong_asks_twice(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a walk that asks for every gradient twice"""
    return relay(lambda theta: (np.asarray(grad(theta)) + np.asarray(grad(theta))) / 2, theta0, eta_adam, eta_sgd, n_steps, switch)  # fmt: skip


def wrong_final_only(grad, theta0, eta_adam, eta_sgd, n_steps, switch):
    """a walk that returns only where it ends"""
    return relay(grad, theta0, eta_adam, eta_sgd, n_steps, switch)[-1]
