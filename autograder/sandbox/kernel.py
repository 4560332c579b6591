"""System calls that Python has no function for, through ctypes.

The C library is loaded at the first call, so that the package can be imported on any system.
"""

import ctypes
import functools
import os

PR_SET_PDEATHSIG, PR_GET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS = 1, 2, 4, 8
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS = 22, 38

_CLOSE_RANGE = 436  # numbers above 423 are the same on every architecture that Python runs on


class SandboxError(Exception):
    """A wall could not be built; the sentence says which, why, and what to do."""


@functools.cache
def _libc():
    return ctypes.CDLL(None, use_errno=True)


def call(function: str, *arguments) -> int:
    """Call a C function with integers, bytes, buffers or None; a result of -1 becomes an OSError that names it."""
    # ctypes passes a plain int as 32 bits; flags, addresses and the words of a variadic call are 64 bits wide.
    words = [ctypes.c_long(word) if isinstance(word, int) else word for word in arguments]
    entry = getattr(_libc(), function)
    entry.restype = ctypes.c_long if function == "syscall" else ctypes.c_int
    result = entry(*words)
    if result == -1:
        error = ctypes.get_errno()
        raise OSError(error, f"{function}: {os.strerror(error)}")
    return result


def syscall(number: int, *arguments) -> int:
    """A system call by its number."""
    return call("syscall", number, *arguments)


def close_from(first: int) -> None:
    """Close every descriptor from `first` on, whatever the limit on open files says or said."""
    syscall(_CLOSE_RANGE, first, 0xFFFFFFFF, 0)


def prctl(option: int, value=0, *rest) -> int:
    """prctl(2); the kernel insists that unused arguments are zero."""
    return call("prctl", option, value, *rest, *[0] * (3 - len(rest)))
