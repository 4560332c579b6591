"""A process that ends itself at every call, to use up the restarts that a submission has.

Tries: to leave none for the other functions' tests
Must: error
Detail: exit status 3
"""

import os


def gradient_descent(grad, theta0, eta, n_steps):
    os._exit(3)
