"""Shared memory of other processes, found by trying numbers.

Tries: to read what other programs share
Must: refused
Unconfined: succeeds
"""

import ctypes


def attempt():
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    known = [] if PLACES["shared"] is None else [PLACES["shared"]]

    def attach(number):
        address = libc.shmat(number, None, 0o10000)
        if address == ctypes.c_void_p(-1).value:
            raise OSError(ctypes.get_errno(), "shmat")
        return ctypes.string_at(address, 32)

    return every([lambda number=number: attach(number) for number in [*known, *range(64)]])
