"""The mode, owner, times and attributes of files changed.

Tries: to make the secret readable for everyone
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    path = PLACES["secret"]
    return every(
        [
            lambda: os.chmod(path, 0o644),
            lambda: syscall("fchmodat2", -100, path.encode(), 0o644, 0),
            lambda: os.chown(path, os.getuid(), -1),
            lambda: os.utime(path),
            lambda: os.setxattr(path, "user.x", b"x"),
        ]
    )
