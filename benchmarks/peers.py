"""The graders that are compared: how each is set up, run on a class, and asked for the points it gave.

nbgrader, otter-grader and nbclient live in environments of their own, made in a folder outside the repository at their
first use (with uv where it is there, else pip). None of them is a dependency of the course.
"""

import csv
import json
import os
import shutil
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent

import assignment
from assignment import HIDDEN, NAME, POINTS

PACKAGES = {
    "nbgrader": ["nbgrader==0.9.6", "numpy"],
    "otter": ["otter-grader==7.0.0", "ipykernel", "numpy"],
    "nbclient": ["nbclient", "ipykernel", "numpy"],
}


class Unavailable(Exception):
    """A peer cannot be installed here; the message says why."""


@dataclass
class Grader:
    """One way to grade. `python` of its environment; `prepare(students)` writes the class into `folder`."""

    folder: Path
    python: str
    environment: dict[str, str]

    def prepare(self, students: int) -> None:
        """Write a class of so many."""

    def commands(self) -> list[list]:
        """What is run, and measured, to grade it."""

    def points(self) -> dict[str, float]:
        """student -> the points given."""


class InProcess(Grader):
    """Every cell and test in one process, one after the other: nothing is isolated, nothing could be cheaper."""

    script = "exec"

    def prepare(self, students):
        self.students = assignment.hand_in(self.folder / "class", students, tests=True)

    def commands(self):
        script = Path(__file__).with_name("bare.py")
        return [[self.python, script, self.script, self.students, self.folder / "points.json"]]

    def points(self):
        return json.loads((self.folder / "points.json").read_text())


class Nbclient(InProcess):
    """A fresh kernel for each notebook, tests in the notebook: what nbgrader and otter do, without what they do besides."""

    script = "nbclient"


class Nbgrader(Grader):
    """`nbgrader autograde`: hidden tests are put into each notebook, which runs in a fresh kernel."""

    def prepare(self, students):
        given = {function: assignment.stub(function) for function in HIDDEN}
        self._write(self.folder / "source" / NAME, assignment.notebook(given, tests=True))
        (self.folder / "nbgrader_config.py").write_text("get_config().CourseDirectory.course_id = 'small'\n")
        command = [self.python, "-m", "nbgrader", "generate_assignment", NAME]
        subprocess.run(command, cwd=self.folder, env=self.environment, check=True, capture_output=True)
        released = json.loads((self.folder / "release" / NAME / f"{NAME}.ipynb").read_text())
        for student in range(students):
            filled = assignment.answers(student)
            for cell in released["cells"]:
                cell["source"] = filled.get(cell["metadata"]["nbgrader"]["grade_id"], cell["source"])
            self._write(self.folder / "submitted" / f"s{student:04d}" / NAME, released, mark=False)

    def commands(self):
        return [[self.python, "-m", "nbgrader", "autograde", NAME]]

    def points(self):
        command = [self.python, "-m", "nbgrader", "export"]
        subprocess.run(command, cwd=self.folder, env=self.environment, check=True, capture_output=True)
        with (self.folder / "grades.csv").open() as table:
            return {row["student_id"]: float(row["score"]) for row in csv.DictReader(table)}

    def _write(self, folder: Path, notebook: dict, mark: bool = True) -> None:
        for cell in notebook["cells"] if mark else ():
            kind = cell["metadata"].pop("tags", [""])[0]
            answer = cell["metadata"].pop("course", {}).get("exercise")
            if kind == "test":
                cell["source"] = f"### BEGIN HIDDEN TESTS\n{cell['source']}### END HIDDEN TESTS"
            cell["metadata"]["nbgrader"] = {
                "schema_version": 3,
                "grade_id": answer or cell["id"],
                "grade": kind == "test",
                "solution": answer is not None,
                "locked": answer is None,
                "task": False,
            } | ({"points": 1} if kind == "test" else {})
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{NAME}.ipynb").write_text(json.dumps(notebook))


