"""The exercises in the folders that nbgrader works with: source/ with solutions, release/ as students get them.

After nbgrader's documentation, "The philosophy and the approach" and its cell metadata of schema 3, which the built exercises carry
already. Answer cells are there as *manually graded answers*: nbgrader collects them and shows them to a person, and gives them no
points by itself, since the hidden tests stay out of it (it would run them inside the student's own process). What it leaves in
submitted/ is what `course grade` reads.
"""

import json
from pathlib import Path

from autograder.exports.class_files import write_bytes
from autograder.exports.grades import ExportError
from course.workbook import STUB, NotebookError, dumps, read_notebook
from course.workbook.grafting import cleared

CONFIG = """\
# Made by `course export nbgrader`.
c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "optimization-course"
c.ClearSolutions.code_stub = {{"python": {stub!r}}}  # as in the course's own release
c.ExecutePreprocessor.timeout = 60
"""


def write(to: Path, exercises: list[str], root: Path) -> None:
    """Write TO/source, TO/release and TO/nbgrader_config.py, an assignment for each of the `exercises` of the folder `root`.

    Raises
    ------
    ExportError: there is no solution to make the source from, or something else lies there, or nothing can be written.
    """
    content = {Path("nbgrader_config.py"): CONFIG.format(stub=STUB).encode()}
    for name in exercises:
        inside = Path(name, f"{name}.ipynb")
        try:
            solved = read_notebook(root / "solutions" / f"{name}.ipynb")
            released = read_notebook(root / "exercises" / f"{name}.ipynb")
        except NotebookError as error:
            raise ExportError(f"{error} Run `course build` first.") from None
        content[Path("source") / inside] = dumps(cleared(solved)).encode()
        content[Path("release") / inside] = dumps(released).encode()
    try:
        for path, data in content.items():
            if (to / path).exists() and (to / path).read_bytes() != data and not _ours(to / path):
                raise ExportError(f"{to / path} is there already and is not of this course. Name another folder.")
        for path, data in content.items():
            write_bytes(to / path, data)
    except OSError as error:
        raise ExportError(f"{error.filename or to} cannot be written ({error.strerror}).") from None


def _ours(path: Path) -> bool:
    """Whether an earlier export wrote this file."""
    if path.suffix == ".py":
        return path.read_text(encoding="utf-8").startswith(CONFIG.splitlines()[0])
    try:
        return "course" in json.loads(path.read_text(encoding="utf-8"))["metadata"]
    except (ValueError, KeyError, TypeError):
        return False
