"""A process that ends itself a moment after the function has returned.

Tries: to have the end counted as another function's
Must: wrong, error
Others: any
"""

import os
import threading


def gradient_descent(grad, theta0, eta, n_steps):
    threading.Timer(0.001, os._exit, (3,)).start()
    return 0
