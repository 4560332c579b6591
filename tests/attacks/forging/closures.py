"""The closure of the gradient that is passed in, opened and changed.

Tries: to read the test's variables, or set them to zero, through grad.__closure__
Must: wrong
Naive: cheats
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    for cell in grad.__closure__ or ():
        if isinstance(cell.cell_contents, np.ndarray):
            cell.cell_contents[:] = 0
    return np.tile(np.asarray(theta0, dtype=float), (n_steps + 1, 1))
