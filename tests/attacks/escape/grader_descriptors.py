"""The grader's open files, through /proc/PID/fd and pidfd_getfd.

Tries: to read the gradebook through the grader's own descriptor
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    folder = f"/proc/{PLACES['grader']}/fd"
    names = os.listdir(folder)  # one may be closed before it is looked at: any of them will do
    return every([lambda name=name: os.readlink(f"{folder}/{name}") for name in names])
