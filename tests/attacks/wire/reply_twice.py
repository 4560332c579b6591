"""A forged reply before the real one.

Tries: to have the forged result taken, and the real one for the next test
Must: wrong, breach
Detail: out of turn|answered another
"""

import gc
import os

from autograder.codec import encode


def number():
    """The number of the request at hand, from the loop that serves them."""
    return next(it for it in gc.get_objects() if type(it).__name__ == "Session")._request


def send(frame):
    while frame:
        frame = frame[os.write(3, frame) :]


def gradient_descent(grad, theta0, eta, n_steps):
    send(encode(["returned", number(), [[0.0, 0.0]] * (n_steps + 1)]))
    return 0
