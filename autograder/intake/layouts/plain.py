"""Files as people arrange them: one notebook, a folder of notebooks, or a folder for each student.

The first folder on the way to a notebook is its student. A notebook without a folder is named by its own name, without
the exercise's.
"""

import re

from autograder.intake import names
from autograder.intake.found import Found
from autograder.intake.layouts.placing import Given, Person, Place, Reading

NAME = "plain"
SHORT = "a notebook, a folder of notebooks, or a folder for each student"


def recognise(given: Given, forced: bool = False) -> Reading:
    """Always: this is what is left where no platform is recognised."""
    skipped = _skipped(given)

    def place(found: Found) -> Place:
        folders = found.parts[skipped:-1]
        if folders:
            return Place((Person(folders[0]),), found.name)
        return Place((), found.name, otherwise=given.folder or names.stem(given.name))

    hand_ins = [found.parts[skipped:] for found in given.hand_ins() if names.kind(found.name) in ("notebook", "zip")]
    if given.folder:
        return Reading("one notebook", "", place)
    nested = frozenset(len(parts) > 1 for parts in hand_ins)
    title = {
        frozenset(): "no notebooks",
        frozenset({False}): "a folder of notebooks",
        frozenset({True}): "one folder per student",
    }.get(nested, "notebooks, and folders of notebooks")
    return Reading(title, "", place)


def student_in(file: str, exercise: str) -> str:
    """The student that a file's name tells, once the exercise's name is taken from it; "" where nothing is left."""
    stem = names.stem(file)
    without = re.sub(re.escape(exercise), "", stem, flags=re.IGNORECASE) if exercise else stem
    return without.strip(" _-.")


def _skipped(given: Given) -> int:
    """How many folders at the top hold everything and only repeat the name of what was given."""
    own = names.stem(given.name).casefold()
    tops = {found.parts[0] for found in given.files if len(found.parts) > 1}
    alone = len(tops) == 1 and all(len(found.parts) > 2 for found in given.hand_ins())
    return int(alone and tops.pop().casefold() in (own, "submissions", "submitted"))
