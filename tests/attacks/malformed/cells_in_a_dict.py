"""Cells as an object, by number.

Tries: to break what goes through them
Must: unreadable
"""

import json


def make(notebook):
    cells = {str(place): cell for place, cell in enumerate(notebook["cells"])}
    return json.dumps(notebook | {"cells": cells}).encode()
