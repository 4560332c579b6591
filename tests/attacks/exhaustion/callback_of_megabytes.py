"""The gradient called with megabytes.

Tries: to fill the memory of the trusted side with arguments
Must: memory, time, wrong, error
Detail: too large|MemoryError|No reply
"""

import numpy as np


def gradient_descent(grad, theta0, eta, n_steps):
    while True:
        grad(np.ones(3 << 20))
