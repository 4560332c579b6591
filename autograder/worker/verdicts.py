"""What a hidden test found, read from the exception it ended with.

- a failed `expect` or `assert_close`, or a plain `assert`: the student's result is wrong;
- a `StudentError`: the student's process failed, in the way that it says;
- anything else is a question: did the test choke on what the student returned or called, or is the test itself broken? The
  same test on the solution, with the same random inputs, answers it: where that passes, the student's result is to blame.
"""

import inspect

import numpy as np
import pytest

from autograder.border import CallbackFailure, GraderFailure, StudentError
from autograder.statuses import TEST
from autograder.worker.bundle import BundleError, Exercise

# What a test may well raise at a value of another form; asked only where there is no solution to compare with.
MISFITS = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, np.linalg.LinAlgError)
MISCALL = "Your code called a function that it was given with something that this function cannot work with: a list, say, or an array of another shape."
MISFIT = "The result does not have the form asked for. Look at its type, its shape and the number of its parts."
HUGE = 1e15  # a number that a test measured is below this; nan and inf are not
KINDS = {"missing": "error", "crash": "error"} | {kind: kind for kind in ("wrong", "error", "time", "memory", "breach")}


class Overtime(BaseException):
    """A test, or all of a function's tests, took longer than the worker waits.

    No Exception, because it comes at any moment: a function of ours that a student calls has not failed by it.
    """


def finding(item: pytest.Item, errors: dict, broken: bool) -> dict:
    """One test's line in the result. `errors` has what the tests that ran ended with."""
    status, sentence, hint, detail = "passed", "", "", ""
    if item not in errors:
        status = "not attempted"
    elif (error := errors[item]) is not None:
        status, sentence, hint = _verdict(error, broken)
        # No more than the type where the student's result is to blame: the text may quote the result.
        detail = type(error).__name__
        if status == "grader failure" or isinstance(error, (AssertionError, StudentError)):
            detail = getattr(error, "instructor", f"{detail}: {error}")
    found = {"name": item.name, "line": _line(item), "status": status, "hint": hint}
    if status != "passed":
        found |= {"sentence": sentence or TEST[status].to_student, "detail": detail[:500]}
    return found


def measured(item: pytest.Item) -> dict:
    """{"measured": {name: number}} of what the test recorded with pytest's `record_property`; {} if that was nothing.

    Only finite numbers are kept, as plain int and float: a test may hand on what a student's code returned, and texts and
    objects of the student's have no way into the results. Nothing but the test can record, because the student's code runs in
    another process.
    """
    kept = {}
    for name, value in item.user_properties:
        if (
            isinstance(value, (int, float, np.integer, np.floating))
            and not isinstance(value, bool)
            and abs(value) < HUGE
        ):
            kept[str(name)] = int(value) if isinstance(value, (int, np.integer)) else float(value)
    return {"measured": kept} if kept else {}


def _verdict(error: BaseException, broken: bool) -> tuple[str, str, str]:
    """(status, sentence or "" for the usual one, hint) of a test that ended with `error`."""
    if isinstance(error, StudentError):
        if error.exception == "NotImplementedError":
            return "not attempted", "", ""
        return KINDS.get(error.kind, "error"), error.student, ""
    if isinstance(error, AssertionError):
        return "wrong", "", getattr(error, "hint", "")
    if broken or not is_doubtful(error):
        return "grader failure", "", ""
    if isinstance(error, Overtime):
        return "time", "", ""
    return "wrong", MISCALL if isinstance(error, CallbackFailure) else MISFIT, ""


def is_doubtful(error: BaseException | None) -> bool:
    """Whether the solution must tell if the test or the student's result is to blame."""
    if isinstance(error, (AssertionError, StudentError, GraderFailure)):
        return isinstance(error, CallbackFailure)
    return isinstance(error, (Exception, Overtime))


def by_function(items: list[pytest.Item], exercise: Exercise) -> dict[str, list[pytest.Item]]:
    """The hidden tests of each function that has points; BundleError where they do not fit the exercise."""
    tests: dict[str, list[pytest.Item]] = {function: [] for function in exercise.points}
    for item in items:
        if (function := function_of(item)) not in tests:
            raise BundleError(
                f"{exercise.tests.name}: {item.originalname} belongs to no function of {exercise.name}. "
                f"Call it test_<function>__<what>, with one of: {', '.join(tests)}."
            )
        tests[function].append(item)
    if bare := [function for function, own in tests.items() if not own]:
        raise BundleError(
            f"{exercise.tests.name} has no test for {', '.join(bare)}, so its points could not be earned."
        )
    return tests


def function_of(item: pytest.Item) -> str | None:
    """The function that a hidden test belongs to, by the test's name."""
    function, separator, _ = item.originalname.removeprefix("test_").partition("__")
    return function if separator else None


def _line(item: pytest.Item) -> str:
    """The docstring's first paragraph on one line, or the test's name in words."""
    text = inspect.getdoc(item.obj) or item.originalname.partition("__")[2].replace("_", " ")
    return " ".join(text.split("\n\n")[0].split())
