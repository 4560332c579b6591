"""Root again, by setuid, capabilities and groups.

Tries: to undo the dropping of root
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    return every(
        [
            lambda: os.setuid(0) or "root",
            lambda: os.setresuid(0, 0, 0) or "root",
            lambda: os.setgroups([0]) or "in the group",
            lambda: syscall("capset", None, None),
        ]
    )
