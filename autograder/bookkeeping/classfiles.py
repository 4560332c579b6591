"""The files that are written from the gradebook, anew after every decision: grades.csv, results.jsonl, pages of feedback, the class report."""

import hashlib
import json
from pathlib import Path

from autograder import exports, feedback
from autograder.gradebook import Gradebook
from autograder.report import NAME
from autograder.report.page import Report
from autograder.worker import Exercise
from course.workbook import NotebookError, pristine

HEAD = 4_000  # bytes of a page in which its stamp stands


def write_page(out: Path, result: dict, visible: list, exercise: Exercise, key: str) -> bool:
    """Write the page of feedback of what counts, unless the one that is there says the same; whether it was written."""
    path = out / "feedback" / feedback.file_name(result["student"], result["notebook"])
    stamp = _stamp(result, key)
    if path.exists():
        with path.open("rb") as file:
            if stamp.encode() in file.read(HEAD):
                return False
    with exports.written(path) as file:
        file.write(feedback.page(result, visible, exercise, stamp))
    return True


def rewrite(book: Gradebook, out: Path) -> list[str]:
    """Write all files that the gradebook's decisions change; the notebooks whose pages could not be, for want of theirs."""
    report = Report()
    for result in exports.write_class(book.standing(), book.notebooks(), out):
        report.add(result)
    exercises = {name: _exercise(name, book.last_about().get("exercises")) for name in book.notebooks()}
    for one in book.standings():
        exercise = exercises[one.result["notebook"]]
        if exercise is not None:
            write_page(out, one.result, book.outputs(one), exercise, one.row["key"])
    report.write(book, out / NAME)  # last: students' pages do not wait for a picture of the class
    return [name for name, exercise in exercises.items() if exercise is None]


def _stamp(result: dict, key: str) -> str:
    """What tells a page from one about another result or another decision."""
    said = {name: value for name, value in result.items() if name != "usage"}
    return hashlib.sha256((key + json.dumps(said, sort_keys=True)).encode()).hexdigest()


def _exercise(name: str, folder: str | None) -> Exercise | None:
    """The exercise as released, for its headings; hidden tests are not needed here."""
    try:
        return Exercise(name, pristine(name, folder), tests=Path(), solution=None)
    except NotebookError:
        return None
