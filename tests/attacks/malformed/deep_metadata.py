"""Metadata nested five hundred deep, which JSON allows.

Tries: to overflow the stack of whoever walks or copies it
Must: unreadable
"""

import json


def make(notebook):
    deep = {}
    for _ in range(500):
        deep = {"d": deep}
    notebook["cells"][0]["metadata"]["deep"] = deep
    return json.dumps(notebook).encode()
