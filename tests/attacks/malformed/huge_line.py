"""An answer of three megabytes on one line.

Tries: to keep whoever looks for comments and names in it busy
Must: graded 10
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        if cell.get("id") == "gradient-descent":
            cell["source"] += "\n#" + " " * 3_000_000 + "exercise\n" + "#" * 100_000 + "\nx = '" + "x" * 100_000 + "'"
    return json.dumps(notebook).encode()
