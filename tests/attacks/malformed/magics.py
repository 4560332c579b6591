"""Answers behind magics that run a shell, a file, another process.

Tries: to have IPython run a program
Must: graded 6
"""

import json


def make(notebook):
    for cell in notebook["cells"]:
        if cell.get("id") == "gradient-descent":
            cell["source"] = "!touch here\n%run /etc/passwd\n%sx id\n%alias_magic x y\nget_ipython().system('id')\n%load_ext autoreload\n%%bash\ntouch here"
    return json.dumps(notebook).encode()
