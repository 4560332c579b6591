"""Random bytes in the place of a frame.

Tries: to break the reader
Must: breach
Detail: malformed
"""

import os


def send(frame):
    while frame:
        frame = frame[os.write(3, frame) :]


def gradient_descent(grad, theta0, eta, n_steps):
    send(os.urandom(100_000))
    return 0
