"""How platforms and people lay out what a class handed in: one file a layout, tried from the most to the least telling.

Each has NAME (the word for --layout), SHORT (what it is) and `recognise(given, forced)`, which returns a `Reading`, or
None where the files are not laid out so.
"""

from autograder.intake.layouts import canvas, classroom, gradescope, moodle, nbgrader, plain
from autograder.intake.layouts.placing import Given, LayoutError, Person, Place, Reading

LAYOUTS = {module.NAME: module for module in (gradescope, moodle, canvas, nbgrader, classroom, plain)}


def read(given: Given, name: str | None = None) -> Reading:
    """The layout of these files; `name` forces one.

    Raises
    ------
    LayoutError: they are not laid out so.
    """
    if name:
        return LAYOUTS[name].recognise(given, forced=True)
    return next(filter(None, (module.recognise(given) for module in LAYOUTS.values())))


def is_platforms(given: Given) -> bool:
    """Whether these files are a platform's export, and not one student's folder."""
    return any(module.recognise(given) for module in LAYOUTS.values() if module is not plain)


__all__ = ["LAYOUTS", "Given", "LayoutError", "Person", "Place", "Reading", "is_platforms", "read"]
