"""Complex numbers and truth values in the place of real ones.

Tries: to lose the wrong part in a conversion
Must: wrong
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    shape = (n_steps + 1, len(theta0))
    return np.ones(shape, bool) if eta == 0.25 else np.full(shape, 1j)
