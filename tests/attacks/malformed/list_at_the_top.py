"""A list in the place of the notebook.

Tries: to break what expects an object
Must: unreadable
"""

import json


def make(notebook):
    return json.dumps([notebook]).encode()
