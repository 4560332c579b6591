"""Its own process made readable for others again, and open to debuggers.

Tries: to be attached to by an accomplice
Must: refused
Unconfined: succeeds
"""


def attempt():
    return every([lambda: f"prctl: {syscall('prctl', 4, 1, 0, 0, 0)}", lambda: f"{syscall('prctl', 0x59616D61, -1, 0, 0, 0)}"])
