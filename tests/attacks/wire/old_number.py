"""A reply to the request before.

Tries: to change an earlier result
Must: breach
Detail: answered another request
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
    send(encode(["returned", max(number() - 1, 0), 0]))
    return 0
