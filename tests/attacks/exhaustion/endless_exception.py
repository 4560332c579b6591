"""An exception that never ends saying what it is.

Tries: to hang where the exception is reported
Must: error
Detail: exception of its own making|Exception
Slow: yes
"""


class Endless(Exception):
    def __str__(self):
        while True:
            pass

    __repr__ = __str__


def gradient_descent(grad, theta0, eta, n_steps):
    raise Endless
