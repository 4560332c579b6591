"""Find the learner's notebook from what they typed: a name, part of a name, or a path, from any folder."""

import difflib
from pathlib import Path

from course.workbook.cells import answer_cells, course_metadata, markers
from course.workbook.places import pristine, pristine_names, work_folder
from course.workbook.reading import NotebookError


def find_notebook(word, work=None):
    """The path that `word` means: that file, or the exercise of this name in the current folder or in work/.

    "01", "01_intuition" and "01_intuition_exercises.ipynb" all find work/01_intuition_exercises.ipynb. Raises
    `NotebookError` with the nearest names when nothing fits.
    """
    work = Path(work or work_folder())
    given = Path(word)
    if given.is_file():
        return given
    if given.parent != Path("."):
        raise NotebookError(f"There is no file {word}. Check the path, or give the exercise's name alone.")
    name = match_name(given.name.removesuffix(".ipynb"))
    for folder in (Path.cwd(), work):
        path = folder / f"{name}.ipynb"
        if path.is_file():
            return path
    raise NotebookError(f"You have no copy of {name} yet. `course lab` makes one in {work.name}/.")


def match_name(word):
    """The exercise notebook that a word means: its whole name, or a beginning that only one of them has."""
    names = pristine_names()
    if not names:
        raise NotebookError("No exercises are here yet. In the repository, `course build` makes them.")
    if word in names:
        return word
    begins = [name for name in names if name.startswith(word)]
    if len(begins) == 1:
        return begins[0]
    if begins:
        raise NotebookError(f"{word!r} fits several exercises: {', '.join(begins)}. Give more of the name.")
    near = difflib.get_close_matches(word, names + [name.removesuffix("_exercises") for name in names], 1, 0.5)
    hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(names)}."
    raise NotebookError(f"There is no exercise called {word!r}. {hint}")


def recognise(notebook, path):
    """Which pristine exercise a learner's notebook belongs to: by its metadata, its answer cells' markers, its file name."""
    names = pristine_names()
    carried = course_metadata(notebook).get("name")
    if carried in names:
        return carried
    marked = {name for cell in notebook["cells"] if cell["cell_type"] == "code" for name in markers(cell["source"])}
    shared = {name: len(marked & {answer.exercise for answer in answer_cells(pristine(name))}) for name in names}
    best = max(shared, key=shared.get, default=None)
    if best and shared[best]:
        return best
    begins = [name for name in names if Path(path).stem.startswith(name)]
    if begins:
        return begins[-1]
    raise NotebookError(
        f"{Path(path).name} is not one of this course's exercises: neither its metadata nor an answer cell says which. "
        f"There are: {', '.join(names)}."
    )
