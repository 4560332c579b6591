"""Exceptions caused by exceptions, fifty thousand of them, and a traceback as long.

Tries: to keep whoever reports it busy
Must: error, time
Slow: yes
"""


def gradient_descent(grad, theta0, eta, n_steps):
    error = None
    for number in range(50_000):
        following = ValueError(number)
        following.__cause__ = error
        error = following
    raise error
