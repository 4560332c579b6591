"""A connection to a server on this machine.

Tries: to send hidden inputs out, and to fetch answers
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    with socket.create_connection(PLACES["tcp"], timeout=1) as door:
        return door.send(b"x")
