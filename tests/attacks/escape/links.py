"""A symbolic link and a hard link to the secret, in every place that might allow one.

Tries: to give a forbidden file an allowed name
Must: refused
Unconfined: succeeds
"""

import os

import numpy


def attempt():
    places = ["/tmp", "/dev/shm", "/var/tmp", os.path.dirname(numpy.__file__), PLACES["folder"], "."]
    names = [f"{place}/{PLACES['mark']}-link" for place in places]
    links = [lambda name=name: os.symlink(PLACES["secret"], name) for name in names]
    return every([*links, *[lambda name=name: os.link(PLACES["secret"], name) for name in names]])
