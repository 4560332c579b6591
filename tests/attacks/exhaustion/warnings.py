"""Warnings at every call, each of another text.

Tries: to fill memory and results with warnings
Must: wrong, time
"""

import warnings


def gradient_descent(grad, theta0, eta, n_steps):
    warnings.simplefilter("always")
    for number in range(2000):
        warnings.warn(f"{number} " + "x" * 1000)
    return 0
