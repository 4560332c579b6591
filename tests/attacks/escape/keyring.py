"""The kernel's ring of keys.

Tries: to read or leave keys there
Must: killed
Detail: SIGSYS
Unconfined: not tried, containers often refuse it
"""


def attempt():
    return syscall("add_key", b"user", b"name", b"data", 4, -3)
