"""Remake lock.txt and lock-dev.txt from pyproject.toml: `python requirements/lock.py [--upgrade]`.

lock.txt      what README's two commands need: the package, the extras `instructor` and `test`, and uv itself.
lock-dev.txt  the same versions, and every other extra besides (cluster, browser tests, linting); used by .ci/run.

One lock holds for every system and every Python from 3.11 on: lines carry markers where they differ.
Versions stay as they are unless pyproject.toml asks for others; `--upgrade` takes the newest of everything.
Needs the network, and uv: on the PATH, or in the course's environment.
"""

import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent / "pyproject.toml"
PYTHON = "3.11"
INSTALLER = "uv\n"  # so that start.py can fetch its own installer by hash as well

LOCKS = {
    "lock.txt": ["--extra", "instructor", "--extra", "test"],
    "lock-dev.txt": ["--all-extras", "--constraints", "requirements/lock.txt"],
}


def remake(name, choice, more):
    uv = [shutil.which("uv")] if shutil.which("uv") else [sys.executable, "-m", "uv"]
    command = [*uv, "pip", "compile", PROJECT.name, "-", *choice, "--output-file", f"requirements/{name}"]
    command += ["--universal", "--python-version", PYTHON, "--generate-hashes", "--quiet"]
    # No addresses: whoever installs decides where from, the hashes decide what.
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--no-config"]
    subprocess.run(command + more, input=INSTALLER, text=True, check=True, cwd=PROJECT.parent)
    packages = sum(1 for line in (HERE / name).read_text(encoding="utf-8").splitlines() if "==" in line)
    print(f"requirements/{name}: {packages} packages")


if __name__ == "__main__":
    for name, choice in LOCKS.items():
        remake(name, choice, sys.argv[1:])
