"""The C library loaded anew, and its functions called behind Python's back.

Tries: to use open, system and popen of C
Must: refused
Unconfined: succeeds
"""

import ctypes


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.fopen.restype = ctypes.c_void_p
    if libc.fopen(PLACES["private"].encode(), b"r"):
        return "opened it"
    if libc.system(b"exit 7") == 7 << 8:
        return "ran a shell"
    raise OSError(ctypes.get_errno(), "fopen and system")
