"""`course verify` sees what is wrong with an exercise: each defect put into a small exercise is found, and told in a sentence."""

import sys

import pytest
from small_exercise import HIDDEN, NAME, lay
from typer.testing import CliRunner

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from autograder.cli import app  # noqa: E402
from autograder.sandbox import Limits  # noqa: E402
from autograder.verifying.answers import examine  # noqa: E402
from autograder.verifying.companies import companies  # noqa: E402
from autograder.worker import Local, Setup, load  # noqa: E402

WRONG = "\n\n".join(f'def wrong_{n}(x):\n    """Number {n}."""\n    return {n} * x' for n in (0, 1, 3, 4, 5))
DOUBLE = f'''
def right_sum(x):
    """A sum."""
    return x + x


def right_product(x):
    """A product."""
    return 2 * x


{WRONG}
'''
PAIR = '''
def right_one(f, n):
    """One call."""
    return f(n), n


def right_kept(f, n):
    """A name for the value."""
    value = f(n)
    return value, n


def wrong_turned(f, n):
    """The other way round."""
    return n, f(n)


def wrong_twice(f, n):
    """Two calls."""
    f(n)
    return f(n), n


def wrong_first(f, n):
    """Twice the first."""
    return f(n), f(n)


def wrong_second(f, n):
    """Twice the second."""
    return n, n


def wrong_alone(f, n):
    """Only the first."""
    return f(n)
'''


def found(folder, double=DOUBLE, pair=PAIR, **parts):
    """The finding on the small exercise with this bank."""
    folders = lay(folder, **parts)
    (folder / "answers").mkdir(exist_ok=True)
    for name, text in {"double": double, "pair": pair}.items():
        (folder / "answers" / f"{name}.py").write_text(text)
    bundle = load(**folders)
    where = {name: str(path) for name, path in folders.items()}
    with Local(Setup(where, bundle.digest, "none", Limits(), b"x" * 32), 1) as graders:
        (finding,) = examine(bundle.exercises.values(), folder / "answers", graders)
    return finding


def test_a_whole_exercise_has_no_defects(tmp_path):
    finding = found(tmp_path)
    assert finding.defects == []
    assert finding.counts == {"solution": (2, 2), "empty": (2, 2), "right": (4, 4), "wrong": (10, 10)}


def test_every_answer_of_the_bank_is_handed_in_once(tmp_path):
    found(tmp_path)
    (exercise,) = load(tmp_path / "hidden", tmp_path / "exercises").exercises.values()
    together = list(companies(exercise, tmp_path / "answers"))
    names = [f"{one.exercise}.{one.name}" for company in together for one in company]
    assert len(together) == 7 and len(names) == len(set(names)) == 14


def test_answers_that_take_each_others_helper_are_kept_apart(tmp_path):
    helpers = [f"def half(x):\n    return x / {n}\n\n" for n in (1, 2)]
    assert not found(tmp_path, double=helpers[0] + DOUBLE, pair=helpers[1] + PAIR).defects
    (exercise,) = load(tmp_path / "hidden", tmp_path / "exercises").exercises.values()
    assert all(len(company) == 1 for company in companies(exercise, tmp_path / "answers"))


def test_a_blind_hidden_test_is_named_with_what_it_does_not_see(tmp_path):
    blind = HIDDEN.replace("expect(len(calls) == 1,", "expect(len(calls) >= 1,")
    finding = found(tmp_path, hidden=blind)
    assert finding.counts["wrong"] == (9, 10)
    assert finding.defects == ["pair: no hidden test sees wrong_twice (Two calls.). It earns all 2 points."]


def test_a_right_answer_that_loses_points_is_named_with_the_tests(tmp_path):
    strict = HIDDEN + "\n\ndef test_double__kind(student):\n    assert student.double(1) is 3\n"
    finding = found(tmp_path, hidden=strict)
    assert finding.counts["right"] == (2, 4) and finding.counts["solution"] == (1, 2)
    assert any(
        "the right answer right_sum earns" in defect and "test_double__kind" in defect for defect in finding.defects
    )


def test_a_small_bank_is_told(tmp_path):
    finding = found(tmp_path, pair=PAIR.partition("def wrong_second")[0])
    assert finding.defects == [
        "pair has 2 right and 3 wrong answers in answers/pair.py; it needs 2 and 5, so that its hidden tests can be trusted."
    ]


def test_a_slip_in_the_bank_is_told(tmp_path):
    (defect,) = found(tmp_path, pair="def right_one(f, n:\n").defects
    assert defect.startswith("The bank in answers/ cannot be read. SyntaxError")


def test_a_missing_solution_is_told(tmp_path):
    (defect,) = found(tmp_path, solution=None).defects
    assert defect == f"solutions/{NAME}.ipynb is missing. Run `course build`."


def test_an_unknown_name_is_refused_with_the_names_there_are():
    said = CliRunner().invoke(app, ["verify", "99"])
    assert said.exit_code == 2 and "01_intuition_exercises" in said.stderr and "'99'" in said.stderr
