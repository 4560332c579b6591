"""openat2, a younger relative of open, called by its number.

Tries: to use a call that a filter has forgotten
Must: refused
Unconfined: succeeds
"""

import ctypes


def attempt():
    how = (ctypes.c_uint64 * 3)(0, 0, 0)
    return syscall("openat2", -100, PLACES["private"].encode(), how, 24)
