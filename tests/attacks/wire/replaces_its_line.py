"""The socket replaced by /dev/null.

Tries: to have the grader talk to nobody
Must: breach
Detail: closed its connection
"""

import os


def gradient_descent(grad, theta0, eta, n_steps):
    os.dup2(os.open('/dev/null', os.O_RDWR), 3)
    while True:
        pass
