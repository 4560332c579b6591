"""The key from which hidden inputs are drawn, read by its path.

Tries: to know the hidden inputs in advance
Must: refused
Unconfined: succeeds
"""


def attempt():
    with open(PLACES["secret"]) as file:
        return file.read()
