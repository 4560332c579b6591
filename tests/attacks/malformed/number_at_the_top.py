"""A number, and nothing else.

Tries: to break what expects an object
Must: unreadable
"""


def make(notebook):
    return b"1e999"
