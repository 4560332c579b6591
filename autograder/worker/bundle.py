"""What a class is graded against: the pristine exercises, their hidden tests and, where they are at hand, the solutions.

An exercise notebook `NN_name_exercises` is graded by the file `test_NN_name_exercises.py` among the hidden tests.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import autograder
from autograder import bank
from course.workbook import NotebookError, answer_cells, graft, pristine, pristine_names, read_notebook

HOME = Path(autograder.__file__).resolve().parent.parent


class BundleError(Exception):
    """Exercises, hidden tests and solutions do not fit together; the message says which and what to do."""


@dataclass(frozen=True)
class Exercise:
    """One exercise notebook: `notebook` as released, the file of its hidden `tests`, its `solution` as a notebook or None."""

    name: str
    notebook: dict
    tests: Path
    solution: dict | None

    @property
    def points(self) -> dict[str, float]:
        """function -> the points that its hidden tests decide."""
        return {answer.exercise: answer.points for answer in answer_cells(self.notebook)}

    @property
    def full_marks(self) -> float:
        """The points of the core functions; extra credit comes on top, so that a result may exceed them."""
        return sum(answer.points for answer in answer_cells(self.notebook) if not answer.extra)


@dataclass(frozen=True)
class Bundle:
    """The exercises by name, a `digest` that changes whenever anything that decides a grade does, the folder of hidden `tests`, and all `private` folders."""

    exercises: dict[str, Exercise]
    digest: str
    tests: Path
    private: tuple[Path, ...]  # the hidden tests, the solutions and the bank: no student may read there
    answers: Path  # the bank, in the folder `answers` beside the hidden tests; it need not be there

    @property
    def functions(self) -> dict[str, list[str]]:
        """exercise notebook -> the functions graded in it."""
        return {name: list(exercise.points) for name, exercise in self.exercises.items()}

    def suspects(self, function: str) -> bank.Suspects | None:
        """The bank of a function; None where there is none that can be read."""
        try:
            return bank.suspects(function, self.answers)
        except (SyntaxError, ValueError):
            return None


def load(tests: Path | None = None, exercises: Path | None = None, solutions: Path | None = None) -> Bundle:
    """The bundle in these folders; by default the course's own.

    Raises
    ------
    BundleError: there are no hidden tests, a notebook among them is missing or cannot be read, or it grades nothing.
    """
    tests = Path(tests or HOME / "tests" / "hidden")
    solutions = Path(solutions or (exercises.parent if exercises else HOME) / "solutions")
    files = sorted(tests.glob("test_*.py"))
    if not files:
        raise BundleError(f"There are no hidden tests (test_<exercise>.py) in {tests}. Name their folder with --tests.")
    found = {}
    try:
        there = pristine_names(exercises)
        for file in files:
            name = file.stem.removeprefix("test_")
            if name not in there:
                raise BundleError(
                    f"{file.name} has no exercise notebook {name}.ipynb. Run `course build`, or name the folder with --exercises."
                )
            notebook, solution = pristine(name, exercises), solutions / f"{name}.ipynb"
            solved = graft(notebook, read_notebook(solution)).notebook if solution.is_file() else None
            found[name] = Exercise(name, notebook, file.resolve(), solved)
            if not found[name].points:
                raise BundleError(f"{name}.ipynb has no answer cell with points, so there is nothing to grade in it.")
    except NotebookError as error:
        raise BundleError(str(error)) from None
    answers = tests.resolve().parent / "answers"
    return Bundle(found, _digest(found, tests, answers), tests, (tests, solutions, answers), answers)


def _digest(exercises: dict[str, Exercise], *folders: Path) -> str:
    digest = hashlib.sha256()
    for exercise in exercises.values():
        digest.update(json.dumps([exercise.name, exercise.notebook, exercise.solution], sort_keys=True).encode())
    for name, data in (pair for folder in folders for pair in tests_of(folder)):
        digest.update(json.dumps([name, len(data)]).encode() + data)
    return digest.hexdigest()


def tests_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """(name, bytes) of every file below the folder of hidden tests, or of the bank, that may decide a result, in order of names."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
        yield file.relative_to(folder).as_posix(), file.read_bytes()
