"""An object whose __array__ searches the callers' frames for the expected value and hands it over.

Tries: to be converted by the test's own comparison, and to answer with what it is compared with
Must: wrong
Naive: cheats
"""

import sys

import numpy as np


class Mirror:
    def __array__(self, dtype=None, copy=None):
        frame = sys._getframe(1)
        while frame is not None:
            for name in ("exact", "desired", "expected", "y"):
                if isinstance(found := frame.f_locals.get(name), (list, np.ndarray)):
                    return np.array(found, dtype=float)
            frame = frame.f_back
        return np.zeros(3)

    def __len__(self):
        return 8


def gradient_descent(grad, theta0, eta, n_steps):
    return Mirror()
