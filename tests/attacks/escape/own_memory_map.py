"""/proc/self: memory map, environment, mounts, descriptors.

Tries: to learn the machine's paths, and what is mounted
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    names = ("maps", "environ", "mountinfo", "status", "cmdline", "auxv", "stat")
    return every([*[lambda name=name: f"{len(open(f'/proc/self/{name}').read())} characters" for name in names], lambda: os.listdir("/proc/self/fd")])
