"""Locks on files that every student can open, and watches on them.

Tries: to make the next student wait, or to learn that there is one
Runs: 2
Must: refused
Unconfined: not tried, nobody waits for these
"""

import fcntl
import os

import numpy


def attempt():
    file = os.open(numpy.__file__, os.O_RDONLY)
    return every(
        [
            lambda: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB) or "locked it",
            lambda: fcntl.lockf(os.open("/dev/null", os.O_RDWR), fcntl.LOCK_EX | fcntl.LOCK_NB) or "locked it",
            lambda: fcntl.fcntl(file, fcntl.F_SETLEASE, fcntl.F_RDLCK) or "leased it",
            lambda: fcntl.fcntl(os.open("/usr/lib", os.O_RDONLY), fcntl.F_NOTIFY, fcntl.DN_ACCESS) or "watches it",
        ]
    )
