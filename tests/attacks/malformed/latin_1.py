"""A notebook in an encoding of the last century.

Tries: to break the decoding
Must: unreadable
"""

import json


def make(notebook):
    notebook["cells"][0]["source"] = "# caf\u00e9"
    return json.dumps(notebook, ensure_ascii=False).encode("latin-1")
