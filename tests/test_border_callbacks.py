"""Functions of ours that a student calls: they run here, are counted and remembered here, and fail as ours or as theirs."""

import re
import signal

import numpy as np
import pytest
import students
from students import FUNCTIONS, failure

from autograder.border import Callback, CallbackFailure, GraderFailure
from autograder.channel import Channel
from autograder.codec import encode

zygote, process, student, submission = students.zygote, students.process, students.student, students.submission


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


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (lambda x: x * np.ones(3), "np.ones((4 << 20, 1), bool)"),
        (lambda x: np.asarray(x) * np.ones(1), "[10**30]"),
        (lambda x: x**3, "10**3000"),
    ],
    ids=["too large", "objects", "too long"],
)
@pytest.mark.parametrize("swallowed", [False, True])
def test_what_cannot_cross_may_be_the_fault_of_the_arguments(submission, ours, theirs, swallowed):
    body = f"try: g({theirs})\n    except ValueError: pass" if swallowed else f"g({theirs})"
    student = submission("import numpy as np", f"def f(g):\n    {body}\ndef good(x): return x").student
    with pytest.raises(CallbackFailure, match="cross"):
        student.f(ours)
    assert student.good(1) == 1


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


def test_an_alarm_of_ours_in_a_cell_or_a_replay_leaves_a_usable_process(submission):
    class Alarm(BaseException):
        pass

    def ring(*args):
        raise Alarm

    process = submission("import time\ntime.sleep(0.3)", "x = 1", "def f(): return x")
    before = signal.signal(signal.SIGALRM, ring)
    try:
        for use in (lambda: process.execute("time.sleep(5)"), process.student.f):
            signal.setitimer(signal.ITIMER_REAL, 0.1)
            with pytest.raises(Alarm):
                use()
            process.cells[3:] = []
        assert process.student.f() == 1
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


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
