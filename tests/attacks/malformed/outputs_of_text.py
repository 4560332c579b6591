"""Outputs that are no list.

Tries: to break what clears them
Must: unreadable
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        cell["outputs"] = "none"
    return json.dumps(notebook).encode()
