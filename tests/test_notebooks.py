"""The built notebooks hold: fresh, valid, and nbval compares every output of lessons and solutions with a new run."""

import functools
from pathlib import Path

import nbformat
import pytest

from autograder.building import Project, stale
from course.workbook import check_cells, read_notebook, with_targets
from course.workbook.judging import run_nbval_on

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))


def name(path):
    return path.relative_to(ROOT).as_posix()


def number(path):
    """01 or 03a: what a lesson, its exercises and their solution have in common, and dealing.py goes by."""
    return path.name.partition("_")[0]


@functools.cache
def findings(of):
    """path -> nbval's findings, for all notebooks of one number. Exercises are run unsolved, with their targets as outputs."""
    notebooks = {path: read_notebook(path) for path in LESSONS + SOLUTIONS if number(path) == of}
    notebooks |= {path: with_targets(read_notebook(path)) for path in EXERCISES if number(path) == of}
    results = run_nbval_on(list(notebooks.values()), cell_seconds=300, total_seconds=1800)
    return dict(zip(notebooks, results, strict=True))


def test_nothing_is_stale():
    found = stale(Project(ROOT))
    mend = " ".join(sorted({item.name for item in found}))
    assert not found, "\n".join([*(f"{name(item.path)} {item.why}" for item in found), f"mend it: course build {mend}"])


@pytest.mark.parametrize("path", LESSONS + SOLUTIONS, ids=name)
def test_a_new_run_prints_the_same(path):
    found = findings(number(path))[path]
    wrong = [result for result in found if not result.passed]
    assert not wrong, "\n\n".join(f"cell {result.id}: {result.outcome}\n{result.message}" for result in wrong)
    assert len(found) == sum(cell["cell_type"] == "code" for cell in read_notebook(path)["cells"])


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_an_unsolved_exercise_runs_to_its_end_and_passes_no_check(path):
    for result in findings(number(path))[path]:
        assert result.outcome == ("differs" if result.check else "passed"), f"cell {result.id}: {result.message}"
        assert not result.check or "not attempted yet" in result.printed


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_targets_are_the_solutions_outputs(path):
    solved = {
        cell["id"]: cell["outputs"]
        for cell in read_notebook(ROOT / "solutions" / path.name)["cells"]
        if "outputs" in cell
    }
    for _, cell, exercise in check_cells(read_notebook(path)):
        target = cell["metadata"]["course"]["target"]
        texts = ["".join("".join(output["text"]) for output in outputs) for outputs in (target, solved[cell["id"]])]
        assert exercise and texts[0] and texts[0] == texts[1]


@pytest.mark.parametrize("path", LESSONS + SOLUTIONS + EXERCISES, ids=name)
def test_notebooks_are_valid(path):
    nbformat.validate(nbformat.read(path, as_version=4))
    assert path.stat().st_size < 1_000_000, (
        "a notebook over 1 MB is slow to open and to review; make its figures smaller"
    )
