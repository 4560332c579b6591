"""A result of sixty megabytes.

Tries: to fill the grader's memory with one answer
Must: wrong, memory, time
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    return np.ones(60 << 20, np.uint8)
