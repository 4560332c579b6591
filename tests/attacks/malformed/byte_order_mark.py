"""A notebook in UTF-8 with a mark that nobody needs.

Tries: to break the decoding; it is understood
Must: graded 10
"""

import json


def make(notebook):
    return b"\xef\xbb\xbf" + json.dumps(notebook, ensure_ascii=False).encode()
