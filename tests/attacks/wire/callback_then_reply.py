"""A reply sent together with a callback, without waiting for the answer.

Tries: to answer while the grader is computing
Must: wrong, breach
Detail: out of turn|never given|answered another
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
    send(encode(["callback", number(), 0, [theta0], {}]) + encode(["returned", number(), 0]))
    return 0
