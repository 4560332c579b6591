"""System calls by the numbers of the x32 architecture.

Tries: to pass a filter that compares numbers
Must: killed
Detail: SIGSYS
Only: x86_64
Unconfined: not tried, most kernels have no x32
"""


def attempt():
    return syscall(0x40000000 + 39)
