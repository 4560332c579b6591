"""Calls of the function passed in with arguments that are no list, and names that are no strings.

Tries: to break the trusted call from outside
Must: breach
Detail: impossible way
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
    send(encode(["callback", number(), 0, {"a": 1}, {}] if n_steps % 2 else ["callback", number(), 0, [], {1: 2}]))
    return 0
