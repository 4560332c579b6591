"""A signal to the process that forked it, to its group, and to everyone.

Tries: to end the warm process (here with a signal that harms no one)
Must: refused
Unconfined: succeeds
"""

import os
import signal


def attempt():
    return every(
        [
            lambda: os.kill(os.getppid(), signal.SIGCONT) or "signalled it",
            lambda: os.kill(PLACES["grader"], 0) or "signalled the grader",
            lambda: os.killpg(0, signal.SIGCONT) or "signalled its group",
            lambda: syscall("tgkill", os.getppid(), os.getppid(), 0),
            lambda: syscall("tkill", os.getppid(), 0),
        ]
    )
