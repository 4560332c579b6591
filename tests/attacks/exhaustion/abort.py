"""abort(), and a division by zero in machine code's own way.

Tries: to end by other signals
Must: error
"""

import os


def gradient_descent(grad, theta0, eta, n_steps):
    os.abort()
