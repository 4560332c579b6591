"""Signals sent by ways that are not called kill: pidfd, sigqueue, the owner of a descriptor.

Tries: to end other processes past a filter of kill
Must: refused
Unconfined: succeeds
"""

import fcntl
import os
import signal


def attempt():
    return every(
        [
            lambda: signal.pidfd_send_signal(os.pidfd_open(os.getppid()), signal.SIGCONT) or "signalled it",
            lambda: fcntl.fcntl(3, fcntl.F_SETOWN, os.getppid()),
            lambda: fcntl.fcntl(3, 10, signal.SIGKILL),  # F_SETSIG
            lambda: syscall("rt_sigqueueinfo", os.getppid(), 0, None),
        ]
    )
