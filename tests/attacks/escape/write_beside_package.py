"""A module written beside NumPy, which every later process would import.

Tries: to run code in the grader
Must: refused
Unconfined: succeeds
"""

import os

import course
import numpy


def attempt():
    folders = [os.path.dirname(module.__file__) for module in (numpy, course)]
    return every([lambda path=f"{folder}/{PLACES['mark']}.py": open(path, "w").write("x = 1") for folder in folders])
