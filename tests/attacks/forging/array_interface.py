"""An object that offers NumPy a memory of its own through __array_interface__.

Tries: to show the test another array at each look
Must: wrong
"""

import numpy as np


class Memory:
    looks = 0

    @property
    def __array_interface__(self):
        Memory.looks += 1
        self.keep = np.full((9, 3), float(Memory.looks))
        return self.keep.__array_interface__


def gradient_descent(grad, theta0, eta, n_steps):
    return Memory()
