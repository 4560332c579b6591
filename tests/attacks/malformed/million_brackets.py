"""Two million empty lists.

Tries: to take a hundred times the file's size in memory
Must: unreadable
"""

import json


def make(notebook):
    whole = json.dumps(notebook)
    return (whole[:-1] + ', "x": [' + "[]," * 2_000_000 + "0]}").encode()
