"""What of the lock a container needs that only grades: no JupyterLab, no linter, no reference libraries."""

import re
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.exports.grades import ExportError

NEEDED = ("anywidget", "ipykernel", "ipywidgets", "matplotlib", "nbformat", "nbval", "numpy", "pytest", "rich", "typer")
NEEDED += ("jinja2", "packaging", "pillow", "pyseccomp")


def requirements(lock: Path) -> dict[str, bytes]:
    """requirements.txt and, for the installer itself, requirements-uv.txt: lines of the lock, with their hashes.

    Raises
    ------
    ExportError: there is no lock.
    """
    try:
        text = lock.read_text(encoding="utf-8")
    except OSError:
        raise ExportError(
            f"there is no {lock}. Export from the course's folder, not from an installed package."
        ) from None
    entries: dict[str, list[str]] = {}
    for entry in re.split(r"\n(?=\S)", text.strip()):
        entries.setdefault(canonicalize_name(entry.partition("==")[0]), []).append(entry)
    wanted = _with_their_own(NEEDED)
    chosen = [entry for name, own in entries.items() if name in wanted for entry in own]
    return {
        "requirements.txt": ("\n".join(chosen) + "\n").encode(),
        "requirements-uv.txt": ("\n".join(entries["uv"]) + "\n").encode(),
    }


def _with_their_own(names: tuple[str, ...]) -> set[str]:
    """The packages and all that they ask for on any system; extras aside."""
    found, left = set(), [canonicalize_name(name) for name in names]
    while left:
        name = left.pop()
        if name in found:
            continue
        found.add(name)
        try:
            asked = map(Requirement, requires(name) or [])
        except PackageNotFoundError:  # needed on other systems only
            continue
        left += [canonicalize_name(one.name) for one in asked if not (one.marker and "extra" in str(one.marker))]
    return found
