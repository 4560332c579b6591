"""The border: what crosses between a hidden test and a student's function, and what can be known after a call."""

import numpy as np
import pytest
import students
from students import FUNCTIONS, failure

from autograder.border import GraderFailure, Handle, StudentError

zygote, process, student, submission = students.zygote, students.process, students.student, students.submission


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
