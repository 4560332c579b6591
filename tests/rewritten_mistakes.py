"""Mistakes of the bank as others would write them: loops for vectors, lists for arrays, other names, single precision.

(function, the variant it should be taken for) -> an answer cell.
"""

CELLS = {
    ("gradient_descent", "wrong_uphill"): """
def gradient_descent(grad, theta0, eta, n_steps):
    walk = [[float(x) for x in theta0]]
    while len(walk) <= n_steps:
        slope = grad(np.array(walk[-1]))
        walk.append([x - (-eta) * s for x, s in zip(walk[-1], slope)])
    return walk
""",
    ("numerical_gradient", "wrong_half_distance"): """
def numerical_gradient(f, x, h=1e-5):
    x = [float(v) for v in x]
    def moved(i, by):
        return np.array(x[:i] + [x[i] + by] + x[i + 1:])
    below = [f(moved(i, -h)) for i in range(len(x))]
    above = [f(moved(i, h)) for i in range(len(x))]
    return [(a - b) / h for a, b in zip(above, below)]
""",
    ("zigzag_count", "wrong_positions"): """
def zigzag_count(path, axis):
    flips, side = 0, None
    for point in path:
        x = point[axis]
        if x == 0:
            continue
        if side is not None and side != (x > 0):
            flips += 1
        side = x > 0
    return float(flips)
""",
    ("max_stable_step", "wrong_one_over_L"): """
def max_stable_step(H):
    top = max(np.linalg.eigvals(np.array(H, dtype=float)).real)
    if top <= 0:
        return float("inf")
    return np.array(top) ** -1
""",
    ("steps_to_tol", "wrong_counts_from_one"): """
def steps_to_tol(losses, tol):
    looked_at = 0
    for loss in losses:
        looked_at += 1
        if tol >= loss:
            return looked_at
""",
    ("tail_average", "wrong_everything"): """
def tail_average(path, burn=0.5):
    sums = [0.0] * len(path[0])
    for row in path:
        sums = [s + v for s, v in zip(sums, row)]
    return [s / len(path) for s in sums]
""",
    ("momentum_step", "wrong_heavy_ball"): """
def momentum_step(theta, v, g, eta, beta):
    speed = []
    for i in range(len(g)):
        speed.append(g[i] + v[i] * beta)
    return [theta[i] - speed[i] * eta for i in range(len(g))], speed
""",
    ("optimal_heavy_ball", "wrong_not_squared"): """
def optimal_heavy_ball(mu, L):
    root = (L / mu) ** 0.5
    return [(2 / (root + 1)) ** 2 / mu, (root - 1) / (root + 1)]
""",
    ("chord_gap", "wrong_sign"): """
def chord_gap(f, a, b, lam):
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    low = f(b)
    return -1 * (f(b + (a - b) * lam) - low - lam * (f(a) - low))
""",
    ("gap_bound", "wrong_without_two"): """
def gap_bound(g, mu):
    total = 0
    for slope in g:
        total += slope ** 2 / mu
    return total
""",
    ("logistic_loss_grad", "wrong_sum"): """
def logistic_loss_grad(w, X, y, l2=0.0):
    w = np.array(w, dtype=float)
    loss, slope = 0.0, np.zeros(len(w))
    for x, label in zip(np.array(X, dtype=float), y):
        m = label * sum(x * w)
        tiny = np.exp(-abs(m))
        loss += np.log1p(tiny) + (0.0 if m > 0 else -m)
        slope = slope - label * x * ((tiny if m > 0 else 1.0) / (1 + tiny))
    return [loss + 0.5 * l2 * sum(w ** 2), list(slope + l2 * w)]
""",
    ("inverse_time_decay", "wrong_exponential"): """
def inverse_time_decay(t, eta0, k):
    if np.ndim(t) > 0:
        return [inverse_time_decay(one, eta0, k) for one in t]
    return eta0 / 2.718281828459045 ** (k * t)
""",
    ("cosine_schedule", "wrong_straight"): """
def cosine_schedule(t, T, eta_max, eta_min=0.0):
    def rate(step):
        done = step / T if step < T else 1.0
        return done * eta_min + (1 - done) * eta_max
    return [rate(one) for one in t] if hasattr(t, "__len__") else rate(t)
""",
    ("adam_step", "wrong_uncorrected"): """
def adam_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    out = []
    for x, a, b, slope in zip(theta, m, v, g):
        a = a + (slope - a) * (1 - beta1)
        b = b + (slope * slope - b) * (1 - beta2)
        out.append((x - a * eta / (b ** 0.5 + eps), a, b))
    return tuple(np.array(part) for part in zip(*out))
""",
    ("rmsprop_step", "wrong_sum"): """
def rmsprop_step(theta, v, g, eta, beta=0.9, eps=1e-8):
    squares = [s + slope * slope for s, slope in zip(v, g)]
    return [[x - slope * eta / (s ** 0.5 + eps) for x, slope, s in zip(theta, g, squares)], squares]
""",
    ("online_regret", "wrong_average"): """
def online_regret(xs, gs):
    paid, total = 0.0, 0.0
    for x, g in zip(xs, gs):
        paid, total = paid + x * g, total + g
    return (paid - min(total, -total)) / len(xs)
""",
}
