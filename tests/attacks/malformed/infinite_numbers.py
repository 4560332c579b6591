"""Infinity and NaN as counts and versions.

Tries: to break what counts with them
Must: graded 10
"""

import json


def make(notebook):
    notebook["nbformat_minor"] = float("inf")
    for cell in notebook["cells"]:
        cell["execution_count"] = float("nan")
    return json.dumps(notebook).encode()
