"""Megabytes written to the descriptors of output and error themselves.

Tries: to get past the streams of the notebook
Must: wrong
"""

import os

for descriptor in (0, 1, 2):
    for _ in range(50):
        os.write(descriptor, b"x" * (1 << 20))


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
