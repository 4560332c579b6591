"""Sockets of other processes on this machine, by path.

Tries: to talk to a database, a desktop, an agent of keys
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    def connect(path, kind):
        with socket.socket(socket.AF_UNIX, kind) as door:
            door.connect(path)
            return door.send(b"x")

    return every(
        [
            lambda: connect(PLACES["unix"], socket.SOCK_STREAM),
            lambda: connect(PLACES["unix_datagram"], socket.SOCK_DGRAM),
            lambda: connect("/run/docker.sock", socket.SOCK_STREAM),
            lambda: connect("/run/dbus/system_bus_socket", socket.SOCK_STREAM),
        ]
    )
