"""A thread with namespaces of its own.

Tries: to get a user namespace, and root in it, by the flags of a thread
Must: refused
Unconfined: not tried, the kernel refuses this combination to everyone
"""


def attempt():
    thread, user = 0x00010000 | 0x00000800 | 0x00000100, 0x10000000
    return syscall("clone", thread | user, 0, 0, 0, 0)
