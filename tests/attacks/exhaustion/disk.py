"""Gigabytes written to whatever can be written to.

Tries: to fill the disk
Must: error
Detail: PermissionError|OSError|FileNotFoundError
"""

import tempfile


def gradient_descent(grad, theta0, eta, n_steps):
    with tempfile.TemporaryFile() as file:
        while True:
            file.write(b"x" * (1 << 20))
