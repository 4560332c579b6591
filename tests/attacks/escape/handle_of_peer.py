"""A handle of the process at the other end of its socket, which the kernel gives to whoever asks.

Tries: to signal the warm process through the handle
Must: refused
Unconfined: not tried, not every kernel gives one
"""

import signal
import socket


def attempt():
    line = socket.socket(fileno=3)
    try:
        handle = int.from_bytes(line.getsockopt(socket.SOL_SOCKET, 77, 4), "little")  # SO_PEERPIDFD
    finally:
        line.detach()
    return every(
        [
            lambda: f"{signal.pidfd_send_signal(handle, signal.SIGCONT)}",
            lambda: f"{syscall('kill', int.from_bytes(handle.to_bytes(4, 'little'), 'little'), 0)}",
        ]
    )
