"""What an intake comes to: the submissions to grade, and what became of each file."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from autograder.intake.directory import ArchiveError, Entry
from autograder.intake.found import contents
from course.workbook import NotebookError

# The clocks. Only a platform knows when something was handed in; the time in an archive, or of a
# file, may be that of the download, so nobody should lose points over it.
PLATFORM, ARCHIVE, FILE = "platform", "archive", "file"


@dataclass(frozen=True, slots=True)
class Submission:
    """One notebook of one student. `problem` says why it cannot be read, if so.

    `ids` is what platform and roster call this student: any of name, email, login, canvas, moodle, gradescope, github.
    A notebook that a group handed in is a submission of each of its members.
    """

    student: str
    notebook: str
    path: Path  # the file on the disk: a notebook, or an archive
    source: str  # the path below what was given, for reports
    sha256: str
    handed_in: str  # ISO UTC, "" where nothing tells
    problem: str = ""
    own_name: str = ""  # what the notebook calls itself
    ids: dict[str, str] = field(default_factory=dict)
    marked_late: bool = False  # the platform's own mark
    clock: str = FILE  # whose time that is: "platform", "archive" or "file"
    inside: tuple[Entry, ...] = ()  # where it lies in the archive

    def read(self) -> bytes:
        """The bytes that were found, if the file still holds them.

        Raises
        ------
        NotebookError: the file was changed or taken away meanwhile.
        """
        try:
            data = contents(self.path, self.inside)
        except OSError as error:
            raise NotebookError(f"{self.source} cannot be read any more ({error.strerror}). Grade again.") from None
        except ArchiveError:
            data = b""
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise NotebookError(f"{self.source} was changed while the class was graded. Grade again.")
        return data


@dataclass(frozen=True)
class Intake:
    """What was found: the recognised `layout` in words, the `submissions`, and what became of each file.

    files: (path, outcome, reason) of each; the outcome is taken, superseded, ignored or unmatched.
    answers: student -> the predictions and votes handed in as answers.json (JSON text as bytes, checked when asked for).
    roster: the students who were expected, with their ids, empty where nobody said; `missing`: those of whom there is no file at all.
    without: students of whom there are files, but no notebook that can be graded.
    """

    layout: str
    submissions: list[Submission]
    files: list[tuple[str, str, str]] = field(default_factory=list)
    answers: Mapping[str, bytes] = field(default_factory=dict)
    roster: Mapping[str, dict[str, str]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    without: list[str] = field(default_factory=list)
