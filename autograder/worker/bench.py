"""The pytest plugin that a worker is: one session, hidden tests collected once, run again for every submission.

pytest lets a plugin have the run loop (`pytest_runtestloop`, as pytest-xdist's workers do); this one takes submissions
until there are no more. What a test found is read from the exception it ended with:

- a failed `expect` or `assert_close`, or a plain `assert`: the student's result is wrong;
- a `StudentError`: the student's process failed, in the way that it says;
- anything else is a question: did the test choke on what the student returned, or is the test itself broken? The same
  test on the solution, with the same random inputs, answers it: where that passes, the student's result is to blame.
"""

import inspect
import signal
import time
from collections.abc import Callable, Iterable
from itertools import zip_longest

import numpy as np
import pytest

from autograder.border import CallbackFailure, GraderFailure, StudentError
from autograder.statuses import TEST
from autograder.worker import fixtures
from autograder.worker.bundle import Bundle, BundleError, Exercise
from autograder.worker.visible import VisibleNotebook, trimmed
from course.workbook import graft, read_notebook

# What a test may well raise at a value of another form; asked only where there is no solution to compare with.
MISFITS = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, np.linalg.LinAlgError)
MISCALL = "Your code called a function that it was given with something that this function cannot work with."
MISFIT = "The result does not have the form asked for. Look at its type, its shape and the number of its parts."
KINDS = {"missing": "error", "crash": "error"} | {kind: kind for kind in ("wrong", "error", "time", "memory", "breach")}
TRIES = 3


class Overtime(Exception):
    """A test, or all of a submission's tests, took longer than the worker waits."""


class Bench:
    """Grades one submission after the other inside a pytest session.

    `submissions` yields (the student's bytes, exercise name, sha256); `deliver` gets each (result, visible outputs), and
    `ready` is called once, when all is collected and `warm_up` has given the zygote. `budget`: seconds for all hidden
    tests of a submission. `problem` says why nothing could be graded, if so.
    """

    def __init__(self, bundle: Bundle, warm_up: Callable, secret: bytes, budget: float) -> None:
        self.submissions: Iterable[tuple[bytes, str, str]] = ()
        self.deliver: Callable[[dict, list], None] = lambda result, visible: None
        self.ready: Callable[[], None] = lambda: None
        self.problem = ""
        self._bundle, self._warm_up, self._budget = bundle, warm_up, budget
        self._zygote = self._process = None
        self._seat = fixtures.Seat(lambda name: self._process, secret)
        self._tests: dict[str, dict[str, list[pytest.Item]]] = {}
        self._visible: dict[str, VisibleNotebook] = {}
        self._phases: list[pytest.CallInfo] = []

    # what pytest calls -----------------------------------------------------------------------------------------

    def pytest_configure(self, config: pytest.Config) -> None:
        config.pluginmanager.register(fixtures)
        config.stash[fixtures.SEAT] = self._seat

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        if self.problem:
            raise pytest.UsageError(self.problem)
        for name, exercise in self._bundle.exercises.items():
            items = [item for item in session.items if item.path == exercise.tests]
            try:
                self._tests[name] = _by_function(items, exercise)
            except BundleError as error:
                self.problem = str(error)
                raise pytest.UsageError(self.problem) from None

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            said = [line for line in str(report.longrepr).splitlines() if line.strip()]
            self.problem = f"The hidden tests in {report.nodeid} cannot be read. " + said[-1].strip("E ")

    def pytest_internalerror(self, excinfo: pytest.ExceptionInfo) -> None:
        self.problem = self.problem or f"{excinfo.typename}: {excinfo.value}"

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        session.config.pluginmanager.unregister(reporter)
        self._visible = {
            name: VisibleNotebook.of(session, name, exercise.notebook)
            for name, exercise in self._bundle.exercises.items()
        }
        signal.signal(signal.SIGALRM, _overtime)
        with self._warm_up() as self._zygote:
            self.ready()
            for data, name, sha256 in self.submissions:
                self.deliver(*self._grade_surely(data, self._bundle.exercises[name], sha256))
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_makereport(self, item: pytest.Item, call: pytest.CallInfo) -> pytest.TestReport:
        # A report of our own, because pytest's writes out the traceback, which costs more than most tests.
        self._phases.append(call)
        outcome = "failed" if call.excinfo else "passed"
        return pytest.TestReport(item.nodeid, item.location, {}, outcome, None, call.when, duration=call.duration)

    # one submission --------------------------------------------------------------------------------------------

    def _grade_surely(self, data: bytes, exercise: Exercise, sha256: str) -> tuple[dict, list]:
        """`_grade`, again if the warm process was lost meanwhile: it takes its students with it, and that is not their fault."""
        for _ in range(TRIES):
            before = _pid(self._zygote)
            graded = self._grade(data, exercise, sha256)
            if _pid(self._zygote) == before:
                return graded
        raise GraderFailure(f"The warm process was lost {TRIES} times while one submission was graded.")

    def _grade(self, data: bytes, exercise: Exercise, sha256: str) -> tuple[dict, list]:
        begun = time.monotonic()
        grafted = graft(exercise.notebook, read_notebook(data))
        self._seat.submission = sha256
        with self._zygote.open([], max_restarts=max(12, 4 * len(exercise.points))) as self._process:
            nbval, visible = self._judge_visible(exercise, grafted.notebook)
            functions = self._test(exercise, set(grafted.attempted))
            restarts = self._process.restarts
        usage = self._process.usage
        points = [function["points"] for function in functions.values()]
        result = {
            "notebook": exercise.name,
            "submission_sha256": sha256,
            "status": "grader failure" if None in points else "graded",
            "points": None if None in points else round(sum(points), 6),
            "max_points": exercise.full_marks,
            "nbval": nbval,
            "functions": functions,
            "usage": {
                "seconds": round(time.monotonic() - begun, 4),
                "cpu_seconds": round(usage.cpu_seconds, 4),
                "peak_bytes": usage.peak_bytes,
                "restarts": restarts,
            },
        }
        return result, visible

    def _judge_visible(self, exercise: Exercise, notebook: dict) -> tuple[dict[str, str], list]:
        """nbval's finding on each check cell, and what the cells showed."""
        visible = self._visible[exercise.name]
        visible.take(notebook, self._process)
        nbval, shown = {}, []
        for item, following in zip_longest(visible.items, visible.items[1:]):
            visible.before(item)
            error = self._run(item, following)
            visible.forgive()
            role, function = visible.role(item)
            if role == "check":
                nbval[item.cell["id"]] = visible.outcome(error)
            if visible.kernel.last is not None and (outputs := trimmed(visible.kernel.last.outputs)):
                shown.append({"function": function, "role": role, "outputs": outputs})
        return nbval, shown

    def _test(self, exercise: Exercise, attempted: set[str]) -> dict[str, dict]:
        """Points and findings of each function's hidden tests."""
        tests = self._tests[exercise.name]
        items = [item for function, own in tests.items() if function in attempted for item in own]
        errors = self._errors(items)
        broken = self._broken({item: error for item, error in errors.items() if _is_doubtful(error)}, exercise)
        functions = {}
        for function, own in tests.items():
            found = [self._finding(item, errors, item in broken) for item in own]
            points, failed = exercise.points[function], any(test["status"] == "grader failure" for test in found)
            passed = sum(test["status"] == "passed" for test in found)
            earned = None if failed else round(points * passed / len(found), 6)
            functions[function] = {"points": earned, "max_points": points, "tests": found}
        return functions

    def _errors(self, items: list[pytest.Item]) -> dict[pytest.Item, BaseException | None]:
        """Run the items in order: what each ended with."""
        deadline = time.monotonic() + self._budget
        errors = {}
        for item, following in zip_longest(items, items[1:]):
            errors[item] = self._run(item, following, deadline - time.monotonic())
            if isinstance(errors[item], Overtime):
                self._process.reset()
        return errors

    def _run(self, item: pytest.Item, following: pytest.Item | None, seconds: float = 0.0) -> BaseException | None:
        self._phases.clear()
        signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001) if seconds else 0)
        try:
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        errors = [phase.excinfo.value for phase in self._phases if phase.excinfo]
        return errors[0] if errors else None

    def _broken(self, doubtful: dict[pytest.Item, BaseException], exercise: Exercise) -> set[pytest.Item]:
        """Which of the tests are themselves to blame: they fail on the solution too, with the same inputs."""
        if not doubtful:
            return set()
        if exercise.solution is None:
            return {item for item, error in doubtful.items() if not isinstance(error, (*MISFITS, Overtime))}
        cells = [cell["source"] for cell in exercise.solution["cells"] if cell["cell_type"] == "code"]
        with self._zygote.open(cells) as self._process:
            return {item for item, error in self._errors(list(doubtful)).items() if error is not None}

    def _finding(self, item: pytest.Item, errors: dict, broken: bool) -> dict:
        """One test's line in the result. `errors` has what the tests that ran ended with."""
        status, sentence, hint, detail = "passed", "", "", ""
        if item not in errors:
            status = "not attempted"
        elif (error := errors[item]) is not None:
            status, sentence, hint = _verdict(error, broken)
            detail = error.instructor if hasattr(error, "instructor") else f"{type(error).__name__}: {error}"
        finding = {"name": item.name, "line": _line(item), "status": status, "hint": hint}
        if status != "passed":
            finding |= {"sentence": sentence or TEST[status].to_student, "detail": detail[:500]}
        return finding


