"""A second process: fork and vfork.

Tries: to have a process that outlives its time
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    child = os.fork()
    if not child:
        os._exit(0)
    return os.waitpid(child, 0)
