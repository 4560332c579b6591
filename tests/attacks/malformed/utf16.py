"""A notebook in UTF-16 with its mark.

Tries: to break the decoding; it is understood
Must: graded 10
"""

import json


def make(notebook):
    return json.dumps(notebook, ensure_ascii=False).encode("utf-16")
