"""Text that is no JSON.

Tries: to break the reading
Must: unreadable
"""


def make(notebook):
    return b"I handed in a poem.\n" * 100
