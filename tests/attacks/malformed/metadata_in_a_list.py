"""Metadata as lists.

Tries: to break what looks into it
Must: unreadable
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        cell["metadata"] = ["course"]
    return json.dumps(notebook).encode()
