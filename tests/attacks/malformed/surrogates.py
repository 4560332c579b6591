"""Halves of characters in sources, ids and metadata.

Tries: to have writing the results fail
Must: graded 10
"""

import json


def make(notebook):
    half = "\ud800"
    notebook["metadata"][half] = half
    for cell in notebook["cells"]:
        cell["source"] += f"\n# {half}"
        cell["metadata"][half] = half
    return json.dumps(notebook).encode()
