"""Sources that are numbers, dicts and lists in lists.

Tries: to break what joins lines
Must: unreadable
"""

import json


def make(notebook):
    for cell, source in zip(notebook["cells"], (1, {"a": 1}, [["x"]], None)):
        cell["source"] = source
    return json.dumps(notebook).encode()
