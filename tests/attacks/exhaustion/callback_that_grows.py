"""The gradient called with an argument that becomes far larger when it is computed.

Tries: to have the trusted side compute what it cannot send, and count that as the grader's failure
Must: wrong, error, memory, time
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    grad(np.ones((4_000_000, 1), bool))
    return 0
