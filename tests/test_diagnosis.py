"""Misconceptions named by what a function does on the hidden inputs, and never by guessing."""

import sys

import pytest
from small_exercise import SOLUTION, lay
from small_workers import setup_of, started, submission

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

DOUBLE = '''
"""Right and wrong answers to double(x)."""


def right_sum(x):
    """a sum"""
    return x + x


def wrong_square(x):
    """a square: x times x"""
    return x * x


def wrong_power(x):
    """a square: x times x"""
    return x**2


def wrong_copy(x):
    """a number left as it is"""
    return x


def wrong_nothing(x):
    """a function that says nothing"""


def wrong_crash(x):
    """a function that takes the whole process with it"""
    import os

    os._exit(1)
'''
PAIR = '''
import numpy as np


def right_tuple(f, n):
    """a tuple"""
    return f(n), n


def wrong_twice(f, n):
    """two calls of f, of which one would do"""
    f(n)
    return f(n), n


def wrong_order(f, n):
    """the two parts in the other order"""
    return n, f(n)
'''


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    folder = tmp_path_factory.mktemp("diagnosed")
    folders = lay(folder)
    (folder / "answers").mkdir()
    (folder / "answers" / "double.py").write_text(DOUBLE)
    (folder / "answers" / "pair.py").write_text(PAIR)
    worker = started(setup_of(folders))
    yield worker
    worker.close()


def double(worker, body):
    cell = f"# exercise: double\nimport numpy as np\ndef double(x):\n    {body}\n"
    result, _ = worker.grade(*submission(SOLUTION | {"double": cell}))
    assert result["status"] == "graded"
    assert "behaves_like" not in result["functions"]["pair"]
    return result["functions"]["double"].get("behaves_like")


@pytest.mark.parametrize(
    "body", ["return x * x", "return np.power(x, 2.0)", "return [v * v for v in x] if np.ndim(x) else x * x"]
)
def test_a_mistake_is_named_however_it_is_written(worker, body):
    assert double(worker, body) == {"variant": "wrong_square", "says": "a square: x times x"}


@pytest.mark.parametrize(
    "body",
    [
        "return 2 * x",
        "return x + x + 0 * x",
        "return x * x + 1e-3",
        "return x * x if np.ndim(x) else 3 * x",
        "pass",
        "raise ValueError(x)",
        "print(x); raise TypeError",
        "import os; os._exit(1)",
        "return None if np.ndim(x) else x * x",
        "return np.nan * x",
        "return object()",
    ],
)
def test_what_fits_no_mistake_exactly_or_says_too_little_is_not_named(worker, body):
    assert double(worker, body) is None
