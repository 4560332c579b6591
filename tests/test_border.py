"""The border: what hidden tests can do with a student's process, and what the process can not do to them."""

import re
import socket
import threading
from dataclasses import replace

import numpy as np
import pytest

from autograder.border import Callback, GraderFailure, Handle, StudentError, StudentProcess
from autograder.border import conversation as talk
from autograder.channel import Channel
from autograder.codec import encode
from autograder.sandbox import Limits
from autograder.zygote import Ending, Zygote

LIMITS = Limits(wall_seconds=20)
FUNCTIONS = """
import collections, functools, itertools, os, sys, time
import numpy as np

def echo(*args, **kwargs):
    return args[0] if args else kwargs

def apply(f, *args):
    return f(*args)

def several(x):
    yield x
    yield [x, (x,)]

class Counter:
    def __init__(self, n=0):
        self.n = n
    def add(self, k):
        self.n += k
        return self.n

def counter(n=0):
    return Counter(n)

def descend(grad, theta, n):
    theta = np.asarray(theta, dtype=float)
    for _ in range(n):
        theta = theta - 0.1 * grad(theta)
    return theta

def swallow(f, x):
    try:
        return f(x)
    except BaseException as error:
        return type(error).__name__
"""


@pytest.fixture(scope="module")
def zygote():
    with Zygote("none", LIMITS, course=()) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def process(zygote):
    with zygote.open([FUNCTIONS]) as process:
        yield process


@pytest.fixture
def student(process):
    return process.student


@pytest.fixture
def submission(zygote):
    """submission(cell, ...) opens a student of its own, with a short time limit if asked for."""
    opened = []

    def submission(*cells, seconds=20.0, **options):
        process = StudentProcess(zygote.fork, replace(LIMITS, wall_seconds=seconds), list(cells), **options)
        opened.append(process)
        return process

    yield submission
    for process in opened:
        process.close()


def failure(function, *args, **kwargs) -> StudentError:
    with pytest.raises(StudentError) as caught:
        function(*args, **kwargs)
    return caught.value


# What crosses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "value", [None, True, 3, -0.5, "text", [1, [2]], (1, (2,)), {"a": (1,)}, 10**30, [], (), {}, "long " * 50], ids=repr
)
def test_plain_data_goes_there_and_back(student, value):
    back = student.echo(value)
    assert back == value and type(back) is type(value)


def test_arrays_go_there_and_back(student):
    for array in (np.arange(6.0).reshape(2, 3), np.array(3), np.zeros((0, 2)), np.array([True]), np.array([1j])):
        back = student.echo(array)
        assert type(back) is np.ndarray and back.dtype == array.dtype
        np.testing.assert_array_equal(back, array)


def test_keywords_go_there(student):
    assert student.echo(eta=0.1, path=[1]) == {"eta": 0.1, "path": [1]}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("np.float64(1.5)", 1.5),
        ("np.int32(3)", 3),
        ("np.bool_(True)", True),
        ("np.float32(0.5), [np.int8(1)]", (0.5, [1])),
        ("(i * i for i in range(4))", [0, 1, 4, 9]),
        ("range(3)", [0, 1, 2]),
        ("map(str, [1, 2])", ["1", "2"]),
        ("zip([1], [2])", [(1, 2)]),
        ("{'a': 1}.items()", [("a", 1)]),
        ("{'a': 1}.keys()", ["a"]),
        ("collections.deque([1, 2])", [1, 2]),
        ("[iter([1]), (x for x in 'ab')]", [[1], ["a", "b"]]),
        ("collections.OrderedDict(a=1)", {"a": 1}),
        ("collections.namedtuple('P', 'x y')(1, 2)", (1, 2)),
    ],
)
def test_results_arrive_as_base_types(submission, expression, value):
    result = submission(FUNCTIONS, f"def f(): return {expression}").student.f()
    assert result == value and type(result) is type(value)


def test_a_generator_that_fails_is_the_students_error(submission):
    error = failure(submission("def f():\n    yield 1\n    1 / 0").student.f)
    assert (error.kind, error.exception, error.line) == ("error", "ZeroDivisionError", 3)


def test_an_endless_generator_is_refused(submission):
    assert failure(submission("import itertools\ndef f(): return itertools.count()").student.f).kind == "wrong"


def test_a_seeded_generator_crosses_with_its_state(student, submission):
    rng = np.random.default_rng(5)
    rng.normal(size=3)
    twin = np.random.default_rng(5)
    twin.normal(size=3)
    draw = submission("def draw(rng): return rng.integers(0, 100, 5), rng.normal(size=2)").student.draw
    integers, normals = draw(rng)
    np.testing.assert_array_equal(integers, twin.integers(0, 100, 5))
    np.testing.assert_array_equal(normals, twin.normal(size=2))
    untouched = np.random.default_rng(5)
    untouched.normal(size=3)
    assert rng.bit_generator.state == untouched.bit_generator.state


