"""Ten thousand cells.

Tries: to keep whoever goes through them busy
Must: unreadable
"""

import json


def make(notebook):
    cell = {"cell_type": "code", "metadata": {}, "source": "x = 1", "outputs": [], "execution_count": None}
    return json.dumps(notebook | {"cells": [*notebook["cells"], *[cell] * 10_000]}).encode()
