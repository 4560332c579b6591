"""Arrays of kinds that NumPy treats in its own ways: masked, structured, of objects, of dates, a matrix.

Tries: to find a kind whose comparison is true, or breaks the decoder
Must: wrong
"""

import itertools

import numpy as np

kinds = itertools.cycle(
    [
        np.ma.masked_all((9, 3)),
        np.zeros(9, dtype=[("a", float), ("b", object)]),
        np.array([[object()]]),
        np.array(["2020-01-01"], dtype="M8[D]"),
        np.matrix([[1.0, 2.0]]),
        np.array(["text"]),
        np.zeros(3, dtype="V8"),
    ]
)


def gradient_descent(grad, theta0, eta, n_steps):
    return next(kinds)
