"""The course's own cells, edited: imports, checks and all.

Tries: to replace the course's modules from a cell that is not an answer
Must: graded 6
"""

import json

ANSWER = 'def gradient_descent(grad, theta0, eta, n_steps):\n    return None\n'


def make(notebook):
    for cell in notebook["cells"]:
        if "exercise" not in cell["metadata"].get("course", {}):
            cell["source"] = "import os; os._exit(0)"
    return json.dumps(notebook).encode()
