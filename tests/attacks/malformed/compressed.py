"""A compressed notebook.

Tries: to have it unpacked to any size
Must: unreadable
"""

import gzip
import json


def make(notebook):
    return gzip.compress(json.dumps(notebook).encode())
