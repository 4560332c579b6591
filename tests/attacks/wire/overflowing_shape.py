"""An array whose lengths multiply to zero, or to more than a machine word.

Tries: to have the sizes overflow
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
    header = b'["returned",%d,{"a":["<f8",[1099511627775,1099511627775,1099511627775,0]]}]' % number()
    payload = b''
    send(PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload)
    return 0
