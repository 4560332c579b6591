"""Fifty cells that each take the parser a while.

Tries: to keep the grader reading, a little at a time
Must: graded 10
"""

import json


def make(notebook):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    bomb = "# gradient_descent numerical_gradient zigzag_count\nf'" + "{1}" * 6_000 + "'\n"
    return json.dumps(notebook | {"cells": [*[cell | {"source": bomb}] * 50, *notebook["cells"]]}).encode()
