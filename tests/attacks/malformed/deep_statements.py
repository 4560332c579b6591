"""An answer of a thousand nested alternatives, which the parser takes and a walk does not.

Tries: to end the grader with a RecursionError
Must: graded 6
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        if cell.get("id") == "gradient-descent":
            cell["source"] = "if 1: gradient_descent = len\n" + "elif 1: pass\n" * 1400
    return json.dumps(notebook).encode()
