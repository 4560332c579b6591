"""A pickle that runs a command.

Tries: to be unpickled
Must: unreadable
"""

import os
import pickle


def make(notebook):
    class Bomb:
        def __reduce__(self):
            return os.system, ("true",)

    return pickle.dumps(Bomb())
