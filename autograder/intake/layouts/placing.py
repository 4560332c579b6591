"""What a layout knows of a file: whose it is, what its owner called it, when it was handed in."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from autograder.intake import names
from autograder.intake.archives import Left
from autograder.intake.found import Found


class LayoutError(Exception):
    """What was handed in is not laid out as `--layout` says; the message says what was looked for."""


@dataclass(frozen=True, slots=True)
class Person:
    """A student as the platform says: a readable name that is this student's alone, and what else it is known by.

    `called` is the name that the platform shows, where `name` is more than that.
    """

    name: str
    ids: dict[str, str] = field(default_factory=dict)
    called: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands in its layout. No `people`: the file's own name must tell, else `otherwise` is the student.

    `order` tells files of one student apart that carry the same time: the larger is the later one. `ignore` says why the
    file is not looked at, `remark` what else should be said of it.
    """

    people: tuple[Person, ...]
    file: str
    late: bool = False
    handed_in: str = ""
    order: int = 0
    otherwise: str = ""
    ignore: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Reading:
    """A layout recognised: what it is called, by which sign, and where each file stands in it."""

    title: str
    sign: str
    place: Callable[[Found], Place]


@dataclass(frozen=True)
class Given:
    """All that was found below one thing that was given: a folder, an archive or a file, named `name`."""

    name: str
    files: list[Found]
    left: list[Left]
    folder: str = ""  # the name of the folder that a single file lies in

    def hand_ins(self) -> Iterable[Found]:
        """The files that can be somebody's work, as far as their names tell."""
        return (
            file for file in self.files if names.kind(file.name) in ("notebook", "zip", "maybe", "archive", "answers")
        )
