"""A file system mounted.

Tries: to bring forbidden files to allowed places
Must: killed
Detail: SIGSYS
Unconfined: not tried, it would stay mounted
"""


def attempt():
    return syscall("mount", b"none", b"/proc", b"proc", 0, None)
