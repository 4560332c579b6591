"""Devices: disks, memory, terminals, the random generator's pool.

Tries: to read the disk or the memory as a whole
Must: refused
Unconfined: succeeds
"""

import os


def attempt():
    names = ["mem", "kmem", "sda", "vda", "nvme0n1", "tty", "console", "kmsg", "fuse", "kvm", "net/tun", "ptmx", "full"]
    return every([lambda name=name: f"{name}: {os.open('/dev/' + name, os.O_RDWR)}" for name in names])
