"""What a descent leaves behind.

`runs` stands for the axes of independent runs: none for a single path, (n,) for n of them, (m, n) for a grid.
"""

from dataclasses import dataclass

import numpy as np

from course.schedules import Schedule


@dataclass(frozen=True, eq=False, repr=False)
class Trajectory:
    """Points and losses of one or many runs of a rule.

    theta      (records, *runs, d) the points; record 0 is the start
    loss       (records, *runs) the objective's value at each of them
    t          (records,) the number of steps taken before each record
    rule       name of the rule
    hyper      {name: number, array over the runs, or schedule}, defaults included
    objective  name of the objective
    minimum    its smallest value if it is known, else None
    """

    theta: np.ndarray
    loss: np.ndarray
    t: np.ndarray
    rule: str
    hyper: dict
    objective: str
    minimum: float | None = None

    @property
    def runs(self):
        """Shape of the axes of runs: () for a single one."""
        return self.loss.shape[1:]

    @property
    def final(self):
        """The last point of each run, (*runs, d)."""
        return self.theta[-1]

    @property
    def best(self):
        """The point of smallest loss of each run, (*runs, d); a loss that is not a number is never the smallest."""
        return np.take_along_axis(self.theta, self._best_record[None, ..., None], axis=0)[0]

    @property
    def best_loss(self):
        """The smallest loss of each run, (*runs); a number for a single one."""
        return _plain(np.take_along_axis(self.loss, self._best_record[None], axis=0)[0])

    @property
    def _best_record(self):
        return np.argmin(np.where(np.isnan(self.loss), np.inf, self.loss), axis=0)

    @property
    def diverged(self):
        """(*runs) True where a point or a loss was no longer a finite number (a run that only grew is not counted)."""
        return _plain(~self._finite.all(axis=0))

    @property
    def diverged_at(self):
        """The step of the first record that is not finite: an int or None; for several runs (*runs), inf for never."""
        return self._first(~self._finite)

    @property
    def _finite(self):
        return np.isfinite(self.theta).all(axis=-1) & np.isfinite(self.loss)

    def steps_to(self, tol, minimum=None):
        """Number of steps until loss - minimum <= tol for the first time, as far as recorded.

        `minimum` defaults to the objective's. A single run gives an int, or None if it never got there; several give
        (*runs), with inf for never.
        """
        minimum = self.minimum if minimum is None else minimum
        if minimum is None:
            raise ValueError(f"The minimum of {self.objective} is not known: say steps_to(tol, minimum=...).")
        with np.errstate(invalid="ignore"):
            return self._first(self.loss - minimum <= tol)

    def _first(self, reached):
        step = np.where(reached.any(axis=0), self.t[reached.argmax(axis=0)], np.inf)
        if self.runs:
            return step
        return int(step) if np.isfinite(step) else None

    def run(self, *index):
        """One of several runs as a Trajectory of its own: run(3), in a grid run(2, 5)."""
        if len(index) != len(self.runs):
            raise ValueError(f"The runs have shape {self.runs}: give {len(self.runs)} indices, not {len(index)}.")
        hyper = {
            name: value if not isinstance(value, np.ndarray) else np.broadcast_to(value, self.runs)[index].item()
            for name, value in self.hyper.items()
        }
        where = (slice(None), *index)
        return Trajectory(self.theta[where], self.loss[where], self.t, self.rule, hyper, self.objective, self.minimum)

    def __repr__(self):
        runs = int(np.prod(self.runs))
        parts = [f"{self.rule} on {self.objective}", "1 step" if self.t[-1] == 1 else f"{self.t[-1]} steps"]
        if self.runs:
            parts.append(f"{' x '.join(map(str, self.runs))} runs")
        parts += [f"{name}={_show(value)}" for name, value in self.hyper.items()]
        text = f"Trajectory({', '.join(parts)}; final loss {_range(self.loss[-1])}"
        diverged = int(np.sum(self.diverged))
        if diverged:
            text += f"; {diverged} of {runs} diverged" if self.runs else f"; diverged at step {self.diverged_at}"
        return text + ")"


def _plain(array):
    """An array as it is, but a number of NumPy's as one of Python's."""
    return array if array.ndim else array.item()


def _show(value):
    if isinstance(value, Schedule):
        return repr(value)
    if callable(value):
        return getattr(value, "__name__", type(value).__name__)
    if isinstance(value, np.ndarray):
        return _range(value)
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _range(values):
    finite = values[np.isfinite(values)]
    if finite.size == 0:
        return "not finite"
    low, high = f"{finite.min():.4g}", f"{finite.max():.4g}"
    return low if low == high else f"{low} to {high}"
