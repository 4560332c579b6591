"""The signal that ends it with its parent, switched off.

Tries: to live on after the grader
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    return every([lambda: f"prctl: {syscall('prctl', 1, 0, 0, 0, 0)}", os.setsid])
