"""Flat places and false bottoms: how long a saddle holds, where a stopping rule stops, what a bowl does not promise.

The lesson's experiments are gathered in step02.py.
"""

from dataclasses import dataclass

import numpy as np

from course.datasets import duplicate_columns
from course.descent import minimize
from course.models import LeastSquares
from course.objectives import OBJECTIVES, quadratic

# -- saddles -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SaddleClock:
    """Steps until |y| >= 1 for each first offset (inf: never), and ln(1 / offset) / ln(1 + eta), rounded up."""

    offsets: np.ndarray
    steps: np.ndarray
    theory: np.ndarray


def saddle_clock(offsets=(1e-2, 1e-4, 1e-8, 1e-16, 0.0), eta=0.1, steps=1000):
    """Descent may get stuck at a saddle: it waits, for a time that grows with the logarithm of 1 / offset.

    (x^2 - y^2) / 2 from (1, offset): y grows by 1 + eta a step. eta = 0.1: 49, 97, 194, 387 steps for 1e-2, 1e-4, 1e-8,
    1e-16, as ln(1 / offset) / ln 1.1 says; from offset 0 never. Starts that never leave have probability zero (Lee et al.
    2016); a chain of saddles can multiply the waiting (Du et al. 2017).
    """
    saddle = quadratic([1.0, -1.0], name="saddle")
    offsets = np.asarray(offsets, dtype=float)
    run = minimize("gradient_descent", saddle, np.stack([np.ones_like(offsets), offsets], axis=-1), steps, eta=eta)
    away = np.abs(run.theta[..., 1]) >= 1
    left = np.where(away.any(axis=0), away.argmax(axis=0), np.inf)
    with np.errstate(divide="ignore"):
        theory = np.ceil(-np.log(offsets) / np.log1p(eta))
    return SaddleClock(offsets, left, theory)


# -- the stopping rule -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """Where "stop when |g| <= tol" stops: the step, the slope and height there, and the height `later` steps after."""

    step: int
    slope: float
    height: float
    later: float


def stopping(tol=1e-3, later=5000, offset=1e-8, budget=2000):
    """Stop when the slope flattens: three places satisfy the rule, one of them is a minimum.

    Bowl x^2/2 from 1 (eta = 0.1): stops after 66 steps at height 5e-7. Saddle (x^2 - y^2)/2 from (1, offset), eta = 0.1:
    stops after 66 steps too, at height 5e-7, above a fall without end (later = 200 steps for it: beyond, floats run
    out). Plateau, the sigmoid from 8 (eta = 1): stops at step 0, slope 3e-4, height 0.9997; 5000 more steps go down to
    almost 0, crossing its middle at step 3001 (Adam with eta = 0.1: 61).
    """
    places = {
        "minimum": (quadratic([1.0, 1.0]), [1.0, 0.0], 0.1, later),
        "saddle": (quadratic([1.0, -1.0]), [1.0, offset], 0.1, 200),
        "plateau": (OBJECTIVES["sigmoid_plateau"], [8.0], 1.0, later),
    }
    stops = {}
    for name, (f, start, eta, more) in places.items():
        run = minimize("gradient_descent", f, start, budget + more, eta=eta)
        with np.errstate(all="ignore"):
            slopes = np.linalg.norm(f.gradient(run.theta), axis=-1)
        at = int(np.argmax(slopes[: budget + 1] <= tol))
        stops[name] = Stop(at, float(slopes[at]), float(run.loss[at]), float(run.loss[at + more]))
    return stops


def plateau(start=8.0, steps=4000):
    """Flat is not lowest: steps until the sigmoid's middle is crossed from `start`, by rule.

    Gradient descent (eta = 1) 3001, Adam (eta = 0.1) 61: the slope at the start is 3.4e-4, and gradient descent's steps are as
    short as the slope, while Adam's are not. In small steps the time is the integral of 1 / slope, e^8 + 16 = 2997.
    """
    f = OBJECTIVES["sigmoid_plateau"]
    crossed = {}
    for rule, eta in (("gradient_descent", 1.0), ("adam", 0.1)):
        run = minimize(rule, f, [start], steps, eta=eta)
        crossed[rule] = int(np.argmax(run.theta[:, 0] < 0))
    return crossed


# -- what a bowl does not promise --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ConvexTraps:
    """Four convex functions: the last two places at 2 / L, how far e^x got, the weights and losses of three starts on a
    repeated column and (for comparison) without it, the last two places on |x|."""

    at_the_border: tuple
    runaway: float
    twins: np.ndarray
    twins_loss: np.ndarray
    single: np.ndarray
    kink: tuple


