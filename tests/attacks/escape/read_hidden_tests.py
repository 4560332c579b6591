"""The hidden tests, read by their path.

Tries: to copy the expected values
Must: refused
Unconfined: succeeds
"""


def attempt():
    return every([lambda path=path: open(path).read() for path in (PLACES["tests"], PLACES["hidden"])])
