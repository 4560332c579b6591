"""The statistics of a class report: of questions, of distributions; NumPy only, each with its formula's source.

Where a class is too small for a number to mean anything there is no number: None, and the page says why.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from autograder.report.tally import Notebook, Question

FEWEST = 10  # students below which a correlation is not worth its interval
LEVEL = 0.95
MOST_BINS = 16


@dataclass(frozen=True)
class Difficulty:
    """How a question went, among the `n` students for whom it is decided; shares from 0 to 1.

    earned: mean share of its points (extra points count, at most 1 each); full: got all; partly: got some; nothing: tried
    it and got none; untried: not attempted.
    """

    n: int
    undecided: int
    earned: float
    full: float
    partly: float
    nothing: float
    untried: float


@dataclass(frozen=True)
class Discrimination:
    """The corrected item-total correlation `r` over `n` students, with its interval; None where it has no meaning, and `why`."""

    r: float | None
    low: float | None
    high: float | None
    n: int
    why: str = ""

    @property
    def verdict(self) -> str:
        """What may be concluded from the interval, in a few words."""
        if self.r is None:
            return self.why
        if self.high < 0.2:
            return "hardly goes along with the rest: look at it"
        if self.low > 0.2:
            return "tells who knows the rest"
        return "not clear with this class"


def difficulty(question: Question) -> Difficulty | None:
    """How a question went, or None if it is decided for nobody."""
    points, tried = np.asarray(question.points), np.asarray(question.tried, dtype=bool)
    decided = np.isfinite(points)
    n = int(decided.sum())
    if not n:
        return None
    points, tried = points[decided], tried[decided]
    full = points >= question.most
    earned = np.clip(points / question.most, 0, 1) if question.most else np.ones(n)
    partly = ~full & (points > 0)
    nothing = ~full & ~partly & tried
    shares = [float(np.mean(what)) for what in (earned, full, partly, nothing, ~full & ~partly & ~tried)]
    return Difficulty(n, len(decided) - n, *shares)


def discrimination(notebook: Notebook, name: str) -> Discrimination:
    """How far the points of one question go along with the points of the notebook's others.

    The item itself is left out of the total ("corrected item-total correlation", Henrysson 1963); students for whom a
    question of the notebook is not decided are left out.
    """
    table = np.array([question.points for question in notebook.questions.values() if len(question.points)])
    place = list(notebook.questions).index(name)
    table = table[:, np.all(np.isfinite(table), axis=0)]
    n = table.shape[1]
    if len(table) < 2:
        return Discrimination(None, None, None, n, "the only question of its notebook")
    if n < FEWEST:
        return Discrimination(None, None, None, n, f"needs at least {FEWEST} students, there are {n}")
    own, rest = table[place], np.delete(table, place, axis=0).sum(axis=0)
    if np.ptp(own) < 1e-9:
        return Discrimination(None, None, None, n, "everyone has the same points")
    if np.ptp(rest) < 1e-9:
        return Discrimination(None, None, None, n, "everyone has the same points in the other questions")
    r = float(np.clip(np.corrcoef(own, rest)[0, 1], -1, 1))
    return Discrimination(r, *interval(r, n), n)


def interval(r: float, n: int, level: float = LEVEL) -> tuple[float, float]:
    """The interval of a correlation by Fisher's z (Fisher 1921); the whole range for fewer than 4 pairs."""
    if n < 4:
        return -1.0, 1.0
    if abs(r) >= 1:
        return r, r
    half = NormalDist().inv_cdf((1 + level) / 2) / math.sqrt(n - 3)
    return math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half)


@dataclass(frozen=True)
class Distribution:
    """Points of a class in `counts` of equal bins between `edges`; the last bin holds its upper edge, the full marks."""

    n: int
    most: float
    edges: tuple[float, ...]
    counts: tuple[int, ...]
    mean: float
    quartiles: tuple[float, float, float]
    full: int
    nothing: int


def distribution(points: Sequence[float], most: float) -> Distribution | None:
    """How the points that are decided are distributed; None where there are none."""
    values = np.asarray(points, dtype=float)
    values = values[np.isfinite(values)]
    if not len(values):
        return None
    top = max(most, float(values.max()), 1.0)
    width = _bin_width(top)
    edges = width * np.arange(math.ceil(round(top / width, 9)) + 1)
    # Points on an edge belong above it, also where rounding left them a hair below; the last bin holds both its edges.
    counts, _ = np.histogram(np.clip(values + 1e-6 * width, 0, edges[-1]), edges)
    quartiles = tuple(float(it) for it in np.percentile(values, (25, 50, 75)))
    full, nothing = int(np.sum(values >= most)), int(np.sum(values <= 0))
    counted = tuple(int(count) for count in counts)
    shown = tuple(float(edge) for edge in edges)
    return Distribution(len(values), most, shown, counted, float(values.mean()), quartiles, full, nothing)


def _bin_width(top: float) -> float:
    """The smallest of 0.5, 1, 2, 5, 10, ... that makes no more than MOST_BINS bins."""
    width, steps = 0.5, (2, 2, 2.5)
    for turn in range(40):
        if top / width <= MOST_BINS:
            break
        width *= steps[turn % 3]
    return width


def totals(students: int, notebooks: Sequence[Notebook]) -> np.ndarray:
    """Each student's points in all notebooks that they handed in; nan where one of them is not decided."""
    found = np.zeros(students)
    for notebook in notebooks:
        np.add.at(found, np.asarray(notebook.rows, dtype=int), np.asarray(notebook.points))
    return found


@dataclass(frozen=True)
class Spread:
    """Where the middle and the ends of some measured quantity lie."""

    n: int
    low: float
    median: float
    high: float  # the 95th percentile
    most: float


def spread(values: Sequence[float]) -> Spread | None:
    """Least, median, 95th percentile and most of what is known; None where nothing is."""
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    if not len(known):
        return None
    median, high = np.percentile(known, (50, 95))
    return Spread(len(known), float(known.min()), float(median), float(high), float(known.max()))
