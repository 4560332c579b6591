"""The bank: hidden tests must tell every wrong answer from a right one, in the grader itself and for every exercise.

The variants of a notebook's functions are handed in together, as `verifying/companies.py` puts them together. A variant that does
not get what it should is handed in once more, alone, to tell who is to blame.
"""

import ast
import functools
import hashlib
import sys

import pytest

from autograder import bank

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from autograder.sandbox import Limits  # noqa: E402
from autograder.statuses import TEST  # noqa: E402
from autograder.verifying.companies import companies, handed_in, solution  # noqa: E402
from autograder.worker import Setup, Worker, load  # noqa: E402

BUNDLE = load()
PLACES = {function: name for name, exercise in BUNDLE.exercises.items() for function in exercise.points}
BANK = {function: bank.variants(function) for function in PLACES if function in bank.exercises()}
VARIANTS = [variant for variants in BANK.values() for variant in variants]


def with_notebook(tested):
    """The name of a test about a function or a variant of it, beginning with the notebook: dealing.py goes by that."""
    function, *rest = [tested] if isinstance(tested, str) else [tested.exercise, tested.name]
    return "-".join([PLACES[function].removesuffix("_exercises"), function, *rest])


@functools.cache
def neighbours(name):
    """variant's (function, name) -> the answers (function -> cell) of the notebook that it is handed in with."""
    found = {}
    for together in companies(BUNDLE.exercises[name], bank.FOLDER):
        answers = {one.exercise: one.cell for one in together}
        found |= {(one.exercise, one.name): answers for one in together}
    return found


@pytest.fixture(scope="module")
def worker():
    folders = {"tests": None, "exercises": None}
    worker = Worker(Setup(folders, BUNDLE.digest, "none", Limits(wall_seconds=10.0), b"bank" * 8))
    worker.wait_until_ready()
    yield worker
    worker.close()


@functools.cache
def graded(worker, name, data):
    return worker.grade(data, name, hashlib.sha256(data).hexdigest())[0]


def result_of(worker, name, answers):
    return graded(worker, name, handed_in(BUNDLE.exercises[name], answers))


def together(worker, variant):
    """The result of the notebook in which this variant is handed in with its neighbours."""
    name = PLACES[variant.exercise]
    return result_of(worker, name, neighbours(name)[variant.exercise, variant.name])


def points(result):
    return {function: found["points"] for function, found in result["functions"].items()}


def not_passed(result, function):
    tests = result["functions"][function]["tests"]
    return [f"{test['name']}: {test['status']} {test.get('detail')}" for test in tests if test["status"] != "passed"]


@pytest.mark.parametrize("name", BUNDLE.exercises, ids=lambda name: name.replace("_exercises", ""))
def test_the_solution_gets_full_marks_and_the_released_exercise_none(worker, name):
    full = BUNDLE.exercises[name].points
    assert BUNDLE.exercises[name].solution, f"solutions/{name}.ipynb is not there: run `course build`"
    result = result_of(worker, name, solution(BUNDLE.exercises[name]))
    assert points(result) == full, [not_passed(result, function) for function in full]
    assert set(result["nbval"].values()) == {"passed"}
    empty = result_of(worker, name, {})
    assert empty["points"] == 0 and empty["status"] == "graded"
    assert "passed" not in empty["nbval"].values()


def as_it_should(variant, result):
    full = BUNDLE.exercises[PLACES[variant.exercise]].points[variant.exercise]
    earned = points(result)[variant.exercise]
    return result["status"] == "graded" and (earned == full if variant.right else earned < full)


@pytest.mark.parametrize("variant", VARIANTS, ids=with_notebook)
def test_a_right_answer_gets_all_points_and_a_wrong_one_less(worker, variant):
    result = together(worker, variant)
    fits = as_it_should(variant, result)
    if not fits:
        result = result_of(worker, PLACES[variant.exercise], {variant.exercise: variant.cell})
    said = not_passed(result, variant.exercise) if variant.right else f"no hidden test sees {variant.says}"
    assert as_it_should(variant, result), said
    assert fits, "only in the company of its neighbours it gets something else"
    failed = [test for test in result["functions"][variant.exercise]["tests"] if test["status"] != "passed"]
    told = [test["hint"] or test["sentence"] != TEST["wrong"].to_student for test in failed]
    assert variant.right or any(told), "no failed test says more than that the result is wrong"


def mistake(worker, variant):
    """What the grader says that a variant behaves like, or None."""
    return together(worker, variant)["functions"][variant.exercise].get("behaves_like")


@pytest.mark.parametrize("function", BANK, ids=with_notebook)
def test_a_mistake_is_named_as_what_it_is_or_not_at_all(worker, function):
    for variant in BANK[function]:
        said = mistake(worker, variant)
        assert said is None or not variant.right, f"{variant.name} is right, and yet called {said}"
        assert said is None or said == {"variant": variant.name, "says": variant.says}, variant.name


@pytest.mark.parametrize("name", BUNDLE.exercises)
def test_four_of_five_mistakes_are_named(worker, name):
    wrong = [variant for variant in VARIANTS if not variant.right and PLACES[variant.exercise] == name]
    silent = [f"{variant.exercise}.{variant.name}" for variant in wrong if mistake(worker, variant) is None]
    assert len(silent) <= len(wrong) / 5, silent


@pytest.mark.parametrize("odd", [0, 1])
@pytest.mark.parametrize("name", BUNDLE.exercises)
def test_wrong_answers_cost_their_own_points_only(worker, name, odd):
    """Every second function is wrong, all others are the solution's."""
    most = BUNDLE.exercises[name].points
    spoilt = list(most)[odd::2]
    wrong = {function: [one for one in BANK[function] if not one.right][-1].cell for function in spoilt}
    result = result_of(worker, name, solution(BUNDLE.exercises[name]) | wrong)
    assert result["status"] == "graded"
    for function, earned in points(result).items():
        assert earned < most[function] if function in spoilt else earned == most[function], not_passed(result, function)


@pytest.mark.parametrize("function", PLACES)
def test_every_graded_function_has_a_bank(function):
    assert function in bank.exercises(), f"tests/answers/{function}.py is missing"
    right = sum(variant.right for variant in bank.variants(function))
    assert right >= 2 and len(bank.variants(function)) - right >= 5


@pytest.mark.parametrize("function", BANK)
def test_every_answer_of_the_bank_stands_on_its_own(function):
    """One that called another would fail with a NameError in its cell, and so be told apart for the wrong reason."""
    for variant in BANK[function]:
        names = {node.id for node in ast.walk(ast.parse(variant.cell)) if isinstance(node, ast.Name)}
        assert not {one.name for one in BANK[function]} & names, variant.name


def test_every_bank_belongs_to_a_graded_function():
    assert set(bank.exercises()) <= set(PLACES)
