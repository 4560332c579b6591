"""A class of 60 for the rehearsal of a term: who handed in what, where, how, and what each must earn for it."""

import json
from dataclasses import dataclass, replace

from class_of_notebooks import NAME, class_of_notebooks

from course.workbook import answer_cells, pristine

PLATFORMS = {"canvas": 14, "moodle": 14, "gradescope": 8, "classroom": 8, "nbgrader": 8, "plain": 8}
LATE = {"canvas": 2, "moodle": 1, "gradescope": 2, "nbgrader": 2}  # the first so many on each platform hand in late
TWICE = 3  # place on each platform of the student who hands in twice
RENAMED = 4  # of one whose file has another name
AWAY = {"canvas": 13, "moodle": 13}  # of one who hands in nothing
CORE = sum(
    answer.points for answer in answer_cells(pristine(NAME)) if not answer.extra
)  # full marks; extra points come on top


@dataclass(frozen=True)
class Student:
    """One of the class. `points`: function -> points, or (0, most) for less than all; or a status; None: handed in nothing."""

    number: int
    platform: str
    place: int  # among those of the platform
    what: str
    data: bytes
    points: dict | str | None
    late: bool

    @property
    def name(self) -> str:
        return f"student-{self.number:02}"

    @property
    def shown(self) -> str:
        """What platforms call them."""
        return f"Student {self.number:02}"

    @property
    def email(self) -> str:
        return f"{self.name}@example.org"

    @property
    def twice(self) -> bool:
        return self.place == TWICE

    @property
    def renamed(self) -> bool:
        return self.place == RENAMED


def class_of_60(release: str) -> list[Student]:
    """The class; every kind of notebook of `class_of_notebooks` is handed in at least twice. `release`: the release's id."""
    kinds = list(class_of_notebooks().items())
    students = []
    for platform, many in PLATFORMS.items():
        for place in range(many):
            number = len(students) + 1
            what, (data, points) = kinds[(number - 1) % len(kinds)]
            late = place < LATE.get(platform, 0)
            one = Student(number, platform, place, what, _stamped(data, release, number), points, late)
            if AWAY.get(platform) == place:
                one = replace(one, what="nothing", data=b"", points=None)
            students.append(one)
    return students


def _stamped(data: bytes, release: str, number: int) -> bytes:
    """The notebook as one of this release, and unlike every other student's; what is no notebook stays as it is."""
    try:
        notebook = json.loads(data.decode("utf-8-sig"))
        notebook["metadata"].get("course", {})["release"] = release
    except (ValueError, KeyError):
        return data
    notebook["metadata"]["written_by"] = number
    return data[: len(data) - len(data.removeprefix(b"\xef\xbb\xbf"))] + json.dumps(notebook).encode()


def earns(student: Student, points: float | None, functions: dict[str, float | None]) -> bool:
    """Whether the student's functions have the points that they must have; `points` are those of the whole."""
    if not isinstance(student.points, dict):
        return points is None
    for function, must in student.points.items():
        low, most = must if isinstance(must, tuple) else (must, None)
        earned = functions[function]
        if (earned != low) if most is None else not low <= earned < most:
            return False
    return True