def test_what_cannot_be_passed_is_a_fault_of_the_test_and_costs_nothing(student):
    for thing in (object(), {1, 2}, np.array([None]), np.random.Generator(np.random.MT19937(0))):
        with pytest.raises(GraderFailure):
            student.echo(thing)
    assert student.echo(1) == 1


# Objects of the student's own -----------------------------------------------------------------------------------


def test_foreign_objects_are_handles_that_can_be_called(student):
    counter = student.counter(2)
    assert isinstance(counter, Handle)
    assert counter.add(3) == 5 and counter.add(k=1) == 6
    assert student.apply(counter.add, 4) == 10
    assert failure(counter.no_such_method).exception == "AttributeError"
    same = student.echo([counter])[0]
    assert isinstance(same, Handle) and same.add(0) == 10


def test_functions_come_back_as_handles_that_can_be_called(submission):
    double = submission("def make(k): return lambda x: k * x").student.make(2)
    assert double(21) == 42
    np.testing.assert_array_equal(double(np.ones(2)), [2, 2])


def test_a_handle_is_never_equal_true_an_array_or_a_number(student):
    handle = student.counter()
    for other in (handle, 0, 1.0, None, "Counter", True, [handle][0]):
        assert not handle == other and handle != other
        assert not other == handle and other != handle
    assert not handle
    assert not isinstance(handle, (np.ndarray, int, float, list, tuple, dict))
    for use in (
        np.asarray, np.allclose, np.isfinite, np.shape, float, int, complex, len, list, abs, bool.__and__, np.testing.assert_allclose,
    ):  # fmt: skip
        with pytest.raises(TypeError):
            use(handle, 1.0) if use in (np.allclose, np.testing.assert_allclose) else use(handle)
    for use in (
        lambda: handle + 1,
        lambda: 1 < handle,
        lambda: np.ones(2) * handle,
        lambda: handle[0],
        lambda: 1 in handle,
    ):
        with pytest.raises(TypeError):
            use()
    with pytest.raises(StudentError) as caught:
        np.array([handle, 1.0], dtype=float)
    assert caught.value.kind == "wrong"


def test_a_handle_of_an_ended_process_is_stale(submission):
    process = submission(FUNCTIONS)
    handle = process.student.counter()
    process.reset()
    assert process.student.echo(1) == 1
    assert failure(handle.add, 1).kind == "crash"
    assert failure(process.student.echo, handle).kind == "crash"
    assert process.student.echo(2) == 2


@pytest.mark.parametrize(
    "forgery",
    [
        "class A(np.ndarray):\n    __eq__ = lambda s, o: np.True_\nr = np.zeros(2).view(A)",
        "class A(np.ndarray):\n    def __array_ufunc__(self, *a, **k): return True\nr = np.zeros(2).view(A)",
        "class A(float):\n    __eq__ = lambda s, o: True\n    __rsub__ = __sub__ = lambda s, o: 0\nr = [A(0), A(0)]",
        "class A(list):\n    __eq__ = lambda s, o: True\nr = A([0, 0])",
        "class A:\n    __eq__ = lambda s, o: True\n    __array__ = lambda s, *a, **k: np.ones(2)\nr = A()",
        "class A:\n    __float__ = lambda s: 1.0\nr = [A(), A()]",
        "r = np.array([0, 0], object)",
        "r = np.array([2, 2], np.uint8).view(bool)",
    ],
)
def test_nothing_that_a_student_returns_passes_for_the_right_answer(submission, forgery):
    student = submission("import numpy as np", forgery, "def f(): return r").student
    with pytest.raises((AssertionError, StudentError)):
        np.testing.assert_allclose(student.f(), np.ones(2))


# Functions of ours ----------------------------------------------------------------------------------------------


def test_callbacks_run_here_and_are_counted_and_remembered_here(student):
    def grad(theta):
        return 2 * theta

    theta = student.descend(grad, [1.0, -1.0], 3)
    np.testing.assert_allclose(theta, [0.512, -0.512])
    assert student.last.count(grad) == 3
    seen = [args[0] for args, _ in student.last.calls(grad)]
    np.testing.assert_allclose(seen, [[1, -1], [0.8, -0.8], [0.64, -0.64]])


