"""Another folder as the root, and the current one.

Tries: to see another part of the machine
Must: killed, refused
Unconfined: not tried, it would move the process into the folder
"""

import os


def attempt():
    return every([lambda: os.chdir(PLACES["folder"]), lambda: os.chroot(PLACES["folder"])])
