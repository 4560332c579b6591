"""Cells that are their texts.

Tries: to break what looks into them
Must: unreadable
"""

import json


def make(notebook):
    return json.dumps(notebook | {"cells": [cell["source"] for cell in notebook["cells"]]}).encode()
