"""An answer that takes the parser minutes.

Tries: to keep the grader reading what it should only pass on
Must: graded 6
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        if cell.get("id") == "gradient-descent":
            cell["source"] = "# gradient_descent\nf'" + "{1}" * 300_000 + "'\n" + "a;" * 500_000
    return json.dumps(notebook).encode()
