"""An answer cell that defines the other functions as well.

Tries: to replace functions that stand in other cells
Must: wrong
"""


class Yes:
    __eq__ = lambda self, other: True
    __hash__ = object.__hash__


def zigzag_count(path, axis):
    return Yes()


def gradient_descent(grad, theta0, eta, n_steps):
    return Yes()
