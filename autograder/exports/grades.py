"""What there is to export of a gradebook: for each student the points in one notebook, or in all of them."""

from dataclasses import dataclass
from pathlib import Path

from autograder.gradebook import Gradebook, GradebookError

TOTAL = "total"


class ExportError(Exception):
    """Nothing can be exported as asked; the message says what to change."""


@dataclass(frozen=True)
class Grade:
    """What one student has: `points`, None where they are not decided and `why` says why; None and "" if nothing was handed in."""

    student: str
    ids: dict[str, str]
    points: float | None
    why: str = ""

    @property
    def handed_in(self) -> bool:
        return self.points is not None or bool(self.why)


@dataclass(frozen=True)
class Class:
    """The grades of everyone in the gradebook, in the notebooks asked for: for each its grades, and the full marks."""

    grades: dict[str, dict[str, Grade]]
    full_marks: dict[str, float]


def read(out: Path, notebooks: list[str | None]) -> tuple[Class, list[str]]:
    """The grades in these notebooks of the results folder `out`, and the notebooks' names in full.

    A notebook may be told by the beginning of its name; None means the only one; "total" all together.

    Raises
    ------
    ExportError: there is no gradebook, or a name fits none or several of its notebooks.
    """
    path = out / "gradebook.sqlite"
    if not path.is_file():
        raise ExportError(f"there is no gradebook in {out}. Give the folder that `course grade ... --out` wrote.")
    try:
        with Gradebook(path) as book:
            names = book.notebooks()
            chosen = [_chosen(name, names) for name in notebooks]
            results: dict[str, dict[str, dict]] = {}
            for result in book.standing():
                results.setdefault(result["student"], {})[result["notebook"]] = result
            ids = {student: {**book.ids(student), "student": student} for student in book.students()}
    except GradebookError as error:
        raise ExportError(str(error)) from None
    full = {}
    for own in results.values():
        for name, result in own.items():
            full[name] = max(full.get(name, 0), result["max_points"])
    full[TOTAL] = round(sum(full.values()), 6)
    grades = {
        name: {student: _grade(student, own, results.get(student, {}), name) for student, own in ids.items()}
        for name in chosen
    }
    return Class(grades, full), chosen


def _grade(student: str, ids: dict[str, str], own: dict[str, dict], name: str) -> Grade:
    results = list(own.values()) if name == TOTAL else [own[name]] if name in own else []
    for result in results:
        if result["points"] is None:
            return Grade(student, ids, None, f"{result['notebook']}: {result['status']}")
    return Grade(student, ids, round(sum(result["points"] for result in results), 6) if results else None)


def _chosen(name: str | None, names: list[str]) -> str:
    there = f"There are: {', '.join([*names, TOTAL])}."
    if not names:
        raise ExportError("the gradebook is empty. Grade first.")
    if name is None:
        if len(names) > 1:
            raise ExportError(f"say which notebook's points you want, with --notebook. {there}")
        return names[0]
    fitting = [name] if name in (*names, TOTAL) else [one for one in names if one.startswith(name)]
    if len(fitting) != 1:
        raise ExportError(
            f"{name!r} fits {'several notebooks' if fitting else 'no notebook'} of the gradebook. {there}"
        )
    return fitting[0]
