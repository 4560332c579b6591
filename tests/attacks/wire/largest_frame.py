"""The largest frame that is allowed, again and again.

Tries: to fill the grader's memory within its own limits
Must: wrong, memory
"""


import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    return np.zeros(8 << 20)
