"""Step 3c, convexity: chords and their quantifiers, none or one or many minimizers, reliable but not fast, a certificate.

Each function returns a small record of numbers (`Trajectory` objects where a path is worth drawing).
A claim of the notes stands in each docstring's first line; what was measured, and how far it can be trusted, below it.
Networks and the factorization, where convexity ends: course/experiments/many_minima.py.
"""

from dataclasses import dataclass

import numpy as np

from course.convexity import chord_gap, find_violation, random_chords
from course.datasets import breast_cancer, duplicate_columns, standardize
from course.descent import Trajectory, minimize
from course.experiments.many_minima import between, landscape, shuffled, width_sweep
from course.models import LeastSquares, Logistic
from course.objectives import OBJECTIVES, quadratic

__all__ = [
    "between",
    "certificate",
    "chords",
    "landscape",
    "minimizers",
    "not_fast",
    "quantifiers",
    "reliable",
    "shuffled",
    "tumours",
    "width_sweep",
]

# -- the chord ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Chords:
    """Per curve: the largest rise of the graph above any of the thrown chords (at most rounding where it is convex),
    and the share of the chords that the graph rises through."""

    worst: dict
    share: dict
    witness: object


def chords(n=10_000, seed=0):
    """Convex: the chord between two points of the graph lies above the curve, or on it.

    n random chords each on x^2, |x|, a straight line, the double well (x^2 - 1)^2 + 0.3 x and the sigmoid, each over its
    box.  The first three never rise above a chord by more than 1e-12 (theory: the parabola lies
    lam (1 - lam) (a - b)^2 below it).  `witness`: one violation of the double well that anybody can check.
    """
    curves = {name: OBJECTIVES[name] for name in ("absolute", "linear", "double_well", "sigmoid_plateau")}
    curves = {"parabola": quadratic([2.0], box=[(-1.5, 1.5)])} | curves
    worst, share = {}, {}
    for name, curve in curves.items():
        (lo, hi), rng = curve.box[0], np.random.default_rng(seed)
        gap = chord_gap(curve.value, *random_chords(lo, hi, 1, rng, n))
        worst[name], share[name] = float(gap.max()), float(np.mean(gap > 1e-9))
    well = curves["double_well"]
    return Chords(worst, share, find_violation(well.value, *well.box[0], 1, seed))


@dataclass(frozen=True)
class Quantifiers:
    """Three ways to read the inequality too loosely: {lam: (left side, right side)} on x^2 from a = 2, b = 0; on the
    double well from a = 1.5, b = -1.5 (the same, by lam); and on 1 / x^2 from a = -1, b = 1."""

    outside: dict
    one_chord: dict
    hole: tuple


def quantifiers():
    """f(lam a + (1 - lam) b) <= lam f(a) + (1 - lam) f(b): for every lam in [0, 1], all a and b, on a convex domain.

    lam = 1.5 breaks it on the parabola (9 against 6): outside [0, 1] the point is not between a and b.
    One chord proves nothing: on the double well the chord from 1.5 to -1.5 lies above the graph at every lam.
    1 / x^2 has a positive second derivative wherever it is defined, yet at lam = 0.6 the graph stands at 25 and the chord
    at 1: its domain has a hole at 0 and is no interval.  Source: Boyd and Vandenberghe (2004), section 3.1.
    """

    def sides(f, a, b, lam):
        return float(f(lam * a + (1 - lam) * b)), float(lam * f(a) + (1 - lam) * f(b))

    well = OBJECTIVES["double_well"]
    return Quantifiers(
        outside={lam: sides(lambda x: x**2, 2.0, 0.0, lam) for lam in (0.0, 0.5, 1.0, 1.5)},
        one_chord={
            round(float(lam), 1): sides(lambda x: well.value(np.array([x])), 1.5, -1.5, lam)
            for lam in np.arange(1, 10) / 10
        },
        hole=sides(lambda x: x**-2.0, -1.0, 1.0, 0.6),
    )


# -- none, one or many minimizers --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Minimizers:
    """Where gradient descent is after the steps, by function; ends has one row a start. `endless`: (step, x) on e^x."""

    endless: dict
    flat_ends: np.ndarray
    flat_losses: np.ndarray
    copied_ends: np.ndarray
    copied_losses: np.ndarray
    copied_minimum: float


def minimizers(seed=0):
    """Only one global minimum?  Convex functions with no minimizer, and with many: the claim is wrong as it stands.

    e^x from 0 with eta = 0.3: x = -log(1 + 0.3 t) about, so -8.01 after 10 000 steps, and on for ever.
    max(0, |x| - 1) with eta = 0.3 from -2.5, 0.3, 2.2: stops at -1, 0.3, 1, all of height 0.
    Least squares whose third column repeats the second (50 rows): three normal starts end at three w with one loss; every
    w with the same w2 + w3 is as good.  True is: a local minimum is global, and the minimizers form a convex set.
    Strict convexity allows at most one minimizer and promises none (e^x); |x| has one without it.
    """
    falling = minimize("gradient_descent", OBJECTIVES["exponential"], [0.0], 10_000, eta=0.3)
    flat = minimize("gradient_descent", OBJECTIVES["flat_bottom"], [[-2.5], [0.3], [2.2]], 100, eta=0.3)
    data = duplicate_columns()
    squares = LeastSquares(data.X, data.y)
    starts = np.random.default_rng(seed).standard_normal((3, 3))
    copied = minimize("gradient_descent", squares, starts, 2000, every=2000, eta=1 / squares.L)
    return Minimizers(
        endless={t: float(falling.theta[t, 0]) for t in (10, 100, 1000, 10_000)},
        flat_ends=flat.final[:, 0],
        flat_losses=flat.loss[-1],
        copied_ends=copied.final,
        copied_losses=copied.loss[-1],
        copied_minimum=squares.minimum,
    )


