"""Where the course's own notebooks are: the exercises as released, the lessons, the learner's folder.

In the repository (and in a student's release) the folders lie beside the package; in an installed wheel only the
pristine exercises travel, as `course/pristine`.
"""

import os
from pathlib import Path

from course.workbook.reading import NotebookError, read_notebook

PACKAGE = Path(__file__).resolve().parent.parent
BESIDE = PACKAGE.parent


def beside(name):
    """The folder `name` beside the package, or None: in site-packages, what lies beside belongs to others."""
    folder = BESIDE / name
    return folder if folder.is_dir() and BESIDE.name not in ("site-packages", "dist-packages") else None


def home():
    """The folder that holds the course: beside the package if notebooks lie there, else the current folder."""
    return BESIDE if beside("exercises") else Path.cwd()


def work_folder():
    """The learner's folder of working copies: `work` in the course's folder, or where COURSE_WORK says."""
    return Path(os.environ.get("COURSE_WORK") or home() / "work")


def pristine_folder():
    """The folder of the pristine exercises."""
    return beside("exercises") or PACKAGE / "pristine"


def lessons_folder():
    """The folder of the built lessons, or None where only the package is installed."""
    return beside("notebooks")


def pristine_names(folder=None):
    """The names of the exercise notebooks, in the course's order."""
    folder = Path(folder or pristine_folder())
    return sorted(path.stem for path in folder.glob("*.ipynb"))


def pristine(name, folder=None):
    """The pristine exercise notebook `name` (such as "01_intuition_exercises") as a dict.

    Raises `NotebookError` for a name that does not exist, with those that do.
    """
    folder = Path(folder or pristine_folder())
    known = pristine_names(folder)
    if name not in known:
        there = f"There are: {', '.join(known)}." if known else "None is there: run `course build` first."
        raise NotebookError(f"There is no exercise notebook called {name!r}. {there}")
    return read_notebook(folder / f"{name}.ipynb")
