"""All other processes, those that /proc lists and those with a number near its own, read and asked for a reaction.

Tries: to find, stop or trace another student's process
Must: refused
Unconfined: succeeds
"""

import os
import signal


def attempt():
    mine = os.getpid()
    near = [pid for pid in range(max(2, mine - 60), mine + 60) if pid != mine]
    try:
        listed = [int(name) for name in os.listdir("/proc") if name.isdigit() and int(name) != mine]
    except OSError:
        listed = []
    # Whichever of them has ended meanwhile is stepped over like one that refuses; the grader at least is still there.
    reads = [lambda pid=pid: f"{len(open(f'/proc/{pid}/cmdline').read())} bytes" for pid in listed + near]
    looks = [lambda pid=pid: os.kill(pid, signal.SIGCONT) or f"signalled {pid}" for pid in near]
    return every(reads + looks)