def convex_traps(steps=10_000, seed=0):
    """A convex function guarantees the single lowest point: four convex functions on which it does not.

    5 x^2 at eta = 2 / L jumps between 1 and -1; e^x has no lowest point (eta = 0.3: at -8.01 after 10 000 steps, about
    -ln(eta t)); a repeated column leaves a line of minimizers (three starts: three weights, one loss); |x| with eta = 0.3
    jumps between 0.1 and -0.2. What suffices: a minimizer exists, the function is smooth, eta < 2 / L; it is the only
    one if the function is strictly convex (Boyd and Vandenberghe 2004, sections 4.2, 9.3). Control: without the
    repeated column three starts end at one place to 1e-9.
    """
    border = minimize("gradient_descent", quadratic([10.0]), [1.0], 100, eta=0.2).theta[-2:, 0]
    runaway = minimize("gradient_descent", OBJECTIVES["exponential"], [0.0], steps, every=steps, eta=0.3).final[0]
    kink = minimize("gradient_descent", OBJECTIVES["absolute"], [1.0], 100, eta=0.3).theta[-2:, 0]
    data, rng = duplicate_columns(seed=seed), np.random.default_rng(seed)
    ends = []
    for columns in (3, 2):
        model = LeastSquares(data.X[:, :columns], data.y)
        starts = rng.standard_normal((3, columns))
        ends.append(minimize("gradient_descent", model, starts, 2000, every=2000, eta=1 / model.L))
    return ConvexTraps(
        tuple(map(float, border)),
        float(runaway),
        ends[0].final,
        ends[0].loss[-1],
        ends[1].final,
        tuple(map(float, kink)),
    )


# -- pits --------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WellStarts:
    """Starts (n,), and the share of those left and right of the ridge that reach the deeper well."""

    starts: np.ndarray
    ridge: float
    from_left: float
    from_right: float


def well_starts(n=1000, eta=0.02, steps=1000, seed=0):
    """A bumpy landscape may hold you in a local minimum: on the double well every start on the wrong side stays there.

    (x^2 - 1)^2 + 0.3 x, n uniform starts on its box: all from the left of the ridge at 0.0754 reach the deeper well, none
    from the right. With small fixed steps there is no chance in it (a descent in one dimension cannot cross a ridge).
    """
    well = OBJECTIVES["double_well"]
    lo, hi = well.box[0]
    starts = np.random.default_rng(seed).uniform(lo, hi, n)
    deep = minimize("gradient_descent", well, starts[:, None], steps, every=steps, eta=eta).final[:, 0] < 0
    ridge = float(np.sort(np.roots([4, 0, -4, 0.3]).real)[1])
    return WellStarts(starts, ridge, float(deep[starts < ridge].mean()), float(deep[starts > ridge].mean()))


@dataclass(frozen=True)
class StuckNetworks:
    """By width: how many of `n` runs end with a loss above 0.05, the slopes there, and all runs."""

    n: int
    stuck: dict
    slope: dict
    runs: dict


def stuck_networks(widths=(2, 4, 8), n=100, steps=2000, eta=0.3, seed=0):
    """Getting stuck is a major challenge in deep learning: for the smallest networks it is, with a few more units it is not.

    XOR (4 rows), one hidden layer of tanh units, squared loss, standard normal starts. Width 2: about a quarter of the
    runs end near a loss of 0.25 with a median slope of 8e-4 (of 200, 51 after 2000 steps and 40 after 10 000). Width 4:
    at most 1 of 200 over four seeds, width 8: none. They are flat places, not minima that anybody proved: a network with two
    logistic units has no poor local minimum at finite weights (Hamey 1998). A toy; for large networks it is contested.
    """
    stuck, slope, runs = {}, {}, {}
    for width in widths:
        net = Xor(width)
        starts = np.random.default_rng([seed, width]).standard_normal((n, net.d))
        run = minimize("gradient_descent", net, starts, steps, every=max(1, steps // 100), eta=eta)
        held = run.loss[-1] > 0.05
        slopes = np.linalg.norm(net.gradient(run.final[held]), axis=-1)
        stuck[width], slope[width], runs[width] = int(held.sum()), slopes, run
    return StuckNetworks(n, stuck, slope, runs)


class Xor:
    """Half the mean squared error of a tanh layer of `width` units and a linear output on the four rows of XOR."""

    X = np.array([[-1.0, -1.0], [-1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    y = np.array([-1.0, 1.0, 1.0, -1.0])

    def __init__(self, width):
        self.width, self.d, self.name = width, 4 * width + 1, f"XOR, {width} units"

    def _parts(self, theta):
        h = self.width
        W = theta[..., : 2 * h].reshape(*theta.shape[:-1], h, 2)
        hidden = np.tanh(np.einsum("...hk,nk->...nh", W, self.X) + theta[..., None, 2 * h : 3 * h])
        v = theta[..., 3 * h : 4 * h]
        return hidden, v, np.einsum("...nh,...h->...n", hidden, v) + theta[..., 4 * h :] - self.y

    def value(self, theta):
        return 0.5 * np.mean(self._parts(theta)[2] ** 2, axis=-1)

    def gradient(self, theta):
        hidden, v, miss = self._parts(theta)
        miss = miss / 4
        back = miss[..., None] * v[..., None, :] * (1 - hidden**2)
        W = np.einsum("...nh,nk->...hk", back, self.X).reshape(*theta.shape[:-1], 2 * self.width)
        v = np.einsum("...nh,...n->...h", hidden, miss)
        return np.concatenate([W, back.sum(axis=-2), v, miss.sum(axis=-1, keepdims=True)], axis=-1)
