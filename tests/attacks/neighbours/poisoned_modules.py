"""Modules patched, so that whoever is forked next finds them so.

Tries: to break or help the next student through the process that both are forked from
Runs: 2
Must: refused
Unconfined: not tried, a fork's memory is its own without a sandbox as well
"""

import builtins
import sys
import types

import numpy as np


def attempt():
    if hasattr(np, "poisoned") or hasattr(builtins, "poisoned") or "poisoned" in sys.modules:
        return "found it poisoned"
    np.poisoned = builtins.poisoned = True
    sys.modules["poisoned"] = types.ModuleType("poisoned")
    sys.path.insert(0, "/tmp")
    sys.modules["numpy.linalg"] = None
    raise OSError("nobody was here before")
