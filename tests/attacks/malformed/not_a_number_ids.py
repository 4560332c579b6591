"""Ids that are NaN, numbers, lists and nothing.

Tries: to be equal to nothing, or to break a table of ids
Must: graded 10
"""

import json


def make(notebook):
    for cell, one in zip(notebook["cells"], [float("nan"), 1, ["x"], None, {}, True, 1e999]):
        cell["id"] = one
    return json.dumps(notebook).encode()
