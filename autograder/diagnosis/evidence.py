"""Whether a behaviour that fits a mistake of the bank says enough to name it.

Two functions with different mistakes may do the same by chance, the sooner the less their results can hold: a float to many
digits is hardly chance, a True or a 3 may be. So two things are asked, both in rough bits:

- All results of the submission together, right ones too, hold so much that no other function gives them by accident. Errors,
  None, nan and inf count for nothing, for a hundred different mistakes end in each of them.
- Where they are not the right ones they hold more than a yes or no, so that the mistake itself was seen, and not only where.
"""

from collections.abc import Hashable, Mapping
from typing import Any

import numpy as np

from autograder.diagnosis.alike import alike
from autograder.diagnosis.traces import Differs, Outcome, Trace

ALTOGETHER = 16  # 1 in 65,000: one float is enough, or six whole numbers, eight words of a few, sixteen times yes or no
ENOUGH = 2  # of that where it is wrong
HOPELESS = ("time", "memory", "breach", "crash", "missing", "GraderFailure")
A_FLOAT, A_WHOLE, A_WORD, A_YES = 20, 3, 2, 1
MOST = 1000  # numbers looked at in one result


def meant(fits: Mapping[str, bool], says: Mapping[str, str]) -> str | None:
    """Of the suspects that fit (name -> whether exactly), the one that is meant; None where two mean different things."""
    best = [name for name in fits if fits[name]] or list(fits)
    return best[0] if len({says[name] for name in best}) == 1 else None


def speaks(trace: Trace) -> bool:
    """Whether the suspects are worth a try: the results hold enough, and nothing took the process down or too much time."""
    outcomes = [outcome for test in trace.outcomes.values() for outcome in test]
    if not trace.whole or any(outcome.kind.startswith(HOPELESS) for outcome in outcomes):
        return False
    total = 0
    for outcome in outcomes:
        total += bits(outcome.value) + sum(bits(call) for calls in outcome.asked for call in calls[:MOST])
        if total >= ALTOGETHER:
            return True
    return False


class Contrast(Trace):
    """The trace of a right answer: how much more than that a submission's says. Stopped by Differs as soon as it is enough."""

    def __init__(self, submission: Mapping[Hashable, list[Outcome]], exact: bool) -> None:
        super().__init__()
        self._submission, self._exact = submission, exact
        self._test: Hashable = None
        self.bits = 0

    def begin(self, test: Hashable) -> None:
        super().begin(test)
        self._test = test

    def end(self, error: BaseException | None, expected: BaseException | None) -> None:
        for one, right in zip(self._submission[self._test], self._now, strict=False):
            if one.left is not None and right.left is not None:
                self._add(one.left, right.left)

    def _look(self) -> None:
        place = len(self._now) - 1
        if place >= len(theirs := self._submission[self._test]):
            return
        one, right = theirs[place], self._now[place]
        if one.kind == "returned":
            self._add(one.value, right.value if right.kind == "returned" else None)
        for calls, others in zip(one.asked, right.asked, strict=False):
            if self._exact and len(calls) != len(others):
                self._weigh(A_WHOLE)
            for call, other in zip(calls, others, strict=False):
                self._add(call, other)

    def _add(self, value: Any, right: Any) -> None:
        if not alike(value, right):
            self._weigh(bits(value, right))

    def _weigh(self, more: int) -> None:
        self.bits += more
        if self.bits >= ENOUGH:
            raise Differs


def bits(value: Any, right: Any = None) -> int:
    """How much a result holds, roughly, where it is not the right one."""
    if isinstance(value, dict):
        return sum(bits(part, right.get(key) if isinstance(right, dict) else None) for key, part in value.items())
    if isinstance(value, str):
        return A_WORD
    if isinstance(value, (list, tuple)) and not _is_numeric(value):
        fits = isinstance(right, (list, tuple, np.ndarray)) and len(right) == len(value)
        return sum(
            0 if fits and alike(part, right[i]) else bits(part, right[i] if fits else None)
            for i, part in enumerate(value)
        )
    if not _is_numeric(value):
        return 0
    numbers = np.asarray(value).ravel()[:MOST]
    if _is_numeric(right) and np.shape(right) == np.shape(value):
        numbers = numbers[
            [not alike(one, other) for one, other in zip(numbers, np.asarray(right).ravel(), strict=False)]
        ]
    if numbers.dtype.kind == "b":
        return A_YES * len(numbers)
    numbers = np.unique(numbers[np.isfinite(numbers)])
    whole = np.count_nonzero(numbers == np.round(numbers))
    return A_WHOLE * whole + A_FLOAT * (len(numbers) - whole)


def _is_numeric(value: Any) -> bool:
    try:
        return np.asarray(value).dtype.kind in "biufc"
    except (TypeError, ValueError):
        return False
