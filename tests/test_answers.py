"""The bank: hidden tests must tell every wrong answer from a right one, in the grader itself and for every exercise.

A variant stands in a notebook whose other answers are the solution's, so each case also shows that a function costs its
own points only.
"""

import copy
import hashlib
import json
import sys

import pytest

from autograder import bank
from course.workbook import answer_cells

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from autograder.sandbox import Limits  # noqa: E402
from autograder.worker import Setup, Worker, load  # noqa: E402

BUNDLE = load()
PLACES = {function: name for name, exercise in BUNDLE.exercises.items() for function in exercise.points}
VARIANTS = [variant for function in bank.exercises() if function in PLACES for variant in bank.variants(function)]


@pytest.fixture(scope="module")
def worker():
    folders = {"tests": None, "exercises": None}
    worker = Worker(Setup(folders, BUNDLE.digest, "none", Limits(wall_seconds=10.0), b"bank" * 8))
    worker.wait_until_ready()
    yield worker
    worker.close()


def graded(worker, name, answers):
    notebook = copy.deepcopy(BUNDLE.exercises[name].notebook)
    for answer in answer_cells(notebook):
        notebook["cells"][answer.index]["source"] = answers.get(answer.exercise, answer.source)
    data = json.dumps(notebook).encode()
    return worker.grade(data, name, hashlib.sha256(data).hexdigest())[0]


def solution(name):
    assert BUNDLE.exercises[name].solution, f"solutions/{name}.ipynb is not there: run `course build`"
    return {answer.exercise: answer.source for answer in answer_cells(BUNDLE.exercises[name].solution)}


def points(result):
    return {function: found["points"] for function, found in result["functions"].items()}


def not_passed(result, function):
    tests = result["functions"][function]["tests"]
    return [f"{test['name']}: {test['status']} {test.get('detail')}" for test in tests if test["status"] != "passed"]


@pytest.mark.parametrize("name", BUNDLE.exercises)
def test_the_solution_gets_full_marks_and_the_released_exercise_none(worker, name):
    full = BUNDLE.exercises[name].points
    result = graded(worker, name, solution(name))
    assert points(result) == full, [not_passed(result, function) for function in full]
    assert set(result["nbval"].values()) == {"passed"}
    empty = graded(worker, name, {})
    assert empty["points"] == 0 and empty["status"] == "graded"
    assert "passed" not in empty["nbval"].values()


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: f"{variant.exercise}-{variant.name}")
def test_a_right_answer_gets_all_points_and_a_wrong_one_less_and_others_keep_theirs(worker, variant):
    name = PLACES[variant.exercise]
    full = BUNDLE.exercises[name].points
    result = graded(worker, name, solution(name) | {variant.exercise: variant.cell})
    assert result["status"] == "graded"
    earned = points(result)
    if variant.right:
        assert earned == full, not_passed(result, variant.exercise)
        return
    assert earned.pop(variant.exercise) < full[variant.exercise], f"no hidden test sees {variant.says}"
    assert earned == {function: most for function, most in full.items() if function != variant.exercise}
    failed = [test for test in result["functions"][variant.exercise]["tests"] if test["status"] != "passed"]
    assert any(test["hint"] or test["status"] != "wrong" for test in failed), "no failed test has a hint"


@pytest.mark.parametrize("function", PLACES)
def test_every_graded_function_has_a_bank(function):
    assert function in bank.exercises(), f"tests/answers/{function}.py is missing"
    right = sum(variant.right for variant in bank.variants(function))
    assert right >= 2 and len(bank.variants(function)) - right >= 5


def test_every_bank_belongs_to_a_graded_function():
    assert set(bank.exercises()) <= set(PLACES)
