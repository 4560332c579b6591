"""One file looked at: is it a notebook, of which exercise, can it be read."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from autograder.intake import names
from autograder.intake.directory import ArchiveError
from autograder.intake.exercise import identify, own_name, release, source
from autograder.intake.found import MAX_BYTES, Found
from course.workbook import NotebookError, read_notebook

ZIP_STARTS = (b"PK\3\4", b"PK\5\6")


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is: the exercise's name ("" if none), the bytes' hash, what is wrong with it, what else to say.

    `unread` says why a file is no candidate at all; `archive`: it is a zip, whatever its name says.
    """

    notebook: str = ""
    sha256: str = ""
    problem: str = ""
    own_name: str = ""
    release: str = ""
    source: str = ""  # the hash of the source that it was built from
    unread: str = ""
    archive: bool = False
    refused: bool = False


def look(found: Found, file: str, exercises: dict[str, Iterable[str]]) -> Look:
    """Read a file that `file` (its owner's name for it) says may be a notebook."""
    try:
        data = found.read(MAX_BYTES)
    except OSError as error:
        return Look(unread=f"cannot be read: {error.strerror}")
    except ArchiveError as error:
        return Look(unread=f"refused: it {error}", refused=True)
    if data.startswith(ZIP_STARTS):
        return Look(archive=True)
    problem, notebook = "", {}
    try:
        notebook = read_notebook(data, limit=MAX_BYTES)
    except NotebookError as error:
        problem = str(error).replace("The notebook", names.text(found.name), 1)
        if names.kind(file) != "notebook" and ".ipynb" not in file.casefold():
            return Look(unread="not a notebook (.ipynb)")
    sha256 = hashlib.sha256(data).hexdigest()
    name = identify(notebook, names.stem(file), exercises)
    return Look(name, sha256, problem, own_name(notebook), release(notebook), source(notebook))
