"""Which built notebooks no longer belong to their source, and which command mends it.

A product carries the hash of its source, and an exercise the hash of the visible checks, whose words are its targets.
"""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

from course.workbook.places import PACKAGE


@dataclass(frozen=True)
class Stale:
    """A product that is not what its source would give; `why` says in what way."""

    path: Path
    name: str
    why: str


def source_hash(path):
    """The hash of a source's text; line ends do not count."""
    return hashlib.sha256(Path(path).read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def checks_hash(name):
    """The hash of the code that makes the targets of the exercise `name`: its own visible checks, and what all share."""
    folder = PACKAGE / "checks"
    step = f"step{name.partition('_')[0]}"
    total = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        if path.stem.partition("_")[0] == step or not path.stem.startswith("step"):
            total.update(path.name.encode() + b"\0" + path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return total.hexdigest()


def stamp(source_path):
    """What a product of this source carries in its metadata to be known as fresh."""
    name, found = source_path.stem, {"source_sha256": source_hash(source_path)}
    return found | {"checks_sha256": checks_hash(name)} if name.endswith("_exercises") else found


def stale(project):
    """Every product of the project that is missing, older than its source, or without a source, as `Stale`s."""
    found, expected = [], set()
    for source in project.sources():
        wanted = stamp(source)
        for path in project.products(source):
            expected.add(path)
            why = _why(path, wanted)
            if why:
                found.append(Stale(path, source.stem, why))
    for folder in project.folders():
        for path in sorted(folder.glob("*.ipynb")):
            if path not in expected:
                found.append(Stale(path, path.stem, "has no source in lessons/; delete it or bring its source back"))
    return found


def _why(path, wanted):
    if not path.exists():
        return "is missing"
    try:
        carried = json.loads(path.read_text(encoding="utf-8"))["metadata"]["course"]
        if carried["source_sha256"] != wanted["source_sha256"]:
            return "was built from another version of its source"
        if carried.get("checks_sha256") != wanted.get("checks_sha256"):
            return "was built with other visible checks (course/checks)"
    except (OSError, ValueError, KeyError, TypeError):
        return "was not written by `course build`"
    return None
