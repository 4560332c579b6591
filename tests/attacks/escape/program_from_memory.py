"""A program written into a file that lives in memory, and run from there.

Tries: to run machine code that is on no disk
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    place = os.memfd_create("program")
    os.write(place, b"#!/bin/true\n")
    return place
