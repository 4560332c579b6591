"""A program in the place of a notebook.

Tries: to be opened by something that runs it
Must: unreadable
"""


def make(notebook):
    return b"\x7fELF\x02\x01\x01" + bytes(range(256)) * 100
