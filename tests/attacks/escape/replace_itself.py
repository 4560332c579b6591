"""Another program in its own place: execve and execveat.

Tries: to lose the limits by becoming another program
Must: refused
Unconfined: not tried, the report would be lost with the process
"""

import os


def attempt():
    empty = b"\0" * 8
    return every(
        [
            lambda: os.execv("/bin/true", ["true"]),
            lambda: os.execve("/usr/bin/python3", ["python3", "-c", "pass"], {}),
            lambda: syscall("execveat", -100, b"/bin/true", empty, empty, 0),
        ]
    )
