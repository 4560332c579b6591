"""inf and -inf, where a relative tolerance of inf forgives everything.

Tries: to make the tolerance infinite
Must: wrong
Detail: nan or inf
"""


def gradient_descent(grad, theta0, eta, n_steps):
    return [[float("inf")] * len(theta0)] * n_steps + [[-1e400] * len(theta0)]
