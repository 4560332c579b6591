"""The pytest plugin that a worker is: one session, hidden tests collected once, run again for every submission.

pytest lets a plugin have the run loop (`pytest_runtestloop`, as pytest-xdist's workers do); this one takes submissions
until there are no more. What the exception means that a test ended with, `verdicts` tells.
"""

import contextlib
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

import pytest

from autograder.border import GraderFailure
from autograder.diagnosis import Trace, speaks
from autograder.worker import fixtures
from autograder.worker.bundle import Bundle, BundleError, Exercise
from autograder.worker.suspects import Lineup, opened
from autograder.worker.verdicts import MISFITS, Overtime, by_function, finding, function_of, is_doubtful, measured
from autograder.worker.visible import VisibleNotebook, trimmed
from course.workbook import graft, read_notebook

TRIES = 3


class Bench:
    """Grades one submission after the other inside a pytest session.

    `submissions` yields (the student's bytes, exercise name, sha256); `deliver` gets each (result, visible outputs), and
    `ready` is called once, when all is collected and `warm_up` has given the zygote. `budget`: seconds for all hidden
    tests of a function. `problem` says why nothing could be graded, if so.
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
        self._deadline: float | None = None  # of the tests of one function, on time.monotonic()

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
                self._tests[name] = by_function(items, exercise)
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

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> Iterator[None]:
        with self._in_time():
            return (yield)

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_call(self, item: pytest.Item) -> Iterator[None]:
        with self._in_time():
            return (yield)

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
        with self._zygote.open([], max_restarts=max(12, 4 * len(exercise.points))) as process:
            self._process = process
            nbval, visible = self._judge_visible(exercise, grafted.notebook)
            functions = self._test(exercise, set(grafted.attempted))
        usage = process.usage
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
                "restarts": process.restarts,
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
        traces = {function: Trace() for function in attempted}
        errors = self._errors(items, traces)
        numbers = {item: measured(item) for item in errors}  # before a test runs again, on the solution or a suspect
        broken = self._broken({item: error for item, error in errors.items() if is_doubtful(error)}, exercise)
        functions = {}
        for function, own in tests.items():
            found = [finding(item, errors, item in broken) | numbers.get(item, {}) for item in own]
            points, failed = exercise.points[function], any(test["status"] == "grader failure" for test in found)
            passed = sum(test["status"] == "passed" for test in found)
            earned = None if failed else round(points * passed / len(found), 6)
            functions[function] = {"points": earned, "max_points": points, "tests": found}
            if function in attempted and earned is not None and passed < len(found):
                ends = {item: errors[item] for item in own}
                if mistake := self._mistake(exercise, function, ends, traces[function]):
                    functions[function]["behaves_like"] = mistake
        return functions

    def _mistake(self, exercise: Exercise, function: str, errors: dict, trace: Trace) -> dict | None:
        """The mistake of the bank that a function behaves like, or None."""
        if not speaks(trace) or (bank := self._bundle.suspects(function)) is None:
            return None
        deadline = time.monotonic() + min(
            self._budget, self._zygote.limits.wall_seconds + 2 * sum(trace.seconds.values())
        )

        def run(item: pytest.Item, following: pytest.Item | None) -> BaseException | None:
            return self._run(item, following, deadline)

        reference = next(iter(bank.right), function if exercise.solution else None)
        try:
            with opened(self._zygote, exercise, function, bank, trace) as self._process:
                return Lineup(self._process, run, errors, trace).mistake(bank.says, reference)
        except GraderFailure:
            return None  # without the warm process nobody is diagnosed, and the submission is graded again anyway

    def _errors(
        self, items: list[pytest.Item], traces: dict[str, Trace] | None = None
    ) -> dict[pytest.Item, BaseException | None]:
        """Run the items in order: what each ended with. `traces` are of each function's tests, and filled."""
        errors, function, deadline = {}, None, 0.0
        for item, following in zip_longest(items, items[1:]):
            if function_of(item) != function:
                function, deadline = function_of(item), time.monotonic() + self._budget
                self._process.watch = traces and traces[function]
            if traces:
                traces[function].begin(item)
            begun = time.monotonic()
            errors[item] = self._run(item, following, deadline)
            if traces:
                traces[function].seconds[item] = time.monotonic() - begun
            if isinstance(errors[item], Overtime):
                self._process.reset()
        return errors

    @contextlib.contextmanager
    def _in_time(self) -> Iterator[None]:
        """Raise Overtime at the deadline. Only in here, and so never between the phases of a test, where pytest would fall over it."""
        if self._deadline is None:
            yield
            return
        if (left := self._deadline - time.monotonic()) <= 0:
            raise Overtime
        signal.setitimer(signal.ITIMER_REAL, max(left, 0.001))
        try:
            yield
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _run(
        self, item: pytest.Item, following: pytest.Item | None, deadline: float | None = None
    ) -> BaseException | None:
        self._phases.clear()
        item.user_properties.clear()  # pytest keeps what was recorded at the submission before
        self._deadline = deadline
        item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
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


def _pid(zygote) -> int | None:
    try:
        return zygote.pid
    except AttributeError:  # ended, and not started again yet
        return None


def _overtime(signum: int, frame: object) -> None:
    raise Overtime
