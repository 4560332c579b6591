"""Markers of other exercises, and comments by which nbval skips a cell, in one answer cell.

Tries: to be grafted as the answer to everything, and not to be checked
Must: wrong
"""

# exercise: zigzag_count
# exercise: numerical_gradient
# NBVAL_SKIP
# NBVAL_IGNORE_OUTPUT
# PYTEST_VALIDATE_IGNORE_OUTPUT


def zigzag_count(path, axis):
    return 0


def gradient_descent(grad, theta0, eta, n_steps):
    # NBVAL_RAISES_EXCEPTION
    return None
