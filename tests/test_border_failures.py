"""How a student's process fails: told by kind, never by anything the student wrote, and costing one function only."""

import time

import pytest
import students
from students import FUNCTIONS, failure

from autograder.border import GraderFailure

zygote, process, student, submission = students.zygote, students.process, students.student, students.submission


@pytest.mark.parametrize(
    ("body", "kind", "exception"),
    [
        ("raise ValueError(secret)", "error", "ValueError"),
        ("raise NotImplementedError", "error", "NotImplementedError"),
        ("raise type('Leak', (KeyError,), {})(secret)", "error", "KeyError"),
        ("raise type(f'Leak{secret}', (Exception,), {})", "error", "Exception"),
        ("import sys; sys.exit(secret)", "error", "SystemExit"),
        ("raise KeyboardInterrupt", "error", "KeyboardInterrupt"),
        ("raise BaseException(secret)", "error", "BaseException"),
        ("raise MemoryError", "memory", "MemoryError"),
        ("return (lambda g: g(g))(lambda g: g(g))", "error", "RecursionError"),
        ("import numpy as np; return np.linalg.inv(np.zeros((2, 2)))", "error", "LinAlgError"),
        ("raise ExceptionGroup('g', [ValueError(secret)])", "error", "ExceptionGroup"),
        ("raise type('CodecError', (Exception,), {})", "error", "Exception"),
    ],
)
def test_an_exception_is_told_by_type_and_line_alone(submission, body, kind, exception):
    process = submission("x = 1", f"def f(secret):\n    print(secret)\n    {body}")
    error = failure(process.student.f, 8125431)
    assert (error.kind, error.exception, error.cell, error.line) == (kind, exception, 1, 3)
    for sentence in (error.student, error.instructor, str(error)):
        assert "8125431" not in sentence and len(sentence) < 200
    assert process.restarts == 0


def test_where_an_exception_arose_is_a_line_of_the_students_own(submission):
    process = submission(
        "import numpy as np", "def helper(x):\n    return np.ones(2) @ np.ones(3)", "def f():\n    return helper(1)"
    )
    error = failure(process.student.f)
    assert (error.cell, error.line, error.exception) == (1, 2, "ValueError")


def test_a_function_that_is_not_there(submission):
    student = submission("def f(:\n    pass", "g = 3").student
    error = failure(student.f)
    assert (error.kind, error.exception, error.cell) == ("missing", "SyntaxError", 0)
    assert failure(student.g).kind == "missing" and failure(student.h).kind == "missing"
    unfinished = failure(submission("def f(x):\n    return (").student.f)  # Python 3.13 has a type of its own for it
    assert (unfinished.kind, unfinished.exception) == ("missing", "SyntaxError")
    with pytest.raises(AttributeError):
        student._private  # noqa: B018


def test_exceptions_that_are_hard_to_handle(submission):
    process = submission(
        "class E(Exception):\n    def __str__(self): raise ValueError\n    __repr__ = __str__",
        "def f(): raise E",
        "raise E",
        "def g():\n    x = []\n    for _ in range(100_000): x = [x]\n    return x",
        "def h():\n    d = {}\n    d['d'] = d\n    return d",
        "def i(): return 'x' * (200 << 20)",
        "def j(): return [0] * 10_000_000",
        "def k(): return 10**6000",
    )
    assert process.cells[2].failure.kind == "error"
    assert failure(process.student.f).kind == "error"
    for name in "ghijk":
        assert failure(getattr(process.student, name)).kind == "wrong", name
    assert process.restarts == 0


ENDINGS = [
    ("import os; os._exit(0)", "crash"),
    ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", "crash"),
    ("import ctypes; ctypes.string_at(0)", "crash"),
    ("import os; os.close(3)", "crash"),
    ("import os; os.close(3)\n    while True: pass", "breach"),
    ("import os; os.write(3, b'x' * 100); return 1", "breach"),
    ("import os; os.write(3, b'cg1'); import time; time.sleep(60)", "time"),
    ("while True: pass", "time"),
    ("import time; time.sleep(60)", "time"),
    ("import signal; signal.signal(signal.SIGTERM, lambda *a: 0); signal.pause()", "time"),
    ("import sys; sys.stdout.recorder = None\n    while True: print('x' * 1000)", "time"),
]


