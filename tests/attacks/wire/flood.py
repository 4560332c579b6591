"""The socket filled as fast as it goes.

Tries: to fill the grader's memory
Must: wrong, breach
Detail: out of turn|has ended|malformed
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
    frame = encode(["returned", number(), 0]) * 1000
    while True:
        send(frame)
