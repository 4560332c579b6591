"""The folder of submissions, listed.

Tries: to learn who else handed in
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    return every([lambda: os.listdir(PLACES["submissions"]), lambda: list(os.scandir(PLACES["folder"]))])
