"""Misconceptions named by what a function does on the hidden inputs, and never by guessing."""

import sys

import pytest
from small_exercise import HIDDEN, SOLUTION, lay
from small_workers import setup_of, started, submission

from autograder.worker import load

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

# The hidden tests are trusted: the file itself can watch what the worker sends to each process.
RECORDER = """
import itertools, socket
from autograder import channel

numbers = itertools.count()

class Recorded(socket.socket):
    def send(self, data, *flags):
        sent = super().send(data, *flags)
        with open({path!r} + str(self.number), "ab") as file:
            file.write(bytes(data[:sent]))
        return sent

begin = channel.Channel.__init__

def begin_recorded(self, socket, *args, **kwargs):
    own = Recorded(fileno=socket.detach())
    own.number = next(numbers)
    begin(self, own, *args, **kwargs)

channel.Channel.__init__ = begin_recorded
"""


def laid(folder, hidden=HIDDEN, solution=SOLUTION):
    folders = lay(folder, hidden=hidden, solution=solution)
    (folder / "answers").mkdir()
    (folder / "answers" / "double.py").write_text(DOUBLE)
    (folder / "answers" / "pair.py").write_text(PAIR)
    return folders


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    worker = started(setup_of(laid(tmp_path_factory.mktemp("diagnosed"))))
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


def test_what_is_printed_or_raised_says_nothing(worker):
    cell = "# exercise: double\ndef double(x):\n    print('told', x)\n    return x * x\n"
    result, _ = worker.grade(*submission(SOLUTION | {"double": cell}))
    assert result["functions"]["double"]["behaves_like"] == {"variant": "wrong_square", "says": "a square: x times x"}
    assert "told" not in str(result["functions"])


def test_one_that_takes_over_its_process_is_named_by_what_it_does_and_gains_nothing(worker):
    body = "import builtins, numpy; numpy.allclose = builtins.isinstance = lambda *a: True; return x * x"
    cell = f"# exercise: double\ndef double(x):\n    {body}\n"
    result, _ = worker.grade(*submission(SOLUTION | {"double": cell}))
    assert result["functions"]["double"]["points"] == 0
    assert result["functions"]["double"].get("behaves_like") in (
        None,
        {"variant": "wrong_square", "says": "a square: x times x"},
    )


def test_two_calls_for_one_are_told_apart_by_their_number(worker):
    cell = "# exercise: pair\ndef pair(f, n):\n    first, again = f(n), f(n)\n    return [again, n]\n"
    result, _ = worker.grade(*submission(SOLUTION | {"pair": cell}))
    assert result["functions"]["pair"]["points"] == 1
    assert result["functions"]["pair"]["behaves_like"]["variant"] == "wrong_twice"


def test_without_solutions_and_without_a_bank(tmp_path):
    (tmp_path / "bank").mkdir()
    square = SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x * x\n"}
    worker = started(setup_of(laid(tmp_path / "bank", solution=None)))
    assert worker.grade(*submission(square))[0]["functions"]["double"]["behaves_like"]["variant"] == "wrong_square"
    worker.close()
    (tmp_path / "none").mkdir()
    worker = started(setup_of(lay(tmp_path / "none")))
    assert "behaves_like" not in worker.grade(*submission(square))[0]["functions"]["double"]
    worker.close()


def test_a_bank_that_is_no_python_names_nobody_and_fails_nobody(tmp_path):
    folders = laid(tmp_path)
    (tmp_path / "answers" / "double.py").write_text("def wrong_half(x:")
    worker = started(setup_of(folders))
    result, _ = worker.grade(
        *submission(SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x * x\n"})
    )
    assert result["status"] == "graded" and "behaves_like" not in result["functions"]["double"]
    worker.close()


def test_the_bank_decides_the_digest_and_is_private(tmp_path):
    folders = laid(tmp_path)
    before = load(**folders)
    assert tmp_path / "answers" in before.private
    (tmp_path / "answers" / "double.py").write_text(DOUBLE.replace("x * x", "x * x + 0"))
    assert load(**folders).digest != before.digest


def test_nothing_of_the_bank_reaches_a_students_process(tmp_path):
    (tmp_path / "said").mkdir()
    hidden = RECORDER.format(path=str(tmp_path / "said" / "to")) + HIDDEN
    worker = started(setup_of(laid(tmp_path, hidden=hidden)))
    assert double(worker, "return x * x  # a student's own")["variant"] == "wrong_square"
    assert double(worker, "import os; x.any() and os._exit(1); return x * x  # a student's own") is None
    worker.close()
    said = [path.read_bytes() for path in (tmp_path / "said").iterdir()]
    assert any(b"def wrong_square" in one for one in said) and any(b"a student's own" in one for one in said)
    for one in said:
        assert b"a square" not in one and b"as it is" not in one, "no sentence of the bank is sent anywhere"
        assert not (b"a student's own" in one and (b"wrong_" in one or b"right_" in one))
