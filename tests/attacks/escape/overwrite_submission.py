"""Its own notebook, overwritten while it is graded; and another's, emptied.

Tries: to have something else graded than was handed in
Must: refused
Unconfined: not tried, it would harm the other programs
"""

import os


def attempt():
    return every(
        [
            lambda: open(PLACES["submission"], "r+").write("x"),
            lambda: os.truncate(PLACES["submission"], 0),
            lambda: os.unlink(PLACES["submission"]),
            lambda: os.rename(PLACES["submission"], PLACES["submission"] + ".old"),
        ]
    )