def _pid(zygote) -> int | None:
    try:
        return zygote.pid
    except AttributeError:  # ended, and not started again yet
        return None


def _verdict(error: BaseException, broken: bool) -> tuple[str, str, str]:
    """(status, sentence or "" for the usual one, hint) of a test that ended with `error`."""
    if isinstance(error, StudentError):
        if error.exception == "NotImplementedError":
            return "not attempted", "", ""
        return KINDS.get(error.kind, "error"), error.student, ""
    if isinstance(error, AssertionError):
        return "wrong", "", getattr(error, "hint", "")
    if broken or not _is_doubtful(error):
        return "grader failure", "", ""
    if isinstance(error, Overtime):
        return "time", "", ""
    return "wrong", MISCALL if isinstance(error, CallbackFailure) else MISFIT, ""


def _is_doubtful(error: BaseException | None) -> bool:
    """Whether the solution must tell if the test or the student's result is to blame."""
    decided = isinstance(error, (AssertionError, StudentError, GraderFailure)) and not isinstance(
        error, CallbackFailure
    )
    return isinstance(error, Exception) and not decided


def _by_function(items: list[pytest.Item], exercise: Exercise) -> dict[str, list[pytest.Item]]:
    tests: dict[str, list[pytest.Item]] = {function: [] for function in exercise.points}
    for item in items:
        function, separator, _ = item.originalname.removeprefix("test_").partition("__")
        if not separator or function not in tests:
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


def _line(item: pytest.Item) -> str:
    """The docstring's first paragraph on one line, or the test's name in words."""
    text = inspect.getdoc(item.obj) or item.originalname.partition("__")[2].replace("_", " ")
    return " ".join(text.split("\n\n")[0].split())


def _overtime(signum: int, frame: object) -> None:
    raise Overtime
