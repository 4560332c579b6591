"""Keys given twice in one object.

Tries: to be checked with one value and graded with the other
Must: graded 10
"""

import json


def make(notebook):
    whole = json.dumps(notebook)
    return ('{"cells": [], "nbformat": 3, ' + whole[1:]).encode()
