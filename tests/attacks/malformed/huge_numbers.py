"""An integer of a hundred thousand digits.

Tries: to keep the reader converting
Must: unreadable
"""

import json


def make(notebook):
    whole = json.dumps(notebook)
    return (whole[:-1] + ', "x": ' + "9" * 100_000 + "}").encode()
