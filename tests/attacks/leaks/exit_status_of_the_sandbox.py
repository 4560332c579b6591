"""The exit status that means the sandbox failed.

Tries: to have its end counted as the grader's failure
Must: error
Detail: exit status 97
"""

import os


def gradient_descent(grad, theta0, eta, n_steps):
    os._exit(97)
