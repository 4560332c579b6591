"""A prefix that announces four gigabytes of header and exabytes of payload.

Tries: to have memory reserved for what never comes
Must: breach
Detail: malformed
"""

import os

from autograder.codec import MAGIC, PREFIX


def send(frame):
    while frame:
        frame = frame[os.write(3, frame) :]


def gradient_descent(grad, theta0, eta, n_steps):
    send(PREFIX.pack(MAGIC, 2**32 - 1, 2**64 - 1))
    return 0
