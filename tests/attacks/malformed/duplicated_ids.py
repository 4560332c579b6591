"""Cells that all have the id of the answer.

Tries: to have several answers taken, or none
Must: graded 6
"""

import json


def make(notebook):
    cell = {"cell_type": "code", "id": "gradient-descent", "metadata": {}, "outputs": [], "execution_count": None}
    last = "def gradient_descent(*args):\n    return None\n"
    return json.dumps(notebook | {"cells": [*notebook["cells"], *[cell | {"source": source} for source in ("", "x = 1", last)]]}).encode()
