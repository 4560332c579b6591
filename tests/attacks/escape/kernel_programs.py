"""bpf: programs that run inside the kernel.

Tries: to see every process's calls
Must: killed
Detail: SIGSYS
Unconfined: not tried, many kernels refuse it
"""

import ctypes


def attempt():
    return syscall("bpf", 0, ctypes.create_string_buffer(128), 128)
