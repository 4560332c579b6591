"""The format of 2013, with worksheets.

Tries: to break what expects cells
Must: unreadable
"""

import json


def make(notebook):
    return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": [{"cells": notebook["cells"]}]}).encode()
