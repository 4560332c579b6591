"""Thirty megabytes of output.

Tries: to fill the memory of whoever reads it
Must: unreadable
"""

import json


def make(notebook):
    notebook["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 30_000_000}]
    return json.dumps(notebook).encode()
