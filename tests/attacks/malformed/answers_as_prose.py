"""The answers in cells of prose and of no kind.

Tries: to be graded without being run, or run without being code
Must: graded 0
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        cell["cell_type"] = "markdown" if cell["metadata"].get("course") else "raw"
        cell.pop("outputs", None)
    return json.dumps(notebook).encode()
