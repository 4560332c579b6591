"""Lists in lists, a hundred thousand deep.

Tries: to overflow the stack of whoever reads it
Must: unreadable
"""

import json


def make(notebook):
    whole = json.dumps(notebook)
    return (whole[:-1] + ', "x": ' + "[" * 100_000 + "]" * 100_000 + "}").encode()
