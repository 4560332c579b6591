"""A generator that goes to sleep when its elements are asked for, after the function has returned.

Tries: to hang where the result is written out
Must: time
Slow: yes
"""

import time


def gradient_descent(grad, theta0, eta, n_steps):
    yield 0.0
    time.sleep(1000)