def test_counts_go_on_over_calls_of_a_named_callback(student):
    grad = Callback(lambda theta: theta)
    student.descend(grad, [1.0], 2)
    student.descend(grad, [1.0], 3)
    assert grad.count == 5 and len(grad.calls) == 5
    grad.clear()
    assert grad.count == 0 and grad.calls == []


def test_remembered_arguments_are_those_of_the_call(student):
    def spoil(x):
        x[:] = 0
        return x

    student.apply(spoil, np.ones(2))
    np.testing.assert_array_equal(student.last.calls(spoil)[0][0][0], [1, 1])


def test_more_calls_than_allowed_end_the_test_even_when_swallowed(student):
    grad = Callback(lambda theta: theta, at_most=2, hint="At most one call a step.")
    error = failure(student.descend, grad, [1.0], 3)
    assert error.kind == "wrong" and error.student == "At most one call a step."
    limited = Callback(lambda x: x, at_most=0)
    assert failure(student.swallow, limited, 1).kind == "wrong"
    assert student.echo(1) == 1


def test_callbacks_may_give_tuples_and_take_keywords(student, submission):
    f = submission("def f(loss_grad): return loss_grad([1.0], X=2, y=3)").student.f
    assert f(lambda theta, X, y: (X + y, [t * 2 for t in theta])) == (5, [2.0])


def test_a_function_passed_in_comes_back_as_itself(student):
    def grad(theta):
        return theta

    assert student.echo(grad) is grad
    assert student.echo([grad])[0] is grad


def test_a_student_may_keep_a_function_for_a_later_call(submission):
    student = submission("kept = []\ndef keep(f): kept.append(f)\ndef use(x): return kept[0](x)").student
    assert student.keep(lambda x: x + 1) is None
    assert student.use(1) == 2


def test_threads_of_the_student_may_call_back(submission):
    f = submission(
        "from concurrent.futures import ThreadPoolExecutor\n"
        "def f(g):\n    with ThreadPoolExecutor(4) as pool:\n        return list(pool.map(g, range(40)))"
    ).student.f
    assert f(lambda x: x * x) == [x * x for x in range(40)]


def test_callbacks_that_call_the_student_again(student):
    assert student.apply(lambda x: student.echo(x) + 1, 1) == 2
    assert student.apply(student.echo, 5) == 5
    with pytest.raises(GraderFailure, match="deep"):

        def deeper(x):
            return student.apply(deeper, x)

        student.apply(deeper, 0)
    assert student.echo(1) == 1


def test_nonsense_passed_to_a_callback_is_the_students_error(student):
    def grad(theta):
        return np.ones((2, 2)) @ theta

    for nonsense in (np.ones(3), "text", None, {"a": 1}):
        error = failure(student.apply, grad, nonsense)
        assert error.kind == "error" and error.exception in ("ValueError", "TypeError")
    assert failure(student.apply, grad).exception == "TypeError"
    assert student.swallow(grad, np.ones(3)) == "ValueError"


def test_a_failed_assertion_in_a_callback_is_the_tests_verdict(student):
    def grad(theta):
        raise AssertionError("grad is called at theta0 first")

    for call in (student.apply, student.swallow):
        with pytest.raises(AssertionError, match="theta0"):
            call(grad, 1)
    assert student.echo(1) == 1


def test_a_callback_that_breaks_is_our_failure_even_when_swallowed(student):
    def grad(theta):
        return undefined_name  # noqa: F821

    for call in (student.apply, student.swallow):
        with pytest.raises(GraderFailure, match="NameError"):
            call(grad, 1)
    with pytest.raises(GraderFailure, match="cross"):
        student.apply(lambda x: object(), 1)
    assert student.echo(1) == 1


def test_a_student_who_goes_on_after_the_verdict_is_stopped(submission):
    student = submission("def f(g):\n    while True:\n        try: g()\n        except Exception: pass").student

    def refuse():
        raise AssertionError("not like this")

    with pytest.raises(AssertionError, match="not like this"):
        student.f(refuse)


def test_heavy_arguments_do_not_reach_a_callback(submission, student):
    grad = Callback(lambda theta: theta)
    error = failure(submission("import numpy as np\ndef f(g): return g(np.zeros(2_000_000))").student.f, grad)
    assert error.kind == "memory" and grad.count == 0


def test_an_interruption_of_ours_leaves_a_usable_process(process, student):
    class Alarm(BaseException):
        pass

    def interrupted(x):
        raise Alarm

    with pytest.raises(Alarm):
        student.apply(interrupted, 1)
    assert student.echo(1) == 1


# After a call ---------------------------------------------------------------------------------------------------


