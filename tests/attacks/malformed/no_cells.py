"""A notebook without cells.

Tries: to break what goes through them
Must: unreadable
"""

import json


def make(notebook):
    del notebook["cells"]
    return json.dumps(notebook).encode()
