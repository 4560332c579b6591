"""Urgent data (MSG_OOB) on its socket: a corner of the kernel that nothing here needs, and out of which sandboxes were left.

Tries: to reach code of the kernel that has had holes (CVE-2025-38236), or to slip a byte past the frames
Must: refused
Unconfined: not tried, it would put the line out of step
"""

import os
import socket


def attempt():
    line = socket.socket(fileno=os.dup(3))
    return every(
        [
            lambda: line.recv(1, socket.MSG_OOB | socket.MSG_DONTWAIT),
            lambda: line.recv(1, socket.MSG_OOB | socket.MSG_PEEK | socket.MSG_DONTWAIT),
            lambda: f"sent {line.send(b'x', socket.MSG_OOB)}",
        ]
    )
