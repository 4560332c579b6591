"""A result of more than may cross.

Tries: to break the line with one answer
Must: wrong
Detail: too large
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    return np.broadcast_to(1.0, (1 << 20, 1 << 20))
