"""Working copies: the learner's own notebooks in work/, made from the course's and kept in step with it.

A file is never overwritten unless everything the learner wrote is in the new one: what cannot be read, or cannot be
matched with the course's cells, is set aside under a clear name first.
"""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

from course.workbook.grafting import cleared, graft
from course.workbook.places import lessons_folder, pristine_folder, work_folder
from course.workbook.reading import MAX_BYTES, NotebookError, read_notebook, write_notebook
from course.workbook.updating import remembering, update

MAX_COPY_BYTES = 10 * MAX_BYTES  # the learner's own outputs may be large; what is handed in may not


@dataclass
class Change:
    """What happened to one working copy: `what` is "new", "same", "updated" or "replaced"; `notes` are for the learner."""

    name: str
    what: str
    notes: list = field(default_factory=list)


def make_work(folder=None, lessons=None, exercises=None):
    """Make or update the learner's copies in `folder`; returns a `Change` per notebook, in the course's order.

    Raises `NotebookError` when there is nothing to copy.
    """
    folder = Path(folder or work_folder())
    rooms = [
        room for room in (lessons or lessons_folder(), exercises or pristine_folder()) if room and Path(room).is_dir()
    ]
    sources = sorted((path for room in rooms for path in Path(room).glob("*.ipynb")), key=lambda path: path.name)
    if not sources:
        raise NotebookError("The course has no notebooks yet. In the repository, `course build` makes them.")
    folder.mkdir(parents=True, exist_ok=True)
    return [_one(source, folder / source.name) for source in sources]


def fresh_copy(notebook):
    """A working copy of a course notebook: no outputs yet (they come when a cell is run), and the memory of its cells."""
    working = cleared(notebook)
    return working | {"metadata": working["metadata"] | {"course": remembering(notebook)}}


def _one(source, target):
    pristine = read_notebook(source)
    if not target.exists():
        write_notebook(fresh_copy(pristine), target)
        return Change(target.stem, "new")
    try:
        learners = read_notebook(target, limit=MAX_COPY_BYTES)
    except NotebookError as error:
        aside = _set_aside(target, "unreadable")
        write_notebook(fresh_copy(pristine), target)
        return Change(target.stem, "replaced", [f"Your copy could not be read and is kept as {aside.name}. {error}"])
    ids = {cell["id"] for cell in pristine["cells"]}
    if not any(cell.get("id") in ids for cell in learners["cells"]):
        return _without_ids(pristine, learners, target)
    updated, notes = update(pristine, learners)
    if updated == learners:
        return Change(target.stem, "same")
    write_notebook(updated, target)
    return Change(target.stem, "updated", notes)


def _without_ids(pristine, learners, target):
    """A copy that came back from a platform that drops ids: its answers are taken over, the file itself set aside."""
    aside = _set_aside(target, "yours")
    grafted = graft(pristine, learners)
    working = fresh_copy(pristine)
    for cell, answered in zip(working["cells"], grafted.notebook["cells"], strict=True):
        cell["source"] = answered["source"]
    write_notebook(working, target)
    taken = f" Your answers to {', '.join(grafted.attempted)} were taken over." if grafted.attempted else ""
    return Change(
        target.stem, "replaced", [f"Your copy had lost the ids of its cells and is kept as {aside.name}.{taken}"]
    )


def _set_aside(path, word):
    number = 1
    while (aside := path.with_name(f"{path.stem}.{word}-{number}.ipynb")).exists():
        number += 1
    shutil.copy2(path, aside)
    return aside
