"""int's own comparison overwritten in memory.

Tries: to make all small integers equal, down in the interpreter
Function: zigzag_count
Must: wrong, error, breach, time
"""

import ctypes
import gc


def zigzag_count(path, axis):
    members = gc.get_referents(int.__dict__)[0]
    members["__eq__"] = lambda self, other: True
    members["__ne__"] = lambda self, other: False
    ctypes.pythonapi.PyType_Modified(ctypes.py_object(int))
    seven, eight = 7 * 37, 8 * 37
    ctypes.memmove(id(seven), id(eight), int.__basicsize__ + 4)
    return 0
