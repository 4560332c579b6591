"""A descriptor taken out of the process that forked it.

Tries: to speak on the line between the warm process and the grader
Must: killed, refused
Unconfined: not tried, without a sandbox there is a pidfd to be had
Detail: SIGSYS|$
"""

import os


def attempt():
    try:
        handle = syscall("pidfd_open", os.getppid(), 0)
    except OSError:
        handle = 0
    return syscall("pidfd_getfd", handle, 0, 0)
