"""A trace function that changes the local variables of frames as they run.

Tries: to set `passed`, `count` and `expected` in any code that runs later
Function: zigzag_count
Must: wrong, error
Naive: cheats
"""

import ctypes
import sys


def trace(frame, event, argument):
    for name in ("passed", "count", "expected"):
        if name in frame.f_code.co_varnames and name in frame.f_locals:
            frame.f_locals[name] = 0
            ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))
    return trace


def zigzag_count(path, axis):
    sys.settrace(trace)
    return 0
