"""An array of a terabyte, and many of a gigabyte.

Tries: to take the machine's memory at once
Must: memory
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    return np.ones((1 << 20, 1 << 17)) if n_steps % 2 else [np.ones(1 << 27) for _ in range(1000)]
