"""A start-up file in the grader's home.

Tries: to be run by the instructor's shell at the next login
Must: refused
Unconfined: succeeds
"""


def attempt():
    with open(f"{PLACES['home']}/.{PLACES['mark']}", "a") as file:
        return file.write("x")
