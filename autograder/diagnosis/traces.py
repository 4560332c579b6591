"""What a function did while its hidden tests ran, as far as a test could see it: one outcome a call.

A trace is kept of every submission while it is graded; a suspect of the bank is run again against it and stopped at the
first call that goes another way, so most suspects cost a call or two.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.border import StudentError
from autograder.diagnosis.alike import alike, same_points

ROOM = 32 << 20  # bytes of results that a trace remembers


class Differs(BaseException):
    """A suspect goes another way than the submission. No Exception, because no test and no function of ours may catch it."""


@dataclass
class Outcome:
    """One call: `kind` is "returned" or how it failed; `asked` has the calls of each function that was passed in.

    `exact` is False for a call whose functions were asked at the same points, but in another order or number.
    """

    target: str
    kind: str
    value: Any
    asked: list[list[tuple]]
    last: Any = None

    @property
    def left(self) -> tuple | None:
        """The arguments as the call left them, if the test looked at them."""
        return self.last and self.last.seen


class Trace:
    """The outcomes of the calls in each test. `process.watch = trace` records what a submission does."""

    def __init__(self) -> None:
        self.outcomes: dict[Hashable, list[Outcome]] = {}
        self.seconds: dict[Hashable, float] = {}  # that each test took
        self.whole = True  # nothing was left out for its size
        self._now: list[Outcome] = []
        self._room = ROOM

    @property
    def called(self) -> set[str]:
        """The names of the functions that were called."""
        return {outcome.target for outcomes in self.outcomes.values() for outcome in outcomes}

    def begin(self, test: Hashable) -> None:
        """What is called from now on belongs to `test`."""
        self._now = self.outcomes.setdefault(test, [])

    def saw(self, target: str, value: Any, last: Any) -> None:
        """One call has returned. `last` is what the border knows about it, or None."""
        self._note(target, "returned", value, last)

    def failed(self, target: str, error: Exception, last: Any) -> None:
        """One call has failed."""
        self._note(target, failure(error), None, last)

    def _note(self, target: str, kind: str, value: Any, last: Any) -> None:
        asked = [list(callback.calls) for callback in last.passed] if last is not None else []
        self._room -= _size(value) + 64
        if self._room < 0:
            self.whole = False
            return
        self._now.append(Outcome(target, kind, _copied(value), asked, last))
        self._look()

    def end(self, error: BaseException | None, expected: BaseException | None) -> None:
        """The test is over, and ended with `error`."""

    def _look(self) -> None:
        """Nothing to compare with."""


class Rerun(Trace):
    """The trace of a suspect, compared call by call with that of a submission; `exact` says how well it fits at last."""

    def __init__(self, expected: dict[Hashable, list[Outcome]]) -> None:
        super().__init__()
        self._expected: dict[Hashable, list[Outcome]] = expected
        self._then: list[Outcome] = []
        self.exact = True

    def begin(self, test: Hashable) -> None:
        super().begin(test)
        self._then = self._expected.get(test, [])

    def end(self, error: BaseException | None, expected: BaseException | None) -> None:
        """Raises Differs if the submission's test ended otherwise, after more calls, or with other arguments left behind."""
        if (error is None) != (expected is None) or len(self._now) != len(self._then):
            raise Differs
        for one, other in zip(self._now, self._then, strict=True):
            if (one.left is None) != (other.left is None) or not alike(one.left, other.left):
                raise Differs

    def _look(self) -> None:
        place = len(self._now) - 1
        if not self.whole or place >= len(self._then):
            raise Differs
        one, other = self._now[place], self._then[place]
        if (one.target, one.kind) != (other.target, other.kind) or not alike(one.value, other.value):
            raise Differs
        if len(one.asked) != len(other.asked):
            raise Differs
        for calls, others in zip(one.asked, other.asked, strict=True):
            if len(calls) != len(others) or not all(map(alike, calls, others)):
                self.exact = False
                if not same_points(calls, others):
                    raise Differs


def failure(error: BaseException) -> str:
    """The kind of an ending, by which errors are told apart: its class, and the exception's name if it is a well-known one."""
    if isinstance(error, StudentError):
        return f"{error.kind} {error.exception or ''}".strip()
    return type(error).__name__


def _copied(value: Any) -> Any:
    """The tests may change what they were given."""
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copied, value))
    if isinstance(value, dict):
        return {key: _copied(part) for key, part in value.items()}
    return value


def _size(value: Any) -> int:
    if isinstance(value, np.ndarray):
        return value.nbytes
    if isinstance(value, (list, tuple)):
        return 16 * len(value) + sum(map(_size, value))
    if isinstance(value, dict):
        return sum(map(_size, value.values())) + 16 * len(value)
    return len(value) if isinstance(value, str) else 16
