"""The class as data: what each student has in each notebook, and why; for the screen, JSON and CSV alike."""

import csv
from typing import TextIO

from autograder.exports import safe_text
from autograder.gradebook import Gradebook
from autograder.gradebook.decisions import extended

COLUMNS = (
    "student", "notebook", "status", "points", "max_points", "late_seconds", "deduction", "by_hand", "attempts", "because",
)  # fmt: skip
MISSING = "missing"


def rows(book: Gradebook, only: str | None = None) -> list[dict]:
    """One a student and notebook, in order of names, also for what was not handed in (status "missing")."""
    students = [only] if only else book.students()
    due, extensions = book.due(), book.extensions()
    names = sorted({*book.notebooks(), *due})
    if only:
        standing = {name: found for name in names if (found := book.stands(only, name))}
        found = {(only, name): _row(one) for name, one in standing.items()}
    else:
        found = {(one.result["student"], one.result["notebook"]): _row(one) for one in book.standings()}
    whole = []
    for student in students:
        for name in names:
            until, extension = extended(due.get(name), student, name, extensions)
            row = found.get((student, name)) or _missing(student, name)
            row |= {"due": until and until.isoformat(timespec="seconds"), "extension": extension}
            whole.append(row)
    return whole


def write_csv(found: list[dict], file: TextIO) -> None:
    """The rows as CSV, safe from formulas."""
    table = csv.writer(file, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in found:
        late = row["late"] or {}
        hands = "; ".join(_by_hand(change) for change in row["overridden"])
        seconds = "unknown" if late and late["by_seconds"] is None else late.get("by_seconds", "")
        words = [row["student"], row["notebook"], row["status"], _number(row["points"]), _number(row["max_points"])]
        words += [str(seconds), _number(late.get("deduction")), hands, str(row["attempts"]), late.get("because", "")]
        table.writerow(map(safe_text, words))


def _row(one) -> dict:
    result = one.result
    names = ("student", "notebook", "status", "points", "max_points")
    return {name: result[name] for name in names} | {
        "late": result.get("late"),
        "overridden": result.get("overridden", []),
        "attempts": one.attempts,
        "handed_in": one.row["handed_in"],
        "handed_in_from": one.row["clock"],
        "marked_late": bool(one.row["marked_late"]),
        "file": one.row["source"],
        "functions": {
            name: {"points": function["points"], "max_points": function["max_points"]}
            for name, function in result["functions"].items()
        },
        "detail": result.get("detail", ""),
    }


def _missing(student: str, notebook: str) -> dict:
    row = {"student": student, "notebook": notebook, "status": MISSING, "points": None, "max_points": None}
    return row | {"late": None, "overridden": [], "attempts": 0}


def _by_hand(change: dict) -> str:
    return f"{change['function'] or 'all'} {change['points']:g}: {change['reason']}"


def _number(points: float | None) -> str:
    return "" if points is None else f"{round(points, 4):.12g}"
