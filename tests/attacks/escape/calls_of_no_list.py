"""Calls that nobody thought of: old, new and odd ones.

Tries: to find a call that no list names
Must: refused, killed
Unconfined: not tried, some would change the machine
"""


def attempt():
    names = ["personality", "sysfs", "lookup_dcookie", "uselib", "process_madvise", "move_pages", "mbind", "set_mempolicy", "tee"]
    calls = [lambda name=name: f"{name}: {syscall(name, 0xFFFFFFFF, 0, 0, 0)}" for name in names if name in NUMBERS]
    beyond = [lambda number=number: f"{number}: {syscall(number, 0, 0, 0)}" for number in (470, 499, 600, 1000, 1 << 29)]
    return every(calls + beyond)
