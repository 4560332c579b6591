"""Another root for the whole namespace.

Tries: to have the old root in sight again
Must: killed
Detail: SIGSYS
Unconfined: not tried, the machine would notice
"""


def attempt():
    return syscall("pivot_root", b"/proc", b"/proc")