class Otter(Grader):
    """`otter run` on each notebook, as its manual has it where there is no Docker."""

    def prepare(self, students):
        tests = self.folder / "tests"
        tests.mkdir()
        for function, bodies in HIDDEN.items():
            lines = ["import numpy as np", "from otter.test_files import test_case", "OK_FORMAT = False"]
            lines += [f'name = "{function}"', f"points = {POINTS[function]}"]
            for number, body in enumerate(bodies):
                lines += [f"@test_case(points=1, hidden=True)\ndef test_{number}({function}):"]
                lines += [indent(assignment.in_process(function, body), "    ")]
            (tests / f"{function}.py").write_text("\n".join(lines))
        command = [self.python, "-m", "otter", "generate", "-t", "tests", "-o", "autograder.zip", "--no-environment"]
        subprocess.run(command, cwd=self.folder, env=self.environment, check=True, capture_output=True)
        self.students = assignment.hand_in(self.folder / "class", students)

    def commands(self):
        graded = [self.python, "-m", "otter", "run", "--no-logo", "-a", "autograder.zip"]
        return [[*graded, "-o", self._out(file), file] for file in sorted(self.students.glob("*.ipynb"))]

    def points(self):
        found = {}
        for file in sorted(self.students.glob("*.ipynb")):
            tests = json.loads((self._out(file) / "results.json").read_text())["tests"]
            found[file.stem] = sum(test.get("score", 0) for test in tests)
        return found

    def _out(self, file: Path) -> Path:
        out = self.folder / "out" / file.stem
        out.mkdir(parents=True, exist_ok=True)
        return out


class Ours(Grader):
    """`course grade`: sandboxed, nbval on the visible cells, hidden tests, gradebook and feedback."""

    workers: int | None = None
    hostile = False

    def prepare(self, students):
        options = assignment.lay_ours(self.folder / "course")
        self.options = [word for pair in options.items() for word in pair]
        self.students = assignment.hand_in(self.folder / "class", students, hostile=self.hostile)
        self.out = self.folder / "out"

    def commands(self):
        workers = ["--workers", self.workers] if self.workers else []
        return [[self.python, "-m", "course", "grade", self.students, "--out", self.out, *self.options, *workers]]

    def points(self):
        return {result["student"]: result["points"] for result in self.results()}

    def results(self) -> list[dict]:
        """Every line of results.jsonl."""
        return [json.loads(line) for line in (self.out / "results.jsonl").read_text(encoding="utf-8").splitlines()]


GRADERS = {"exec": InProcess, "ours": Ours, "nbclient": Nbclient, "nbgrader": Nbgrader, "otter": Otter}


def own_environment(**more: str) -> dict[str, str]:
    """The benchmark's own variables, without the one by which Python would compile everything at every start."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | more


def environment_of(name: str, peers: Path) -> tuple[str, dict[str, str]]:
    """The Python that has the grader, made below `peers` if needed, and the variables it runs with.

    Raises
    ------
    Unavailable: it cannot be installed.
    """
    if name not in PACKAGES:
        return sys.executable, own_environment()
    home = peers / name
    python = home / "bin" / "python"
    if not (home / "complete").exists():
        shutil.rmtree(home, ignore_errors=True)
        _install(home, python, PACKAGES[name])
        (home / "complete").touch()
    path = f"{home / 'bin'}:/usr/bin:/bin"
    # Nothing of the user's own Jupyter: no configuration, no kernels.
    return str(python), {"PATH": path, "HOME": str(home), "JUPYTER_PREFER_ENV_PATH": "1", "PYTHONWARNINGS": "ignore"}


def _install(home: Path, python: Path, packages: list[str]) -> None:
    if uv := shutil.which("uv"):
        steps = [uv, "venv", "-q", "--python", sys.executable, home], [uv, "pip", "install", "-q", "--python", python]
    else:
        venv.create(home, with_pip=True)
        steps = ([python, "-m", "pip", "install", "-q"],)
    *before, install = steps
    try:
        for step in (*before, [*install, *packages]):
            subprocess.run(step, check=True, capture_output=True, text=True, timeout=900)
    except (OSError, subprocess.SubprocessError) as error:
        said = (getattr(error, "stderr", "") or str(error)).strip().splitlines()
        raise Unavailable(said[-1] if said else "it cannot be installed") from None
