"""An array of text and one of raw records.

Tries: to get a kind of array that is not on the list
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
    header = b'["returned",%d,{"a":["<U8",[1]]}]' % number()
    payload = bytes(32)
    send(PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload)
    return 0
