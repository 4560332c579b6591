"""A socket without a file that waits for the next student.

Tries: to hand a solution on past all folders
Runs: 2
Must: refused
Unconfined: succeeds
"""

import socket


def attempt():
    door = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    door.bind("\0" + PLACES["mark"] + "-message")
    return "left one"
