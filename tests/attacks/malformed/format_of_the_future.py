"""A format that does not exist yet.

Tries: to be read by rules that do not hold
Must: unreadable
"""

import json


def make(notebook):
    return json.dumps(notebook | {"nbformat": 5}).encode()
