"""userfaultfd, the tool of many holes in the kernel.

Tries: to stop the kernel in the middle of a call
Must: killed
Detail: SIGSYS
Unconfined: not tried, many kernels refuse it
"""


def attempt():
    return syscall("userfaultfd", 0)
