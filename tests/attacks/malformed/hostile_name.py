"""A formula as a name, and markup in every text that is shown.

Tries: to have a spreadsheet or a page run it
Must: graded 6
"""

import json


def make(notebook):
    notebook["metadata"]["authors"] = [{"name": "=cmd|' /C calc'!A0"}]
    notebook["metadata"]["title"] = "<script>alert(1)</script>"
    for cell in notebook["cells"]:
        if cell.get("id") == "gradient-descent":
            cell["source"] += "\nprint('<script>alert(1)</script>')\nraise Exception('<script>alert(1)</script>')"
            cell["source"] = cell["source"].replace("def gradient_descent", "def gradient_dissent")
    return json.dumps(notebook).encode()
