"""An empty file.

Tries: to break the reading
Must: unreadable
"""


def make(notebook):
    return b""