def test_arguments_can_be_seen_as_the_student_left_them(submission):
    student = submission(
        "def f(x, ys, *, k=None):\n    x[0] = 7\n    ys.append(8)\n    k['a'] = 9\n    return 0"
    ).student
    x, ys, k = np.zeros(2), [1], {}
    assert student.f(x, ys, k=k) == 0
    assert (x[0], ys, k) == (0, [1], {})
    left_x, left_ys = student.last.arguments
    np.testing.assert_array_equal(left_x, [7, 0])
    assert left_ys == [1, 8] and student.last.keywords == {"k": {"a": 9}}


def test_functions_among_the_arguments_are_themselves_again(student):
    def grad(theta):
        return theta

    student.descend(grad, [1.0], 1)
    assert student.last.arguments[0] is grad and student.last.arguments[1:] == ([1.0], 1)


def test_arguments_are_there_after_an_error(submission):
    student = submission("def f(x):\n    x.append(1)\n    raise ValueError").student
    failure(student.f, [])
    assert student.last.arguments == ([1],)


def test_arguments_of_an_ended_process_are_gone(submission):
    process = submission(FUNCTIONS)
    process.student.echo(1)
    last = process.student.last
    process.reset()
    assert failure(lambda: last.arguments).kind == "crash"


@pytest.mark.parametrize(
    "value", ["np.nan", "[1, -np.inf]", "{'a': np.array([1, np.nan])}", "(np.float32('inf'),)", "1j * np.inf"]
)
def test_results_that_are_not_finite_are_refused_unless_expected(submission, value):
    student = submission("import numpy as np", f"def f(): return {value}").student
    assert failure(student.f).kind == "wrong"
    assert student.expecting_nonfinite().f() is not None
    assert failure(student.f).kind == "wrong"


# Failures -------------------------------------------------------------------------------------------------------


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
    assert process.restarts == 1


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


# A process that speaks as it likes ------------------------------------------------------------------------------


class Impostor:
    """In place of a student's process: answers each request with the bytes that `script(request)` gives."""

    def __init__(self, script) -> None:
        ours, self.theirs = socket.socketpair()
        self.channel = Channel(ours)
        self.thread = threading.Thread(target=self._speak, args=(script,), daemon=True)
        self.thread.start()

    def _speak(self, script) -> None:
        listener = Channel(self.theirs, tick=None)
        try:
            while True:
                self.theirs.sendall(script(listener.receive(lambda: None, lambda reference: reference)))
        except OSError:
            pass

    def end(self, grace: float = 0.0) -> Ending:
        self.channel.close()
        self.theirs.close()
        return Ending(killed=True)


def against(script, seconds=2.0) -> StudentProcess:
    return StudentProcess(lambda: Impostor(script), replace(LIMITS, wall_seconds=seconds), max_restarts=0)


BREACHES = {
    "another number": lambda n: encode(["returned", n + 1, 0]),
    "an earlier number": lambda n: encode(["returned", n - 1, 0]),
    "no number": lambda n: encode(["returned", "1", 0]),
    "a number that only equals": lambda n: encode(["returned", float(n), 0]),
    "true for one": lambda n: encode(["returned", True, 0]),
    "an unknown word": lambda n: encode(["granted", n, 100]),
    "no word": lambda n: encode([n, n]),
    "no list": lambda n: encode({"returned": n}),
    "too short": lambda n: encode(["returned"]),
    "without a value": lambda n: encode(["returned", n]),
    "with two values": lambda n: encode(["returned", n, 0, 0]),
    "an error that is no report": lambda n: encode(["raised", n, "ValueError"]),
    "a report on a cell": lambda n: encode(["ran", n, [], 1, None]),
    "a function never given": lambda n: encode(["callback", n, 5, [], {}]),
    "a function by name": lambda n: encode(["callback", n, "grad", [], {}]),
    "arguments that are none": lambda n: encode(["callback", n, 0, 1, {}]),
    "keywords that are none": lambda n: encode(["callback", n, 0, [1], {1: 2}]),
    "a callback of another request": lambda n: encode(["callback", n + 1, 0, [1], {}]),
    "a callback and no more": lambda n: encode(["callback", n, 0]),
    "bytes": lambda n: b"x" * 100,
    "a header of nothing": lambda n: encode([])[:4] + bytes(12),
    "an announcement of a terabyte": lambda n: b"cg1\n" + (1).to_bytes(4, "little") + (2**40).to_bytes(8, "little"),
    "a stale function": lambda n: encode(["returned", n, len], lambda it: talk.Reference(["callback", 9])),
    "an unknown reference": lambda n: encode(["returned", n, len], lambda it: talk.Reference(["pickle", 0, "x"])),
    "a reference with code for a name": lambda n: encode(
        ["returned", n, len], lambda it: talk.Reference(["object", 0, "<b>"])
    ),
}


