"""A right answer that prints megabytes at every call.

Tries: to fill memory, results and feedback with text
Must: passed
Earns: all
"""

import sys

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    print("x" * (8 << 20))
    for _ in range(2000):
        print("line", end="\n\n")
    print("x" * (8 << 20), file=sys.stderr)
    path = [np.array(theta0, dtype=float)]
    for _ in range(n_steps):
        path.append(path[-1] - eta * np.asarray(grad(path[-1])))
    return np.array(path)
