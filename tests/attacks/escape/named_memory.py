"""Named shared memory in /dev/shm.

Tries: to read and leave messages there
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    return every(
        [
            lambda: open(PLACES["shared_file"]).read(),
            lambda: os.listdir("/dev/shm"),
            lambda: open(f"/dev/shm/{PLACES['mark']}", "w").write("x"),
        ]
    )
