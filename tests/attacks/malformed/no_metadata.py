"""A notebook without any metadata, ids and outputs.

Tries: to break what looks for them; the answers are still known by their text
Must: graded 10
"""

import json


def make(notebook):
    cells = [{"cell_type": cell["cell_type"], "source": cell["source"]} for cell in notebook["cells"]]
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "cells": cells}).encode()
