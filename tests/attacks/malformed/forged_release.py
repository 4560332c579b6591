"""The name of another release, and of a file elsewhere, in the metadata.

Tries: to be graded by other tests, or to name a file
Must: graded 6
"""

import json

ANSWER = 'def gradient_descent(grad, theta0, eta, n_steps):\n    return None\n'


def make(notebook):
    notebook["metadata"]["course"] |= {"name": "../../../etc/passwd", "release": "../../out", "source_sha256": "0" * 64}
    return json.dumps(notebook).encode()
