"""Its one socket used to send to another address, and to pass descriptors.

Tries: to reach a letterbox through the socket that it has, or to hand the grader a descriptor
Must: refused
Unconfined: not tried, it would put the line out of step
"""

import array
import os
import socket


def attempt():
    line = socket.socket(fileno=os.dup(3))
    passed = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [0]))]
    return every(
        [
            lambda: line.sendto(b"x", PLACES["unix_datagram"]),
            lambda: line.sendmsg([b""], passed),
            lambda: line.recvmsg(10, 1000),
            lambda: line.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1),
            lambda: line.shutdown(socket.SHUT_RDWR),
        ]
    )
