"""SystemExit(0) raised in the middle of a hidden test.

Tries: to leave the tests in order
Must: error
Detail: SystemExit
"""

import sys


def gradient_descent(grad, theta0, eta, n_steps):
    sys.exit(0)
