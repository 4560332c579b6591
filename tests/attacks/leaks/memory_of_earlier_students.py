"""A search of its own memory for what earlier students or the grader left there.

Tries: to find hidden tests, expected values, the secret or others' code in the process it was forked from
Must: refused
Unconfined: not tried, the memory is clean there as well
"""

import gc
import sys


def attempt():
    secret = "planted-"
    names = ("pytest", "nbval", "autograder.worker", "autograder.hidden", "autograder.gradebook", "autograder.border")
    loaded = [name for name in names if name in sys.modules]
    if loaded:
        return f"loaded: {loaded}"
    gc.unfreeze()
    for it in gc.get_objects():
        if isinstance(it, dict) and any(type(key) is str and "test_gradient" in key for key in list(it)):
            return "a hidden test"
        if isinstance(it, (list, tuple)) and any(type(item) is str and item.startswith(secret) and item != secret for item in it):
            return "a secret"
    raise OSError("there is nothing of the grader's in this memory")
