"""Handles of objects that do not exist, with numbers beyond any.

Tries: to have the test call into nowhere
Must: wrong, error
Others: full
"""

import gc
import os

from autograder.codec import MAGIC, PREFIX


def number():
    """The number of the request at hand, from the loop that serves them."""
    return next(it for it in gc.get_objects() if type(it).__name__ == "Session")._request


def send(frame):
    while frame:
        frame = frame[os.write(3, frame) :]


def gradient_descent(grad, theta0, eta, n_steps):
    header = b'["returned",%d,{"x":["object",999999999,"ndarray"]}]' % number()
    send(PREFIX.pack(MAGIC, len(header), 0) + header)
    os.read(3, 1 << 16)
    os._exit(0)
