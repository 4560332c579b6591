"""A notebook that was cut off in the middle.

Tries: to be graded in part
Must: unreadable
"""

import json


def make(notebook):
    whole = json.dumps(notebook).encode()
    return whole[: len(whole) // 2]
