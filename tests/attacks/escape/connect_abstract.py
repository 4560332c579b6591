"""A socket of another process by a name that is in no folder.

Tries: to talk to processes outside past every check of paths
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as door:
        door.connect(PLACES["abstract"])
        return door.send(b"x")
