"""clone3, whose flags lie in memory where no filter can see them.

Tries: to make a process past a filter of flags
Must: refused
Unconfined: succeeds
"""

import ctypes
import os


def attempt():
    arguments = (ctypes.c_uint64 * 11)()
    arguments[4] = 17
    child = syscall("clone3", arguments, ctypes.sizeof(arguments))
    if not child:
        os._exit(0)
    return os.waitpid(child, 0)
