"""All other processes, looked for by number and asked for a reaction.

Tries: to find, stop or trace another student's process
Must: refused
Unconfined: succeeds
"""

import os
import signal


def attempt():
    mine = os.getpid()
    near = [pid for pid in range(max(2, mine - 60), mine + 60) if pid != mine]
    looks = [lambda pid=pid: os.kill(pid, signal.SIGCONT) or f"signalled {pid}" for pid in near]
    reads = [lambda pid=pid: open(f"/proc/{pid}/cmdline").read() or f"read {pid}" for pid in near]
    return every(looks + reads)
