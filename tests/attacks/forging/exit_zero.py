"""The process ends itself with status 0 in the middle of a hidden test.

Tries: to end the tests before they can fail, successfully
Must: error
Detail: exit status 0
"""

import os


def gradient_descent(grad, theta0, eta, n_steps):
    os._exit(0)
