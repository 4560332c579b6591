"""How far a learner is: read from their working copies and from what the last check of each found.

Nothing is run. `remember` keeps a check's verdicts in work/.progress.json with a fingerprint of the answers that were
checked, so that a table over all exercises is there at once and says where an answer has changed since.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from course.workbook.cells import answer_cells, course_metadata, digest
from course.workbook.checking import NOT_ATTEMPTED, PASSED
from course.workbook.copies import MAX_COPY_BYTES
from course.workbook.due import due_date
from course.workbook.grafting import graft
from course.workbook.places import pristine, pristine_names, work_folder
from course.workbook.reading import NotebookError, read_notebook, write_text

FILE = ".progress.json"
CHANGED, UNCHECKED = "changed since the check", "not checked yet"


@dataclass(frozen=True)
class Row:
    """One exercise notebook: its title, minutes (`core`: without extra ones), when it is due, for each exercise (name, points, extra, state)."""

    name: str
    title: str
    minutes: int | None
    exercises: tuple
    note: str = ""
    due: datetime | None = None
    core: int | None = None

    def count(self, *states):
        return sum(state in states for _, _, _, state in self.exercises)

    @property
    def points(self):
        """(points of passed core exercises, of all core exercises, of passed extra ones)."""
        core = [(points, state == PASSED) for _, points, extra, state in self.exercises if not extra]
        more = [points for _, points, extra, state in self.exercises if extra and state == PASSED]
        return sum(points for points, passed in core if passed), sum(points for points, _ in core), sum(more)

    @property
    def done(self):
        return all(state == PASSED for _, _, extra, state in self.exercises if not extra)

    @property
    def left(self):
        """Minutes of the core path that are left: the share of its points that is not passed yet."""
        passed, of, _ = self.points
        return 0 if self.done else round((self.core or self.minutes or 0) * (1 - passed / of if of else 1))


def progress(work=None):
    """A `Row` per exercise notebook, in the course's order."""
    work = Path(work or work_folder())
    known = _load(work)
    return [_row(name, work, known.get(name)) for name in pristine_names()]


def following(rows):
    """(notebook, exercise) to do next: the first core exercise that does not pass, then the extra ones; None when done."""
    for wanted in (False, True):
        for row in rows:
            for exercise, _, extra, state in row.exercises:
                if extra is wanted and state != PASSED:
                    return row.name, exercise
    return None


def remember(name, verdicts, grafted, work=None):
    """Keep what a check found. Does nothing where the learner has no work folder."""
    work = Path(work or work_folder())
    if not work.is_dir():
        return
    states = {verdict.exercise: verdict.state for verdict in verdicts}
    known = _load(work) | {name: {"answers": _fingerprint(grafted), "states": states}}
    write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", work / FILE)


def _row(name, work, known):
    notebook = pristine(name)
    course = course_metadata(notebook)
    title = course.get("title") if isinstance(course.get("title"), str) else name
    minutes = course.get("minutes") if isinstance(course.get("minutes"), int) else None
    answers = answer_cells(notebook)
    path, note, states = work / f"{name}.ipynb", "", {}
    try:
        states = _states(graft(notebook, read_notebook(path, MAX_COPY_BYTES)), known) if path.exists() else {}
    except NotebookError as error:
        note = str(error)
    exercises = (
        (answer.exercise, answer.points, answer.extra, states.get(answer.exercise, NOT_ATTEMPTED)) for answer in answers
    )
    core = course.get("core") if isinstance(course.get("core"), int) else minutes
    return Row(name, title, minutes, tuple(exercises), note, due_date(course), core)


def _states(grafted, known):
    found = {}
    for exercise in grafted.attempted:
        if known is None:
            found[exercise] = UNCHECKED
        elif known["answers"] == _fingerprint(grafted):
            found[exercise] = known["states"].get(exercise, UNCHECKED)
        else:
            found[exercise] = CHANGED if exercise in known["states"] else UNCHECKED
    return found


def _fingerprint(grafted):
    """One mark for everything that was judged: answers may use each other, and checks may change with the course."""
    cells = (cell["source"] for cell in grafted.notebook["cells"] if cell["cell_type"] == "code")
    return digest("\0".join(cells))


def _load(work):
    try:
        known = json.loads((work / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    known = known if isinstance(known, dict) else {}
    return {name: entry for name, entry in known.items() if _is_entry(entry)}


def _is_entry(entry):
    return isinstance(entry, dict) and isinstance(entry.get("answers"), str) and isinstance(entry.get("states"), dict)
