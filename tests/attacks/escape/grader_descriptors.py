"""The grader's open files, through /proc/PID/fd and pidfd_getfd.

Tries: to read the gradebook through the grader's own descriptor
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    folder = f"/proc/{PLACES['grader']}/fd"
    return [os.readlink(f"{folder}/{name}") for name in os.listdir(folder)]
