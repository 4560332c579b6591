"""Cells of a kind that does not exist.

Tries: to reach a branch that nobody wrote
Must: unreadable
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        cell["cell_type"] = ["code"]
    return json.dumps(notebook).encode()
