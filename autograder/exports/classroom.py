"""A GitHub Actions workflow for the repository that students get: it runs the visible checks on what they hand in.

Versions as the actions' own pages say (actions/setup-python, README of version 6; read in 2026). Names of workflow and job
as GitHub Classroom's reporter asked for them (classroom-resources/autograding-grading-reporter, README).
"""

from importlib.resources import files
from pathlib import Path

from autograder.exports.class_files import write_bytes
from autograder.exports.grades import ExportError

PLACE = Path(".github", "workflows", "classroom.yml")
STEP = """\
      - name: {name}
        if: "!cancelled() && hashFiles('work/{name}.ipynb') != ''"
        run: python start.py check work/{name}.ipynb
"""


def write(to: Path, exercises: list[str], replace: bool = False) -> Path:
    """Write the workflow into the folder `to`, the students' repository; where it lies now.

    Raises
    ------
    ExportError: another workflow lies there, or nothing can be written.
    """
    target = to / PLACE
    text = (files("autograder") / "templates" / "classroom.yml").read_text(encoding="utf-8")
    data = text.replace("STEPS\n", "".join(STEP.format(name=name) for name in exercises)).encode()
    try:
        if target.exists() and target.read_bytes() != data and not replace:
            raise ExportError(f"{target} is there already and says something else. Look at it, then add --replace.")
        write_bytes(target, data)
    except OSError as error:
        raise ExportError(f"{target} cannot be written ({error.strerror}).") from None
    return target
