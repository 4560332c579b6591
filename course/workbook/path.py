"""The path through the whole course: which sections of the lessons are seen, what is left of the core path, what comes next.

All of it is read, nothing is run: minutes from the notebooks' metadata and the headings of their sections, such as
`## 2. The compass  *(10 minutes)*` or `*(8 minutes, further)*`; what was seen from the predictions in answers.json. A section is
seen when all its predictions are made (where it has none: when one of its questions is answered). A notebook that predicts
nothing, as 00 does, is behind everybody who has answered anything.
"""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path

from course.workbook.cells import course_metadata
from course.workbook.places import lessons_folder, work_folder
from course.workbook.reading import NotebookError, read_notebook
from course.workbook.standing import following

HEADING = re.compile(r"^## +(.+?)(?: *\*\((\d+) minutes(, further)?\)\*)? *$", re.MULTILINE)
ASKED = re.compile(r"""^[ ]*(predict|quiz|vote)\(\s*(["'])(.+?)\2""", re.MULTILINE)
ANSWERS = "answers.json"
MAX_ANSWERS = 4_000_000  # bytes


@dataclass(frozen=True)
class Section:
    """A section of a lesson in which something is asked."""

    title: str
    minutes: int
    further: bool
    seen: bool


@dataclass(frozen=True)
class Lesson:
    """A lesson: its minutes, those on the core path, and its sections."""

    name: str
    title: str
    minutes: int
    core: int
    sections: tuple

    @property
    def core_sections(self):
        return [section for section in self.sections if not section.further]

    @property
    def done(self):
        return all(section.seen for section in self.core_sections)

    @property
    def left(self):
        """Minutes of the core path that are not seen yet."""
        return sum(section.minutes for section in self.core_sections if not section.seen)


def lessons(work=None, folder=None):
    """A `Lesson` per lesson notebook, in the course's order; none where only the package is installed."""
    folder = Path(folder) if folder else lessons_folder()
    known = _answers(Path(os.environ.get("COURSE_ANSWERS") or work or work_folder()) / ANSWERS)
    found = []
    for path in sorted(folder.glob("*.ipynb")) if folder else ():
        try:
            found.append(_lesson(path.stem, read_notebook(path), known))
        except NotebookError:  # the lesson itself says so when it is opened
            continue
    return found


def steps(lessons, rows):
    """(lesson or None, row of its exercises or None) for each notebook of either kind, in the course's order."""
    rows = {row.name.removesuffix("_exercises"): row for row in rows}
    seen = {lesson.name: lesson for lesson in lessons}
    return [(seen.get(name), rows.get(name)) for name in sorted(rows.keys() | seen.keys())]


def left(lesson, row):
    """Minutes of the core path that are left in a step. A lesson whose exercises are solved is taken as seen."""
    if row is not None and row.done:
        return 0
    return (lesson.left if lesson else 0) + (row.left if row else 0)


def next_step(lessons, rows):
    """(notebook, section or exercise) to do next on the core path, then of what is extra; None when all is done."""
    for lesson, row in steps(lessons, rows):
        if lesson and not lesson.done and not (row and row.done):
            return lesson.name, next(section.title for section in lesson.core_sections if not section.seen)
        if row and not row.done:
            return following([row])
    return following(rows)


def _lesson(name, notebook, known):
    about = course_metadata(notebook)
    minutes = about.get("minutes") if isinstance(about.get("minutes"), int) else 0
    core = about.get("core") if isinstance(about.get("core"), int) else minutes
    parts = []  # [title, minutes or None, further, {kind: keys}]
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            for title, length, further in HEADING.findall(cell["source"]):
                parts.append([title, int(length) if length else None, bool(further), {}])
        elif cell["cell_type"] == "code" and parts:
            for kind, _, key in ASKED.findall(cell["source"]):
                parts[-1][3].setdefault(kind, []).append(key)
    parts = [part for part in parts if part[3]]
    # What has no minutes of its own, such as the opening and the verdicts, has what is left of the lesson's.
    rest = max(0, core - sum(length or 0 for _, length, further, _ in parts if not further))
    bare = [part for part in parts if part[1] is None]
    passed_by = bool(known) and not any("predict" in part[3] for part in parts)
    sections = (
        Section(title, rest // len(bare) if length is None else length, further, passed_by or _seen(asked, known))
        for title, length, further, asked in parts
    )
    title = about.get("title") if isinstance(about.get("title"), str) else name
    return Lesson(name, title, minutes, core, tuple(sections))


def _seen(asked, known):
    if "predict" in asked:
        return all(key in known for key in asked["predict"])
    return any(key in known for keys in asked.values() for key in keys)


def _answers(path):
    """The keys of what was answered; a missing or damaged file counts as none."""
    try:
        if path.stat().st_size > MAX_ANSWERS:
            return set()
        table = json.loads(path.read_text(encoding="utf-8"))["answers"]
        return {key for key, entry in table.items() if isinstance(entry, dict) and entry.get("said") is not None}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return set()
