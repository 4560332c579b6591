"""A program run: subprocess, os.system, posix_spawn.

Tries: to have a shell
Must: refused
Unconfined: succeeds
"""

import os
import subprocess


def attempt():
    def by_shell():
        status = os.system("true")
        if status:
            raise OSError(f"status {status}")
        return "ran a shell"

    return every(
        [
            lambda: subprocess.run(["true"], check=True),
            lambda: os.posix_spawn("/bin/true", ["true"], {}),
            by_shell,
        ]
    )
