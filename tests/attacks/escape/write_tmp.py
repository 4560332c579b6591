"""A file written to /tmp.

Tries: to leave something on the machine
Must: refused
Unconfined: succeeds
"""


def attempt():
    with open(f"/tmp/{PLACES['mark']}-tmp", "w") as file:
        return file.write("x")
