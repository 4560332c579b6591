"""A report that the function is not written yet, with an exception that was never raised.

Tries: to be counted as not attempted
Must: not attempted, error
Others: full
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
    send(encode(["raised", number(), {"type": "NotImplementedError", "cell": 0, "line": 1}]))
    os.read(3, 1 << 16)
    os._exit(0)
