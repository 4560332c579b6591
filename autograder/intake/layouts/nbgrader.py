"""nbgrader: `submitted/STUDENT/ASSIGNMENT/`, with the moment of handing in in `timestamp.txt`.

(nbgrader's documentation, "The directory structure"; the moment is `2026-01-30 10:30:47.524219 UTC`.)
"""

import functools

from autograder.intake.directory import ArchiveError
from autograder.intake.found import Found
from autograder.intake.layouts.placing import Given, LayoutError, Person, Place, Reading
from autograder.intake.when import utc

NAME = "nbgrader"
SHORT = "nbgrader: submitted/STUDENT/ASSIGNMENT/ with timestamp.txt"
SUBMITTED, STAMP = "submitted", "timestamp.txt"


def recognise(given: Given, forced: bool = False) -> Reading | None:
    """By a folder `submitted`, or by timestamp.txt in at least half of the folders two below the top."""
    inside = {found.parts[0] for found in given.files if len(found.parts) > 3}
    depth = 1 if SUBMITTED in inside else 0
    stamps = {
        found.parts[:-1]: found
        for found in given.files
        if found.name == STAMP and len(found.parts) == depth + 3 and (not depth or found.parts[0] == SUBMITTED)
    }
    deep = {
        found.parts[: depth + 2] for found in given.hand_ins() if len(found.parts) > depth + 2 and _in(found, depth)
    }
    # Half of them at least: one student's own timestamp.txt must not set a moment that counts as the platform's.
    signed = stamps and 2 * len(deep & set(stamps)) >= len(deep)
    named = deep and (depth == 1 or given.name == SUBMITTED)
    if not (signed or named):
        if forced and not deep:
            raise LayoutError("there is nothing in submitted/STUDENT/ASSIGNMENT/")
        if not forced:
            return None

    @functools.cache
    def moment(folder: tuple[str, ...]) -> tuple[str, str]:
        """(when it was handed in, what to say of it)"""
        if folder not in stamps:
            return "", f"without {STAMP}"
        try:
            text = stamps[folder].read(1_000).decode("utf-8-sig", "replace").strip()
        except (OSError, ArchiveError):
            text = ""
        return utc(text), "" if utc(text) else f"its {STAMP} cannot be read"

    def place(found: Found) -> Place:
        if not _in(found, depth):
            return Place((), found.name, ignore=f"not in {SUBMITTED}/")
        if stamps.get(found.parts[:-1]) is found:
            return Place((), found.name, ignore="nbgrader's own note of the time; read")
        if len(found.parts) <= depth + 2:
            return Place((), found.name, remark=f"not in a folder of {SUBMITTED}/STUDENT/ASSIGNMENT/")
        student = found.parts[depth]
        handed_in, remark = moment(found.parts[: depth + 2])
        return Place((Person(student, {"login": student}),), found.name, handed_in=handed_in, remark=remark)

    return Reading("nbgrader's submitted/", f"{len(stamps)} with {STAMP}", place)


def _in(found: Found, depth: int) -> bool:
    return not depth or found.parts[0] == SUBMITTED
