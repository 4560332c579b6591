"""The bank's answers to one function, run through its hidden tests again with the inputs that a submission had.

They run in a process of their own, like the solution's. Nothing that they do is the student's fault: one that crashes or hangs
fits no submission, and a line-up that takes too long names nobody.
"""

from collections.abc import Callable, Iterator, Mapping
from itertools import zip_longest
from typing import Any

import pytest

from autograder.bank import Suspects
from autograder.border import OBJECT, Handle, StudentProcess
from autograder.diagnosis import ENOUGH, Contrast, Differs, Rerun, Trace, meant
from autograder.worker.bundle import Exercise
from autograder.worker.verdicts import Overtime
from course.workbook import answer_cells, check_cells

OWN = {"student", "rng", "request", "record_property"}  # fixtures that are each test's own


class Posing(StudentProcess):
    """A process like a student's in which the bank's answers are defined; `posing` is called in the place of `function`."""

    def __init__(self, fork: Callable, limits, cells: list[str], function: str, **options) -> None:
        self._function, self.posing = function, function
        super().__init__(fork, limits, cells, **options)

    def _call(self, target: str | Handle, args: tuple, kwargs: dict, finite: bool) -> Any:
        is_asked = isinstance(target, str) and target == self._function
        return super()._call(self.posing if is_asked else target, args, kwargs, finite)


def opened(zygote, exercise: Exercise, function: str, bank: Suspects, trace: Trace) -> Posing:
    """A process with the bank in it, and before that the solution, if the tests called other functions too."""
    cells = [] if bank.right and trace.called <= {function, OBJECT} else list(_solution(exercise))
    return Posing(
        lambda: zygote.fork(0), zygote.limits, [*cells, bank.cell], function, max_restarts=len(bank.says) + 12
    )


def _solution(exercise: Exercise) -> Iterator[str]:
    """The cells that define something: those up to the last answer, without the checks."""
    notebook = exercise.solution or exercise.notebook
    last = max(answer.index for answer in answer_cells(notebook))
    checks = {index for index, _, _ in check_cells(notebook)}
    for index, cell in enumerate(notebook["cells"][: last + 1]):
        if cell["cell_type"] == "code" and index not in checks:
            yield cell["source"]


class Lineup:
    """Asks which suspects do what a submission did.

    `errors` has what each test ended with on the submission, and `trace` what was called; `run(item, following)` runs a test
    on whoever is posing in `process`.
    """

    def __init__(
        self, process: Posing, run: Callable, errors: Mapping[pytest.Item, BaseException | None], trace: Trace
    ):
        self._process, self._run, self._errors, self._trace = process, run, errors, trace
        self._items = list(errors)
        if all(
            set(item.fixturenames) <= OWN for item in self._items
        ):  # no test leaves anything to another: the quickest first
            self._items.sort(key=lambda item: (errors[item] is None, trace.seconds.get(item, 0.0)))

    def mistake(self, says: Mapping[str, str], reference: str | None) -> dict[str, str] | None:
        """The one wrong answer that the submission behaves like, if there is one and it can be told from a right one."""
        try:
            fits = {name: rerun.exact for name in says if name.startswith("wrong_") and (rerun := self._fit(name))}
            name = meant(fits, says)
            if name is None or not self._is_telling(fits[name], reference):
                return None
            if any(self._fit(right) for right in says if right.startswith("right_")):
                return None  # the bank calls this behaviour right, so the tests and not the student need mending
        except Overtime:
            return None
        return {"variant": name, "says": says[name]}

    def _fit(self, name: str) -> Rerun | None:
        """The trace of one suspect if it goes all the way with the submission; it is stopped at the first difference."""
        rerun = Rerun(self._trace.outcomes)
        return rerun if self._goes_through(name, rerun) else None

    def _is_telling(self, exact: bool, reference: str | None) -> bool:
        """Whether the submission's behaviour says enough where it is not that of a right answer."""
        contrast = Contrast(self._trace.outcomes, exact)
        return reference is not None and (self._goes_through(reference, contrast), contrast.bits >= ENOUGH)[1]

    def _goes_through(self, name: str, trace: Trace) -> bool:
        self._process.posing, self._process.watch = name, trace
        for item, following in zip_longest(self._items, self._items[1:]):
            trace.begin(item)
            error = self._run(item, following)
            if isinstance(error, Overtime):
                raise error
            try:
                if isinstance(error, Differs):
                    raise error
                trace.end(error, self._errors[item])
            except Differs:
                item.session._setupstate.teardown_exact(
                    None
                )  # a fixture that later tests share is made anew for the next
                return False
        return True
