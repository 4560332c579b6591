"""Sockets of kinds that lead into the kernel: netlink, packet, vsock, key, crypto, Bluetooth.

Tries: to reach parts of the kernel that nobody looks after
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    families = (16, 17, 40, 15, 38, 31, 29, 44)
    return every([lambda family=family: socket.socket(family, socket.SOCK_RAW).fileno() for family in families])
