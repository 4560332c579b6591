"""The list of users and their home folders.

Tries: to see whose machine it is
Must: refused
Unconfined: succeeds
"""


def attempt():
    return f"{len(open('/etc/passwd').read())} characters"
