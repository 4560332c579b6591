"""Comes before every program that defines attempt(): calling the kernel directly."""

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)


def syscall(name, *arguments):
    """A system call by name (or number), past Python and the C library's wrappers; -1 becomes an OSError."""
    number = NUMBERS[name] if isinstance(name, str) else name
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    _libc.syscall.restype = ctypes.c_long
    result = _libc.syscall(ctypes.c_long(number), *words)
    if result == -1:
        raise OSError(ctypes.get_errno(), f"{name}: {os.strerror(ctypes.get_errno())}")
    return result


def every(attempts):
    """What the first of several attempts achieves; the last refusal if none does."""
    refusal = None
    for attempt in attempts:
        try:
            return attempt()
        except OSError as error:
            refusal = error
    raise refusal
