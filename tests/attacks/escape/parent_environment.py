"""The environment of the process that forked it, and its own.

Tries: to find the secrets that the instructor's shell exports
Must: refused
Unconfined: not tried, the warm process has a clean environment as well
"""

import os


def attempt():
    if "ATTACK_SECRET" in os.environ:
        return os.environ["ATTACK_SECRET"]
    text = open(f"/proc/{os.getppid()}/environ", "rb").read()
    if b"ATTACK_SECRET" in text:
        return text
    raise OSError("only the fixed list is there")
