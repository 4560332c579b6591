"""Moodle: the zip of "Download all submissions", with a folder for each student or flat, and its unpacked folder.

A folder is called `Full name_123456_assignsubmission_file` (older versions put `_` behind it), a flat file the same with
`_its own name`. The number is the participant's in this assignment, the one in the grading worksheet; with blind marking
`Participant` stands for the name, and for a group it is the group's name and number. What was typed stands in
`..._assignsubmission_onlinetext`. Apostrophes and the like are gone from names. The entries' times are the download's.
(Moodle's own source, `mod/assign/classes/downloader.php`, before 4.1 `mod/assign/locallib.php`.)
"""

import re
from collections import defaultdict

from autograder.intake.found import Found
from autograder.intake.layouts.placing import Given, LayoutError, Person, Place, Reading

NAME = "moodle"
SHORT = "Moodle: Full name_ID_assignsubmission_file, folders or flat, a zip or its unpacked folder"
OWNER = re.compile(r"(?P<who>.+?)(?:_(?P<id>\d+))?_assignsubmission_(?P<plugin>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL)
ANONYMOUS = {"participant", "teilnehmerin", "teilnehmer", "participante", "deelnemer", "partecipante"}
TYPED = "typed into Moodle's text box; a notebook must be handed in as a file"


def recognise(given: Given, forced: bool = False) -> Reading | None:
    """By the word `assignsubmission` in the names of folders or files, at one depth."""
    depths = [depth for found in given.files if (depth := _depth(found)) is not None]
    if not depths:
        if forced:
            raise LayoutError(
                "no folder or file is named as Moodle names them (Full name_123456_assignsubmission_file)"
            )
        return None
    depth = min(depths)  # a student's own folders lie deeper, whatever they are called
    fitting = [found for found in given.files if _owner(found, depth)]
    if not forced and 2 * len(fitting) < len(given.files):
        return None
    namesakes = defaultdict(set)
    for found in fitting:
        match = _owner(found, depth)
        namesakes[match["who"]].add(match["id"])
    owners = {found.parts[depth] for found in fitting}
    return Reading(
        "a Moodle download",
        f"{len(owners)} names with _assignsubmission_",
        lambda found: _place(found, depth, namesakes),
    )


def _depth(found: Found) -> int | None:
    return next((depth for depth, part in enumerate(found.parts) if OWNER.fullmatch(part)), None)


def _owner(found: Found, depth: int) -> re.Match | None:
    return OWNER.fullmatch(found.parts[depth]) if depth < len(found.parts) else None


def _place(found: Found, depth: int, namesakes: dict[str, set]) -> Place:
    match = _owner(found, depth)
    if not match:
        return Place((), found.name, remark="not named as Moodle names files")
    who, number = match["who"], match["id"]
    ids = {"moodle": number} if number else {}
    anonymous = who.casefold() in ANONYMOUS
    several = len(namesakes[who]) > 1
    name = f"{who} {number}" if number and (anonymous or several) else who
    person = Person(name, ids if anonymous else ids | {"name": who}, "" if anonymous else who)
    if match["plugin"] == "onlinetext":
        return Place((person,), found.name, ignore=TYPED)
    if match["plugin"] != "file":
        return Place((), found.name, ignore=f"from Moodle's {match['plugin']}, which holds no files of students")
    flat = depth == len(found.parts) - 1
    return Place((person,), (match["file"] or "") if flat else found.name, remark="anonymous" if anonymous else "")
