"""io_uring, through which files are opened without system calls.

Tries: to get past the filter of calls
Must: killed
Detail: SIGSYS
Unconfined: not tried, many kernels have it switched off
"""

import ctypes


def attempt():
    return syscall("io_uring_setup", 1, ctypes.create_string_buffer(120))
