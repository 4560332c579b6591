"""A higher priority, a core of its own, real time.

Tries: to be faster than the others, and to starve them
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    return every(
        [
            lambda: os.sched_setaffinity(0, os.sched_getaffinity(0)) or "set it",
            lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1)) or "real time",
            lambda: os.setpriority(os.PRIO_PROCESS, 0, -5) or "higher",
            lambda: os.nice(-5),
            lambda: syscall("ioprio_set", 1, 0, 1 << 13),
        ]
    )
