"""Which exercise a notebook is: by its metadata, else by its markers and functions, else by its file name."""

import re
from collections.abc import Iterable

from course.workbook.cells import markers


def identify(notebook: dict, stem: str, exercises: dict[str, Iterable[str]]) -> str:
    """Which exercise notebook this is, or "" where nothing tells."""
    name = own_name(notebook)
    if name in exercises:
        return name
    text = "\n".join(cell["source"] for cell in notebook.get("cells", ()) if cell["cell_type"] == "code")
    signs = set(markers(text))
    if name and not signs:
        return ""  # one of the course's lessons, which may well define functions of the same names
    signs |= set(re.findall(r"^def[ \t]+(\w+)", text, re.MULTILINE))
    scores = {name: len(signs & set(functions)) for name, functions in exercises.items()}
    best = max(scores, key=scores.__getitem__, default="")
    if scores.get(best) and list(scores.values()).count(scores[best]) == 1:
        return best
    return next((name for name in exercises if name.lower() in stem.lower()), "")


def own_name(notebook: dict) -> str:
    """What a notebook of the course calls itself, or ""."""
    return _said(notebook, "name")


def release(notebook: dict) -> str:
    """The release that a notebook says it is from, or ""."""
    return _said(notebook, "release")


def source(notebook: dict) -> str:
    """The hash of the source that a notebook was built from, or ""."""
    return _said(notebook, "source_sha256")


def _said(notebook: dict, what: str) -> str:
    course = notebook.get("metadata", {}).get("course")
    value = course.get(what) if isinstance(course, dict) else None
    return value if isinstance(value, str) else ""