# -- reliable is not fast ----------------------------------------------------------------------------------------------


def tumours(l2=1e-2):
    """Logistic loss of the breast-cancer data: standardized, 30 weights, no intercept, penalty l2."""
    data = breast_cancer()
    return Logistic(standardize(data.X), data.signs, l2=l2)


@dataclass(frozen=True)
class Reliable:
    """Twenty starts at eta = share * 2/L: their losses, the largest difference of any weight, 2/L, twice over the
    curvature at the minimizer; and by multiple of 2/L the smallest and largest loss of the last 100 steps from 0."""

    losses: np.ndarray
    spread: float
    apart_at_start: float
    apart: float
    two_over_L: float
    two_over_local: float
    minimum: float
    swings: dict
    run: Trajectory


def reliable(starts=20, steps=3000, multiples=(0.5, 1.0, 5.0, 15.0, 20.0), seed=0):
    """Gradient descent finds it reliably, no traps: from everywhere, if eta is below 2/L.

    Ridge logistic regression (`tumours`), starts normal with standard deviation 5, eta at 0.95 of 2/L = 0.60.
    All 20 end at the same loss to 14 digits (spread below 1e-14), their weights within 1e-6.
    2/L is sufficient, with L = 3.33 a bound over all w (sigmoid' <= 1/4).  From w = 0 even 15 times 2/L converged; 20 times
    swings for ever between 0.10 and 1.2.  The border there is 2 over the curvature at the minimizer, 9.09 = 15.1 times 2/L.
    The swings are chaotic: their size is stable, the loss after a given step is not.
    """
    loss = tumours()
    rng = np.random.default_rng(seed)
    run = minimize(
        "gradient_descent", loss, 5 * rng.standard_normal((starts, loss.d)), steps, every=100, eta=1.9 / loss.L
    )
    ends = run.loss[-1]
    swing = minimize("gradient_descent", loss, loss.start, 1000, eta=2 / loss.L * np.array(multiples))
    last = swing.loss[-100:]
    return Reliable(
        losses=ends,
        spread=float(np.ptp(ends)),
        apart_at_start=float(np.ptp(run.theta[0], axis=0).max()),
        apart=float(np.ptp(run.final, axis=0).max()),
        two_over_L=2 / loss.L,
        two_over_local=float(2 / np.linalg.eigvalsh(loss.hessian(run.final[0]))[-1]),
        minimum=float(ends.min()),
        swings={m: (float(lo), float(hi)) for m, lo, hi in zip(multiples, last.min(0), last.max(0), strict=True)},
        run=run,
    )


@dataclass(frozen=True)
class NotFast:
    """Height above the minimum after 10, 100, 1000, 10 000 steps, on x^4 and on x^2."""

    quartic: dict
    parabola: dict
    run: Trajectory


def not_fast(eta=0.05):
    """Reliably is not quickly: without strong convexity gradient descent may crawl.

    Both from x = 1 with eta = 0.05.  On x^4 the height is 1 / (8 eta t)^2 in the limit: 3.2e-2, 5.6e-4, 6.2e-6, 6.2e-8
    after 10, 100, 1000, 10 000 steps: ten times the steps for two digits.  On x^2 it is 0.81^t.
    In general a smooth convex function promises O(1/t), a strongly convex one a factor a step (Nesterov 2004, section 2.1).
    """
    flat = minimize("gradient_descent", OBJECTIVES["quartic"], [1.0], 10_000, eta=eta)
    bowl = minimize("gradient_descent", quadratic([2.0]), [1.0], 10_000, eta=eta)
    after = (10, 100, 1000, 10_000)
    return NotFast(
        {t: float(flat.loss[t]) for t in after},
        {t: float(bowl.loss[t]) for t in after},
        flat,
    )


@dataclass(frozen=True)
class Certificate:
    """Along one descent, (records,): steps, true gap to the minimum, and the certified one, |g|^2 / (2 mu)."""

    steps: np.ndarray
    gap: np.ndarray
    bound: np.ndarray
    mu: float


def certificate(steps=2000):
    """With strong convexity one gradient certifies how far the loss is from its minimum: f - f* <= |g|^2 / (2 mu).

    Gradient descent on `tumours` from w = 0 at eta = 1/L; mu = l2 = 0.01 is all the strong convexity that is promised.
    The bound is 170 times the gap at the start and 1.1 times at the end, when only the flattest direction is left.
    f* is the loss after 3000 steps more at 1.9/L: gaps below 1e-12 would be rounding, so the run stops before.
    Source: Boyd and Vandenberghe (2004), section 9.1.
    """
    loss = tumours()
    run = minimize("gradient_descent", loss, loss.start, steps, every=10, eta=1 / loss.L)
    best = minimize("gradient_descent", loss, run.final, 3000, every=3000, eta=1.9 / loss.L).loss[-1]
    squared = np.sum(loss.gradient(run.theta) ** 2, axis=-1)
    return Certificate(run.t, run.loss - best, squared / (2 * loss.mu), loss.mu)
