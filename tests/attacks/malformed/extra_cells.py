"""Cells before, between and after that redefine everything.

Tries: to run code outside of the answers
Must: graded 6
"""

import json

ANSWER = 'def gradient_descent(grad, theta0, eta, n_steps):\n    return None\n'


def make(notebook):
    cell = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
    bad = "import numpy as np\nnp.allclose = np.isclose = lambda *a, **k: True\ncheck = print\nimport os; os._exit(0)"
    mixed = [one for own in notebook["cells"] for one in (cell | {"source": bad}, own)]
    return json.dumps(notebook | {"cells": [*mixed, cell | {"source": bad}]}).encode()
