"""GitHub Classroom: the clones that `gh classroom clone student-repos` makes, a folder `assignment-login` each.

All lie in a folder `assignment-submissions`. What git keeps (`.git`) is not read, and no program of a clone is run; so
when something was pushed is not known here, and the files' times are those of the cloning.
"""

import os

from autograder.intake import names
from autograder.intake.found import Found
from autograder.intake.layouts.placing import Given, LayoutError, Person, Place, Reading

NAME = "classroom"
SHORT = "GitHub Classroom: clones in folders assignment-login"
AROUND = "-submissions"


def recognise(given: Given, forced: bool = False) -> Reading | None:
    """By what all folders' names begin with, and a folder `...-submissions` around them or git in most of them."""
    depth, around = _around(given)
    clones = sorted({found.parts[depth] for found in given.hand_ins() if len(found.parts) > depth + 1})
    slug = around.removesuffix(AROUND) + "-" if around.endswith(AROUND) else ""
    if not slug or not all(clone.startswith(slug) for clone in clones):
        slug = os.path.commonprefix(clones) if len(clones) > 1 else ""
        slug = slug[: slug.rfind("-") + 1]
        by_git = 2 * len(_with_git(given, depth) & set(clones)) > len(clones)
        if not slug or not (by_git or forced):
            if forced:
                raise LayoutError("the folders' names do not begin alike (assignment-login)")
            return None
    if not clones:
        return None

    def place(found: Found) -> Place:
        if len(found.parts) <= depth + 1:
            return Place((), found.name, remark="not in a clone")
        clone = found.parts[depth]
        login = clone.removeprefix(slug) or clone
        return Place((Person(login, {"github": login}, clone),), found.name)

    return Reading("GitHub Classroom's clones", f"{len(clones)} folders {slug}LOGIN", place)


def _around(given: Given) -> tuple[int, str]:
    """How many folders are around the clones, and the name of the innermost."""
    tops = {found.parts[0] for found in given.files if len(found.parts) > 2}
    if len(tops) == 1 and (top := next(iter(tops))).endswith(AROUND):
        return 1, top
    return 0, given.name if names.kind(given.name) != "zip" else names.stem(given.name)


def _with_git(given: Given, depth: int) -> set[str]:
    """The folders that are clones: git's own folder lies in them, or what Classroom puts there."""
    found = {left[0].split("/")[-3] for left in given.left if left[0].endswith("/.git/") and left[0].count("/") >= 2}
    return found | {one.parts[depth] for one in given.files if one.parts[depth + 1 : depth + 2] == (".github",)}
