"""A file of blanks and line ends.

Tries: to break the reading
Must: unreadable
"""


def make(notebook):
    return b" \n\t" * 1000
