"""Cells without a source.

Tries: to break what reads it; nothing of worth is left
Must: graded 0
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        del cell["source"]
    return json.dumps(notebook).encode()
