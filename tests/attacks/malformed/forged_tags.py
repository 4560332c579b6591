"""Tags by which nbval skips cells, and answers marked as checks.

Tries: to be neither run nor compared
Must: graded 6
"""

import json

ANSWER = 'def gradient_descent(grad, theta0, eta, n_steps):\n    return None\n'


def make(notebook):
    for cell in notebook["cells"]:
        cell["metadata"]["tags"] = ["skip", "nbval-skip", "nbval-ignore-output", "raises-exception", "check"]
    return json.dumps(notebook).encode()
