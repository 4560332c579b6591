"""Format numbers of other types.

Tries: to be compared with a number
Must: unreadable
"""

import json


def make(notebook):
    return json.dumps(notebook | {"nbformat": "4", "nbformat_minor": [5]}).encode()
