"""The answer cells with each other's ids and metadata.

Tries: to have one right answer count for another function
Must: graded 10
"""

import json


def make(notebook):
    answers = [cell for cell in notebook["cells"] if "exercise" in cell["metadata"].get("course", {})]
    heads = [(cell["id"], cell["metadata"]) for cell in answers]
    for cell, (one, metadata) in zip(answers, heads[1:] + heads[:1]):
        cell["id"], cell["metadata"] = one, metadata
    return json.dumps(notebook).encode()
