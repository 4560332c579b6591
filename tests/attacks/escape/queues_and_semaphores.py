"""Message queues and semaphores of the machine.

Tries: to leave messages outside of every folder
Must: refused
Unconfined: not tried, they would stay
"""


def attempt():
    return every(
        [
            lambda: syscall("msgget", 0, 0o1666),
            lambda: syscall("semget", 0, 1, 0o1666),
            lambda: syscall("shmget", 0, 4096, 0o1666),
            lambda: syscall("mq_open", b"queue", 0o100 | 2, 0o666, None),
        ]
    )
