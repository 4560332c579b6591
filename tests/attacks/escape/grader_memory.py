"""The grader's memory, as a file.

Tries: to read expected values where they are
Must: refused
Unconfined: succeeds
"""


def attempt():
    address, length = PLACES["memory"]
    with open(f"/proc/{PLACES['grader']}/mem", "rb", buffering=0) as file:
        file.seek(address)
        return file.read(length)