@pytest.mark.parametrize("breach", BREACHES.values(), ids=BREACHES)
def test_replies_of_no_known_form_are_breaches(breach):
    process = against(lambda request: breach(request[1]))
    assert failure(process.student.f, len).kind == "breach"


def test_a_word_out_of_turn_is_a_breach():
    process = against(lambda request: encode(["returned", request[1], 0]) + encode(["returned", request[1] + 1, 100]))
    assert process.student.f() == 0
    assert failure(process.student.f).kind == "breach"


@pytest.mark.parametrize(
    "outputs",
    [
        None,
        [1],
        [{}],
        [{"output_type": "stream", "name": "stdin", "text": ""}],
        [{"output_type": "stream", "name": "stdout", "text": ["a"]}],
        [{"output_type": "stream", "name": "stdout", "text": "", "more": 1}],
        [{"output_type": "error", "ename": 1, "evalue": "", "traceback": []}],
        [{"output_type": "display_data", "data": [], "metadata": {}}],
        [{"output_type": "display_data", "data": {1: ""}, "metadata": {}}],
        [{"output_type": "execute_result", "data": {}, "metadata": {}, "execution_count": "1"}],
        [{"output_type": "update_display_data", "data": {}, "metadata": {}}],
    ],
    ids=repr,
)
def test_forged_reports_on_cells_are_breaches(outputs):
    process = against(lambda request: encode(["ran", request[1], outputs, 1, None]))
    assert process.execute("1").failure.kind == "breach"


def test_forged_places_and_names_of_exceptions_are_not_believed():
    for report in (
        {"type": "Secret7", "cell": 0, "line": 1},
        {"type": "ValueError", "cell": 99, "line": 99},
        {},
        {"type": ["x"]},
    ):
        error = failure(against(lambda request, report=report: encode(["raised", request[1], report])).student.f)
        assert error.kind == "error" and error.line is None and "Secret" not in str(error)


def test_every_wait_has_a_deadline(monkeypatch):
    def silence(request):
        threading.Event().wait(30)

    class Drip(Impostor):
        def _speak(self, script):
            try:
                Channel(self.theirs, tick=None).receive(lambda: None)
                frame = encode(["returned", 1, np.zeros(10_000)])
                for at in range(len(frame)):
                    self.theirs.sendall(frame[at : at + 1])
                    threading.Event().wait(0.01)
            except OSError:
                pass

    class Deaf(Impostor):
        def _speak(self, script):
            threading.Event().wait(30)

    limits = replace(LIMITS, wall_seconds=0.3)
    for fork in (lambda: Impostor(silence), lambda: Drip(None), lambda: Deaf(None)):
        assert failure(StudentProcess(fork, limits, max_restarts=0).student.f, np.zeros(1 << 20)).kind == "time"
    monkeypatch.setattr(talk, "MOST_CALLBACKS", 50)
    chatter = against(lambda request: encode(["callback", 1, 0, [], {}]))
    assert failure(chatter.student.f, lambda: 0).kind == "time"


def test_only_the_time_of_the_student_counts():
    slow = Callback(lambda: threading.Event().wait(0.2))
    replies = iter([encode(["callback", 1, 0, [], {}]), encode(["callback", 1, 0, [], {}]), encode(["returned", 1, 5])])
    assert against(lambda request: next(replies), seconds=0.3).student.f(slow) == 5


def test_the_time_of_callbacks_is_not_without_end():
    slow = Callback(lambda: threading.Event().wait(0.2))
    chatter = against(lambda request: encode(["callback", 1, 0, [], {}]), seconds=0.2)
    assert failure(chatter.student.f, slow).kind == "time"
    assert slow.count < 10


def test_neither_expected_values_nor_the_names_of_tests_cross(submission, monkeypatch):
    frames = []
    send = Channel.send

    def recorded(self, value, check, foreign=None):
        frames.append(encode(value, foreign))
        send(self, value, check, foreign)

    process = submission(FUNCTIONS)
    monkeypatch.setattr(Channel, "send", recorded)

    def grad_7331(theta):
        """The expected value is 0.8133."""
        raise ValueError("expected 0.8133") if theta > 1 else AssertionError("expected 0.8133")

    failure(process.student.descend, grad_7331, 2.0, 1)
    with pytest.raises(AssertionError):
        process.student.descend(grad_7331, 0.5, 1)
    said = b"".join(frames)
    assert len(frames) >= 2 and not re.search(rb"0\.8133|grad_7331|test_neither|ssertion", said)
