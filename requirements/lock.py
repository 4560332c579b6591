"""Remake the locks from pyproject.toml: `python requirements/lock.py [--upgrade]`.

lock.txt          what README's two commands need: the package, the extras `instructor` and `test`, and uv itself.
lock-student.txt  the same versions, without the extras: the lock of a release for students.
lock-dev.txt      the same versions, and every other extra besides (cluster, browser tests, linting); used by .ci/run.

One lock holds for every system and every Python from 3.11 on: lines carry markers where they differ.
Versions stay as they are unless pyproject.toml asks for others; `--upgrade` takes the newest of everything.
Needs the network, and uv: on the PATH, or in the course's environment.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PROJECT = HERE.parent / "pyproject.toml"
LOCKS = {
    "lock.txt": ["--extra", "instructor", "--extra", "test"],
    "lock-student.txt": ["--constraints", "requirements/lock.txt"],
    "lock-dev.txt": ["--all-extras", "--constraints", "requirements/lock.txt"],
}
MORE = [
    "hatchling",  # with which start.py installs the course itself
    "uv",  # so that start.py can fetch its own installer by hash as well
    "argon2-cffi-bindings<26",  # the last with wheels for Macs with an Intel processor
]

# Nobody should have to compile anything: lock.txt must be wheels, and only wheels, on all of these.
SYSTEMS = ["windows", "aarch64-apple-darwin", "x86_64-apple-darwin", "x86_64-manylinux_2_28", "aarch64-manylinux_2_28"]
PYTHONS = ["3.11", "3.12", "3.13"]
UV = [shutil.which("uv") or sys.executable, *([] if shutil.which("uv") else ["-m", "uv"]), "--no-config", "pip"]


def remake(name, choice, options):
    command = [*UV, "compile", PROJECT.name, "-", *choice, "--output-file", f"requirements/{name}", *options]
    command += ["--universal", "--python-version", PYTHONS[0], "--generate-hashes", "--quiet"]
    # No addresses: whoever installs decides where from, the hashes decide what.
    command += ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    subprocess.run(command, input="\n".join(MORE), text=True, check=True, cwd=PROJECT.parent)


def without_wheels(system, python):
    """What the installer says about lock.txt there; empty when there is a wheel for everything."""
    with tempfile.TemporaryDirectory() as nowhere:
        command = [*UV, "install", "--dry-run", "--target", nowhere, "--require-hashes", "--only-binary", ":all:"]
        command += ["-r", str(HERE / "lock.txt"), "--python-platform", system, "--python-version", python]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


if __name__ == "__main__":
    for name, choice in LOCKS.items():
        remake(name, choice, sys.argv[1:])
        print(f"requirements/{name}:", (HERE / name).read_text(encoding="utf-8").count("=="), "packages")
    for system in SYSTEMS:
        for python in PYTHONS:
            if said := without_wheels(system, python):
                sys.exit(f"{system}, Python {python}: not everything comes as a wheel; hold it back in MORE.\n{said}")
    print("wheels for everything on", ", ".join(SYSTEMS))
