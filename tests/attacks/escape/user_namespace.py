"""A user namespace, in which it is root.

Tries: to be root somewhere, and to mount things
Must: killed
Detail: SIGSYS
Unconfined: not tried, the process would stay in it
"""


def attempt():
    return syscall("unshare", 0x10000000)
