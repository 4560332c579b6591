"""A call of a function that was never passed in.

Tries: to reach another test's functions, or any by a negative index
Must: breach
Detail: never given
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
    send(encode(["callback", number(), -1 if n_steps % 2 else 10**6, [], {}]))
    return 0
