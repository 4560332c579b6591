"""A path that begins in a readable folder and climbs out of it with dots.

Tries: to get past a check of the path's beginning
Must: refused
Unconfined: succeeds
"""

import os

import numpy


def attempt():
    inside = os.path.dirname(numpy.__file__)
    return open(os.path.join(inside, *[".."] * 20, PLACES["private"].lstrip("/"))).read()
