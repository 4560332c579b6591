"""Another process of the same user, traced.

Tries: to change the process of a student who is graded at the same time
Must: killed
Detail: SIGSYS
Unconfined: not tried, it might stop one of the grader's own
"""

import os


def attempt():
    mine = os.getpid()
    return every([lambda pid=pid: f"traced {pid}: {syscall('ptrace', 0x4206, pid, 0, 0)}" for pid in range(mine - 20, mine + 20)])
