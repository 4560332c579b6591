"""Shared memory that stays when its maker is gone.

Tries: to hand a solution on in the kernel's memory
Runs: 2
Must: refused
Unconfined: not tried, it would stay
"""

from multiprocessing import shared_memory


def attempt():
    return every(
        [
            lambda: shared_memory.SharedMemory(PLACES["mark"][:12]).buf[0],
            lambda: shared_memory.SharedMemory(PLACES["mark"][:12], create=True, size=4096).name,
            lambda: syscall("shmget", 0x5EED, 4096, 0o1666),
        ]
    )
