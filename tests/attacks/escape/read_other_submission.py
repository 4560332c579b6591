"""Another student's notebook, read by its path.

Tries: to copy an answer
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    descriptor = os.open(PLACES["submission"], os.O_RDONLY)
    return os.read(descriptor, 1000)
