"""Canvas: the zip of "Download Submissions", and the folder it was unpacked to.

A file is called `lastfirst_1234_5678_its own name`: the sortable name in small letters without anything but letters,
digits and underscores, `LATE` if it was, the user's id, the attachment's id, the file's own name. With anonymous
marking `anon_ab12C` stands for name and user. For a group it is the group's name, and the id of one of its members.
What was typed into a text box ends in `_text.html`, an address in `_link.html`. The entries' times are the download's.
(Canvas's own source, `lib/content_zipper.rb`; older versions wrote LATE right behind the name.)
"""

import re

from autograder.intake.found import Found
from autograder.intake.layouts.placing import Given, LayoutError, Person, Place, Reading

NAME = "canvas"
SHORT = "Canvas: files lastfirst_LATE_ID_ID_name, a zip or its unpacked folder"
FILE = r"_(?P<attachment>[1-9]\d*)_(?P<file>.+)"
NAMED = re.compile(r"(?P<name>.+?)(?P<late>_?LATE|_late)?_(?P<user>\d+)" + FILE, re.DOTALL)
ANONYMOUS = re.compile(r"(?P<late>LATE_)?anon_(?P<anon>[0-9A-Za-z]{3,})" + FILE, re.DOTALL)
TYPED = re.compile(r"(?P<owner>.+_(?:\d+|anon_[0-9A-Za-z]+))_(?P<what>text|link)\.html", re.DOTALL)
TYPED_SAYS = {
    "text": "typed into Canvas's text box; a notebook must be handed in as a file",
    "link": "the address of a website; a notebook must be handed in as a file",
}


def recognise(given: Given, forced: bool = False) -> Reading | None:
    """By the names of at least half of what can be somebody's work, if no two have the same attachment's id."""
    hand_ins = list(given.hand_ins())
    fitting = [match for match in (_match(found.name) for found in hand_ins) if match]
    apart = len({match["attachment"] for match in fitting}) == len(fitting)
    if forced and not fitting:
        raise LayoutError("no file is named as Canvas names them (lastfirst_1234_5678_name.ipynb)")
    if not forced and (2 * len(fitting) < len(hand_ins) or not apart or not fitting):
        return None
    return Reading(
        "a Canvas download", f"{len(fitting)} of {len(hand_ins)} files are named lastfirst_ID_ID_name", _place
    )


def _match(name: str) -> re.Match | None:
    return ANONYMOUS.fullmatch(name) or NAMED.fullmatch(name)


def _place(found: Found) -> Place:
    match = _match(found.name)
    if match:
        parts = match.groupdict()
        person = _person(parts)
        remark = "" if person.ids else "anonymous"
        order = int(parts["attachment"][:30])
        return Place((person,), parts["file"], bool(parts["late"]), order=order, remark=remark)
    if typed := TYPED.fullmatch(found.name):
        owner = _match(f"{typed['owner']}_1_x")
        people = (_person(owner.groupdict()),) if owner else ()
        return Place(people, found.name, ignore=TYPED_SAYS[typed["what"]])
    return Place((), found.name, remark="not named as Canvas names files")


def _person(parts: dict[str, str]) -> Person:
    if "anon" in parts:
        return Person(f"anon_{parts['anon']}")
    # Canvas leaves no space between names, so the id behind it is what tells two students of one name apart.
    return Person(f"{parts['name']}_{parts['user']}", {"canvas": parts["user"]}, parts["name"])
