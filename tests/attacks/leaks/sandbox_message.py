"""The words with which a process says that it could not be confined, sent when it is.

Tries: to have its own words quoted as the grader's, and its end counted as the grader's failure
Must: breach
Detail: malformed
"""

import os


def gradient_descent(grad, theta0, eta, n_steps):
    os.write(3, b"sandbox: LEAKED: this is the grader's fault\n")
    os._exit(97)
