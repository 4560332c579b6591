"""The bank: hidden tests must tell every wrong answer from a right one, in the grader itself and for every exercise.

The variants of a notebook's functions are handed in together, the first of each, the second of each and so on: what one function
is worth has nothing to do with its neighbours, and the time goes with the longest bank, not with the sum of all. A function
whose bank is through is not attempted in the notebooks that follow. A variant that does not get what it should is handed in
once more, with the solution's answers around it, to tell who is to blame.
"""

import ast
import copy
import functools
import hashlib
import json
import sys

import pytest

from autograder import bank
from course.workbook import answer_cells

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from autograder.sandbox import Limits  # noqa: E402
from autograder.statuses import TEST  # noqa: E402
from autograder.worker import Setup, Worker, load  # noqa: E402

BUNDLE = load()
PLACES = {function: name for name, exercise in BUNDLE.exercises.items() for function in exercise.points}
BANK = {function: bank.variants(function) for function in PLACES if function in bank.exercises()}
VARIANTS = [variant for variants in BANK.values() for variant in variants]


def with_notebook(tested):
    """The name of a test about a function or a variant of it, beginning with the notebook: dealing.py goes by that."""
    function, *rest = [tested] if isinstance(tested, str) else [tested.exercise, tested.name]
    return "-".join([PLACES[function].removesuffix("_exercises"), function, *rest])


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


def with_bank(name):
    """The functions of a notebook that have a bank, and how many variants the longest of these has."""
    functions = [function for function in BUNDLE.exercises[name].points if function in BANK]
    return functions, max(len(BANK[function]) for function in functions)


def company(name, number):
    """function -> the variant of it that is handed in with the `number`-th notebook; each function begins elsewhere in its bank."""
    functions, longest = with_bank(name)
    turns = {function: (number + shift) % longest for shift, function in enumerate(functions)}
    return {function: BANK[function][turn] for function, turn in turns.items() if turn < len(BANK[function])}


def company_of(variant):
    """The number of the notebook that this variant is in."""
    functions, longest = with_bank(PLACES[variant.exercise])
    turn = [one.name for one in BANK[variant.exercise]].index(variant.name)
    return (turn - functions.index(variant.exercise)) % longest


@functools.cache
def together(worker, name, number):
    chosen = {function: cell for function, cell in solution(name).items() if function not in BANK}
    return graded(worker, name, chosen | {one.exercise: one.cell for one in company(name, number).values()})


@functools.cache
def alone(worker, variant):
    name = PLACES[variant.exercise]
    return graded(worker, name, solution(name) | {variant.exercise: variant.cell})


def names(cell):
    """What a cell binds at its top level, with the text that binds it."""
    found = {}
    for node in ast.parse(cell).body:
        bound = {getattr(node, "name", None)} | {getattr(target, "id", None) for target in getattr(node, "targets", ())}
        bound |= {alias.asname or alias.name for alias in getattr(node, "names", ())}
        found |= dict.fromkeys(bound - {None}, ast.dump(node))
    return found


def clashes(variant, others):
    """Whether a helper of another's would take the place of one of its own: then no company is fair."""
    own = names(variant.cell)
    return any(own[name] != there[name] for there in map(names, others) for name in own.keys() & there.keys())


@functools.cache
def fairly(worker, variant):
    """(its result, whether it was handed in alone, who was handed in with it)"""
    name, number = PLACES[variant.exercise], company_of(variant)
    others = [one for one in company(name, number).values() if one.exercise != variant.exercise]
    unfair = clashes(variant, [one.cell for one in others])
    return (alone(worker, variant) if unfair else together(worker, name, number)), unfair, others


def as_it_should(variant, result):
    full = BUNDLE.exercises[PLACES[variant.exercise]].points[variant.exercise]
    earned = points(result)[variant.exercise]
    return result["status"] == "graded" and (earned == full if variant.right else earned < full)


@pytest.mark.parametrize("variant", VARIANTS, ids=with_notebook)
def test_a_right_answer_gets_all_points_and_a_wrong_one_less(worker, variant):
    result, unfair, others = fairly(worker, variant)
    fits = as_it_should(variant, result)
    if not fits and not unfair:
        result = alone(worker, variant)
    said = not_passed(result, variant.exercise) if variant.right else f"no hidden test sees {variant.says}"
    assert as_it_should(variant, result), said
    assert fits, f"only in the company of {[f'{one.exercise}.{one.name}' for one in others]} it gets something else"
    failed = [test for test in result["functions"][variant.exercise]["tests"] if test["status"] != "passed"]
    told = [test["hint"] or test["sentence"] != TEST["wrong"].to_student for test in failed]
    assert variant.right or any(told), "no failed test says more than that the result is wrong"


def mistake(worker, variant):
    """What the grader says that a variant behaves like, or None."""
    return fairly(worker, variant)[0]["functions"][variant.exercise].get("behaves_like")


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


@pytest.mark.parametrize("function", BANK, ids=with_notebook)
def test_a_wrong_answer_costs_its_own_points_only(worker, function):
    wrong = [variant for variant in BANK[function] if not variant.right]
    result = alone(worker, wrong[-1])
    assert result["status"] == "graded"
    for other, most in BUNDLE.exercises[PLACES[function]].points.items():
        earned = points(result)[other]
        assert earned < most if other == function else earned == most, not_passed(result, other)


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
