"""A forged report on a visible cell, with far more outputs than the loop would ever send.

Tries: to keep nbval and the feedback busy on the grader's side, where no limit of the process counts
Must: wrong, breach
Others: any
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


def check(function):
    outputs = [{"output_type": "stream", "name": "stdout", "text": "x" * 1000}] * 15_000
    send(memoryview(encode(["ran", number(), outputs, 1, None])))


def gradient_descent(grad, theta0, eta, n_steps):
    return 0
