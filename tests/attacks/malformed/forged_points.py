"""Points of a million, and of minus a million, in the metadata.

Tries: to be worth more than the exercise
Must: graded 6
"""

import json

ANSWER = 'def gradient_descent(grad, theta0, eta, n_steps):\n    return None\n'


def make(notebook):
    for cell in notebook["cells"]:
        course = cell["metadata"].get("course", {})
        if "exercise" in course:
            course["points"] = 10**6 if course["exercise"] == "zigzag_count" else -(10**6)
    notebook["metadata"]["course"]["points"] = 10**6
    return json.dumps(notebook).encode()
