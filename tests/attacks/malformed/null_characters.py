"""Characters of number zero in a source.

Tries: to end the text early
Must: graded 6
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        if cell.get("id") == "gradient-descent":
            cell["source"] = cell["source"] + "\n\0\n"
    return json.dumps(notebook).encode()
