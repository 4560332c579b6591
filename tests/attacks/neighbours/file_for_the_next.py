"""A message for the next student, in every folder that might hold one.

Tries: to hand a solution on
Runs: 2
Must: refused
Unconfined: succeeds
"""

import glob
import tempfile


def attempt():
    folders = ["/tmp", "/var/tmp", "/dev/shm", ".", "/run", "/dev/mqueue"]
    found = [path for folder in folders for path in glob.glob(f"{folder}/{PLACES['mark']}-message")]
    if found:
        return f"found {found}"
    leave = [lambda folder=folder: open(f"{folder}/{PLACES['mark']}-message", "w").write("for you") for folder in folders]
    every([*leave, lambda: tempfile.mkstemp(prefix=PLACES["mark"])])
    return "left one"
