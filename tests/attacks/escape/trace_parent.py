"""The process that forked it, traced like a debugger would.

Tries: to change the grader's memory
Must: killed
Detail: SIGSYS
Unconfined: succeeds
"""

import os


def attempt():
    return f"traced: {syscall('ptrace', 0x4206, os.getppid(), 0, 0)}"
