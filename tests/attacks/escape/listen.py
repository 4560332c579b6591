"""A server of its own.

Tries: to be called from outside
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()
