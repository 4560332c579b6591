"""The visible checks: right answers pass, slips are told apart by what they do, every message is readable."""

import importlib.util
import json
import re
from pathlib import Path

import numpy as np
import pytest

from autograder import bank
from course import checks
from course.checks import check, slips, solved
from course.workbook import answer_cells, check_cells, read_notebook

ROOT = Path(__file__).parent.parent
# A function without a bank is told below; here it must not stop the whole suite.
VARIANTS = [(name, one) for name in checks.names() if name in bank.exercises() for one in bank.variants(name)]
NOTEBOOKS = {path.stem: read_notebook(path) for path in sorted((ROOT / "exercises").glob("*.ipynb"))}
RIGHT = [pytest.param(n, v, id=f"{n}-{v.name}") for n, v in VARIANTS if v.right]
WRONG = [pytest.param(n, v, id=f"{n}-{v.name}") for n, v in VARIANTS if not v.right]


def named(name, function):
    """`function` as a learner would have it: under the exercise's own name."""

    def answer(*args, **kwargs):
        return function(*args, **kwargs)

    answer.__name__ = name
    return answer


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_every_answer_cell_has_a_check_cell_and_its_heading_says_the_points(name):
    """What an author of an exercise forgets first."""
    notebook = NOTEBOOKS[name]
    checked = {exercise for _, _, exercise in check_cells(notebook)}
    for answer in answer_cells(notebook):
        assert answer.exercise in checked, f"{answer.exercise} needs a cell with the tag `check` after its answer cell"
        assert answer.exercise in checks.names(), f"{answer.exercise} has no visible checks in course/checks/"
        before = "\n".join(cell["source"] for cell in notebook["cells"][: answer.index] if "## " in cell["source"])
        heading = re.findall(r"^## .*", before, re.MULTILINE)[-1]
        words = f"{answer.points:g} point{'s' * (answer.points != 1)}{', extra' * answer.extra}"
        assert f"({words})" in heading, f"{answer.exercise}: the heading {heading!r} should say *({words})*"


def test_every_exercise_has_a_bank():
    for name in checks.names():
        assert name in bank.exercises(), f"tests/answers/{name}.py is missing: right and wrong answers to {name}"
        variants = bank.variants(name)
        assert sum(v.right for v in variants) >= 2, name
        assert sum(not v.right for v in variants) >= 5, name


@pytest.mark.parametrize("name, variant", RIGHT)
def test_right_answers_pass_and_say_the_same(name, variant, capsys):
    check(named(name, variant.function))
    shown = capsys.readouterr().out
    checks_of = len(checks.exercise(name).checks)
    assert f"{name}: {checks_of} of {checks_of} visible checks pass." in shown
    assert shown.endswith("Your instructor runs more checks, on other inputs.\n")
    assert solved(named(name, variant.function))


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("name, variant", WRONG)
def test_slips_are_recognised_or_left_unsaid(name, variant, capsys):
    check(named(name, variant.function))
    shown = capsys.readouterr().out
    others = [v.says for n, v in VARIANTS if n == name and v.name != variant.name]
    assert not any(f"It behaves like {says}." in shown for says in others), shown


def test_most_slips_are_named(capsys):
    wrong = [(n, v) for n, v in VARIANTS if not v.right]
    with np.errstate(all="ignore"):
        named_rightly = 0
        for n, v in wrong:
            check(named(n, v.function))
            named_rightly += f"It behaves like {v.says}." in capsys.readouterr().out
    assert named_rightly >= 0.8 * len(wrong)


def test_ambiguous_behaviour_says_nothing():
    table = {"one": {"says": "first", "behaviour": ["1"]}, "two": {"says": "second", "behaviour": ["1"]}}
    assert slips.recognise("any", ["1"], table) is None
    assert slips.recognise("any", ["2"], table) is None


def test_not_attempted(capsys):
    def gradient_descent(grad, theta0, eta, n_steps):
        raise NotImplementedError("Write your code here.")

    check(gradient_descent)
    assert capsys.readouterr().out == "gradient_descent: not attempted yet.\n"
    assert not solved(gradient_descent)


def test_forgotten_return_is_named(capsys):
    def numerical_gradient(f, x, h=1e-5):
        pass

    check(numerical_gradient)
    assert "does the function end in `return ...`?" in capsys.readouterr().out


def test_an_error_names_the_learners_line(capsys):
    def zigzag_count(path, axis):
        return 1 / 0

    check(zigzag_count)
    line = zigzag_count.__code__.co_firstlineno + 1
    assert f"it raised ZeroDivisionError: division by zero (line {line} of your cell)" in capsys.readouterr().out


def test_a_small_difference_is_told_by_its_size(capsys):
    def numerical_gradient(f, x, h=1e-5):
        x, h = np.array(x, dtype=float), 1e-3  # off in the eighth digit
        return np.array([(f(x + h * e) - f(x - h * e)) / (2 * h) for e in np.eye(x.size)])

    check(numerical_gradient)
    assert re.search(r"is 0\.93418, expected 0\.93418 \(off by \de-07\)\.", capsys.readouterr().out)


def test_a_function_made_under_another_name_is_known_by_the_notebooks_name(capsys):
    notebook = {"np": np}
    exec("zigzag_count = lambda path, axis: 0", notebook)
    check(notebook["zigzag_count"])
    assert capsys.readouterr().out.startswith("zigzag_count: ")


def test_a_learners_prints_stand_above_the_report_and_nowhere_else(capsys):
    def zigzag_count(path, axis):
        print("I am called")
        return -1

    check(zigzag_count)
    assert "I am called" not in capsys.readouterr().out.partition("visible checks pass")[2]


def test_wrong_shape_and_amount_are_told(capsys):
    def gradient_descent(grad, theta0, eta, n_steps):
        return np.zeros((n_steps + 1, 2))

    check(gradient_descent)
    shown = capsys.readouterr().out
    assert "is 0, expected 1" in shown and "Row 0 is the start itself" in shown


def test_unknown_functions_and_values_are_refused_in_words():
    with pytest.raises(
        ValueError, match="There is no exercise called 'nonsense'. The exercises are: numerical_gradient"
    ):
        check(named("nonsense", abs))
    with pytest.raises(TypeError, match="takes the function itself"):
        check(3.0)


def script():
    spec = importlib.util.spec_from_file_location("make_slips", ROOT / "scripts" / "make_slips.py")
    make_slips = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(make_slips)
    return make_slips


@pytest.mark.parametrize("room", checks.ROOMS, ids=lambda room: room.__name__)
def test_the_table_of_slips_is_fresh_and_holds_no_code(room):
    make_slips, step = script(), room.__name__.rpartition(".")[2]
    stored = make_slips.path(step).read_text(encoding="utf-8")
    with np.errstate(all="ignore"):
        assert json.loads(stored) == json.loads(make_slips.text(step)), (
            f"stale: run `python scripts/make_slips.py {step}`"
        )
    assert not any(code in stored for code in ("def ", "np.", "return "))


def test_every_table_of_slips_belongs_to_a_step():
    tables = {path.name.partition(".")[0] for path in slips.FOLDER.glob("*.slips.json")}
    assert tables == set(script().steps())
