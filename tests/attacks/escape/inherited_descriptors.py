"""All descriptors that may have been inherited, one by one.

Tries: to find an open file or socket of the grader
Must: refused
Unconfined: not tried, the warm process hands on none either
"""

import os


def attempt():
    return every([lambda number=number: f"{number}: {os.fstat(number)}" for number in range(4, 4096)])
