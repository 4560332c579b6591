"""Processes that start processes, with every call that there is.

Tries: to stop the machine
Must: refused
Unconfined: not tried, it would
"""

import os


def attempt():
    def multiply(number, *arguments):
        for _ in range(64):
            if not syscall(number, *arguments):
                os._exit(0)
        return "64 processes"

    return every(
        [
            lambda: multiply("fork"),
            lambda: multiply("vfork"),
            lambda: multiply("clone", 17, 0, 0, 0, 0),
            lambda: multiply("clone", 0x100 | 17, 0, 0, 0, 0),
        ]
    )