@pytest.mark.parametrize(("body", "kind"), ENDINGS, ids=[body[:40] for body, _ in ENDINGS])
def test_whatever_ends_a_process_costs_that_function_only(submission, body, kind):
    process = submission("def good(x): return x + 1", f"def f():\n    {body}", seconds=1.5)
    assert process.student.good(1) == 2
    assert failure(process.student.f).kind == kind
    assert process.student.good(2) == 3
    # Where `good` ran before, it could be to blame for whatever is wrong now, so the call is made once more without it.
    assert process.restarts == (1 if kind == "time" else 2)


def test_what_a_function_leaves_behind_costs_no_other_function(submission):
    process = submission(
        "import os, threading\ndef good(x): return x + 1",
        "def speaks(): threading.Timer(0.1, os.write, (3, b'x' * 100)).start()",
        "def leaves(): threading.Timer(0.1, os._exit, (3,)).start()",
    )
    for hostile in (process.student.speaks, process.student.leaves):
        hostile()
        time.sleep(0.3)
        assert process.student.good(1) == 2
    assert process.restarts == 2


def test_what_a_cell_leaves_behind_costs_no_other_cell(submission):
    process = submission("import os, threading")
    process.execute("threading.Timer(0.1, os._exit, (3,)).start()", replayed=False)
    time.sleep(0.3)
    cell = process.execute("def good(x): return x + 1")
    assert cell.failure is None and not cell.deadly
    assert process.student.good(1) == 2 and process.restarts == 1


def test_a_call_is_not_made_again_once_our_functions_were_called(submission):
    process = submission("import os\ndef good(): return 1", "def f(ask):\n    ask()\n    os._exit(1)")
    asked = []
    assert process.student.good() == 1
    assert failure(process.student.f, lambda: asked.append(1)).kind == "crash"
    assert len(asked) == 1 and process.restarts == 0


def test_cells_that_only_show_something_are_not_replayed(submission):
    process = submission("import os\nruns = []", "def f(end): return os._exit(1) if end else len(runs)")
    process.execute("runs.append(1)", replayed=False)
    assert process.student.f(False) == 1
    assert failure(process.student.f, True).kind == "crash"
    assert process.student.f(False) == 0


def test_arguments_that_do_not_come_back_leave_a_usable_process(submission):
    process = submission(
        "import gc\nsession = next(it for it in gc.get_objects() if type(it).__name__ == 'Session')",
        "def f(x): session._verbs['left'] = lambda *a: 1",
        "def good(x): return x",
    )
    process.student.f(1)
    assert failure(lambda: process.student.last.arguments).kind == "breach"
    assert process.student.good(2) == 2 and process.student.last.arguments == (2,)


def test_a_function_that_keeps_ending_processes_is_not_called_again(submission):
    process = submission("import os\ndef f(): os._exit(1)\ndef good(): return 1", strikes=2)
    kinds = [failure(process.student.f).kind for _ in range(5)]
    assert kinds == ["crash"] * 5 and process.student.good() == 1
    assert process.restarts == 2


def test_processes_are_not_forked_for_ever(submission):
    process = submission("import os\ndef f(): os._exit(1)", strikes=100, max_restarts=2)
    for _ in range(5):
        assert failure(process.student.f).kind == "crash"
    assert process.restarts == 2


def test_a_cell_that_ends_the_process_is_left_out_when_cells_are_replayed(submission):
    process = submission(
        "x = 1", "import os; os._exit(3)", "x += 1", "while True: pass", "def f(): return x", seconds=1.5
    )
    assert [cell.failure and cell.failure.kind for cell in process.cells] == [None, "crash", None, "time", None]
    assert process.student.f() == 2
    assert process.restarts == 2


def test_replayed_cells_keep_what_they_showed_first(submission):
    process = submission("import os, time\nprint(time.time_ns())", "def f(x): os._exit(x)")
    first = process.cells[0].outputs
    failure(process.student.f, 77)
    assert failure(process.student.g).kind == "missing"
    assert process.restarts == 1 and process.cells[0].outputs is first


def test_cells_are_not_run_where_hidden_inputs_were_seen(submission):
    process = submission("seen = []\ndef f(x): seen.append(x)")
    process.student.f(12345)
    with pytest.raises(GraderFailure):
        process.execute("seen")
    process.reset()
    assert process.execute("seen").outputs[0]["data"] == {"text/plain": "[]"}


def test_a_closed_process_is_not_opened_again(submission):
    process = submission(FUNCTIONS)
    process.close()
    assert failure(process.student.echo, 1).kind == "crash"
    assert process.usage.cpu_seconds > 0 and process.usage.peak_bytes > 1 << 20
