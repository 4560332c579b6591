"""Cells that do not say what they are.

Tries: to be taken for code, or to break what asks
Must: unreadable
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        del cell["cell_type"]
    return json.dumps(notebook).encode()
