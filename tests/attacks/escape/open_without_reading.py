"""A file opened as a mere place (O_PATH), and opened again through it.

Tries: to get past a check that looks at reading only
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    place = os.open(os.path.dirname(PLACES["private"]), os.O_PATH)
    return os.read(os.open(os.path.basename(PLACES["private"]), os.O_RDONLY, dir_fd=place), 1000)
