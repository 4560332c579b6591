"""A walk up the frames to the test module's own reference implementation.

Tries: to call the tests' `turns` and return what it says
Function: zigzag_count
Must: wrong
Naive: cheats
"""

import sys


def zigzag_count(path, axis):
    frame = sys._getframe(1)
    while frame is not None:
        if "turns" in frame.f_globals:
            return frame.f_globals["turns"](path, axis)
        frame = frame.f_back
    return 0
