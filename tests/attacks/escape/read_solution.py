"""The solved notebook, read by its path.

Tries: to hand in the solution
Must: refused
Unconfined: succeeds
"""

from pathlib import Path


def attempt():
    return Path(PLACES["solution"]).read_bytes()
