"""The kernel's settings: host name, clock, sysctl, core pattern.

Tries: to have the kernel run a program at the next crash
Must: killed
Unconfined: not tried, it would change the machine
"""

import time


def attempt():
    return every(
        [
            lambda: open("/proc/sys/kernel/core_pattern", "r+").write("|/bin/true"),
            lambda: open("/sys/kernel/mm/transparent_hugepage/enabled").read(),
            lambda: time.clock_settime(time.CLOCK_REALTIME, 0),
        ]
    )
