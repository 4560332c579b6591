"""Values that are no messages: a dict, an empty list, a number.

Tries: to break the reading of replies
Must: breach
Detail: no message
"""

import os

from autograder.codec import encode


def send(frame):
    while frame:
        frame = frame[os.write(3, frame) :]


def gradient_descent(grad, theta0, eta, n_steps):
    send(encode({"word": "returned"} if n_steps % 2 else []))
    return 0
