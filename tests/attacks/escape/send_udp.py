"""A datagram to a server on this machine.

Tries: to send hidden inputs out without a connection
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as letter:
        return letter.sendto(b"x", PLACES["udp"])
