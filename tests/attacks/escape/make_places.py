"""Folders, pipes, devices and sockets as files.

Tries: to make a place that others can find
Must: refused
Unconfined: succeeds
"""

import os
import stat


def attempt():
    name = f"/tmp/{PLACES['mark']}-place"
    return every(
        [
            lambda: os.mkfifo(name),
            lambda: os.mknod(name, stat.S_IFREG | 0o666),
            lambda: os.mkdir(name),
            lambda: os.open(name, os.O_RDONLY | os.O_CREAT, 0o666),
            lambda: os.open("/tmp", os.O_TMPFILE | os.O_RDWR, 0o666),
        ]
    )
