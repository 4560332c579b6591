"""Cells that are nothing.

Tries: to break what looks into them
Must: unreadable
"""

import json


def make(notebook):
    return json.dumps(notebook | {"cells": [None, *notebook["cells"]]}).encode()
