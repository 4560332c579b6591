"""Step 1, intuition: direction, step length, speed, zigzag, pits, and the compass on real data.

Each function returns a small record of numbers (`Trajectory` objects where a path is worth drawing).
A claim of the notes stands in each docstring's first line; what was measured, and how far it can be trusted, below it.
"""

from dataclasses import dataclass

import numpy as np

from course.datasets import breast_cancer, standardize
from course.descent import Trajectory, minimize
from course.experiments.fog import WELLS, fog_hike, fog_maps, two_wells, two_worlds
from course.experiments.tanh_net import TanhNet
from course.models import Logistic
from course.objectives import OBJECTIVES, quadratic, ravine

__all__ = [
    "basin_map",
    "compass",
    "eta_slider",
    "fog_hike",
    "fog_maps",
    "score_card",
    "three_policies",
    "two_worlds",
    "velocity_trace",
    "zigzag",
]

# -- the gradient gives a direction, optimization decides how to move --------------------------------------------------


@dataclass(frozen=True)
class Policies:
    """Steps until |x| <= tol (None: not within the budget), the smallest |x| seen, and the runs, by policy."""

    steps: dict
    closest: dict
    runs: dict
    polyak_range: tuple


def three_policies(kappa=100.0, d=50, seed=0, tol=1e-6, steps=2000, length=0.1):
    """The gradient gives a direction; optimization decides how to move: one slope oracle, three ways to use it.

    Quadratic with d eigenvalues spread evenly in the logarithm from 1 to kappa, standard normal start.
    "fixed": eta = 1/L, 1182 steps.  "normalized": every step `length` long, comes to 0.01 and then circles for ever.
    "polyak": eta = (f - f*) / |g|^2 (Polyak 1969), about 200 steps.  Its number is one draw of a chaotic path: starts
    that differ in the 15th digit need from 170 to 220 steps (`polyak_range`, over 20 of them), and so do other orders of
    adding up; print it as "about 200".
    """
    bowl = quadratic(np.geomspace(1.0, kappa, d), name=f"bowl, kappa {kappa:g}")
    start = np.random.default_rng(seed).standard_normal(d)

    def normalized(theta, grad, t, *, length):
        g = grad(theta)
        return (theta - length * g / np.linalg.norm(g, axis=-1, keepdims=True),)

    def polyak(theta, grad, t):
        g, gap = grad(theta), bowl.value(theta)[..., None]
        # At the minimum itself both are 0, and the step is 0 too.
        squared = np.sum(g * g, axis=-1, keepdims=True)
        return (theta - gap / np.where(squared > 0, squared, 1.0) * g,)

    runs = {
        "fixed": minimize("gradient_descent", bowl, start, steps, eta=1 / bowl.L),
        "normalized": minimize(normalized, bowl, start, steps, length=length),
        "polyak": minimize(polyak, bowl, start, steps),
    }
    distance = {name: np.linalg.norm(run.theta, axis=-1) for name, run in runs.items()}
    nudged = start * (1 + 1e-15 * np.random.default_rng(seed + 1).standard_normal((20, d)))
    again = np.linalg.norm(minimize(polyak, bowl, nudged, steps).theta, axis=-1)
    counts = [_first_below(column, tol) for column in again.T]
    return Policies(
        steps={name: _first_below(x, tol) for name, x in distance.items()},
        closest={name: float(x.min()) for name, x in distance.items()},
        runs=runs,
        polyak_range=(min(counts), max(counts)) if None not in counts else (None, None),
    )


def _first_below(values, tol):
    reached = np.flatnonzero(values <= tol)
    return int(reached[0]) if reached.size else None


# -- efficiently, accurately, stably -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class ScoreCard:
    """Per learning rate, arrays (len(etas),): steps to the loss `tol` (inf: never), final loss, share of steps up."""

    etas: np.ndarray
    steps_to_tol: np.ndarray
    final_loss: np.ndarray
    share_up: np.ndarray
    sharpness: np.ndarray
    run: Trajectory


def score_card(etas=(0.05, 0.25, 0.5), steps=1000, tol=0.05, seed=0):
    """Minimise the loss efficiently, accurately and stably: three numbers, and they disagree.

    Gradient descent on all rows of TanhNet (64-32-32-10, 200 digits).  At eta = 0.5 the loss falls furthest and soonest,
    from 0.84 to 0.017, and 39 % of the steps go up: the sharpness sits at 2 / eta = 4, the edge of stability (Cohen et
    al. 2021).  At 0.25 and 0.05 no step goes up, and 1000 steps leave 0.026 and 0.083.  Over four seeds 27 to 39 % of the
    steps at 0.5 go up and the order of the three stays; eta = 1 diverges.  At 0.25 the sharpness only creeps up to its
    edge, 8, within 3000 steps (2 to 7 % of them up): the smaller the step, the longer the way to the edge.
    """
    net = TanhNet(seed=seed)
    etas = np.asarray(etas, dtype=float)
    run = minimize("gradient_descent", net, net.start, steps, eta=etas)
    with np.errstate(invalid="ignore"):  # inf - inf, where a run has diverged
        share_up = np.mean(np.diff(run.loss, axis=0) > 0, axis=0)
    sharpness = [np.nan if gone else net.sharpness(end) for end, gone in zip(run.final, run.diverged, strict=True)]
    return ScoreCard(etas, run.steps_to(tol), run.loss[-1], share_up, np.array(sharpness), run)


# -- how far, how fast -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EtaSlider:
    """|x| after the steps for each learning rate, and the paths."""

    after: dict
    run: Trajectory


def eta_slider(etas=(0.19, 0.20, 0.21), curvature=10.0, steps=100):
    """How far to step: on curvature/2 x^2 from x = 1 each step multiplies x by 1 - eta curvature.

    With curvature 10 after 100 steps: 0.19 gives 0.9^100 = 2.66e-5, 0.20 is back at 1 (for ever 1, -1, 1, ...), 0.21 gives 1.38e4.
    """
    parabola = quadratic([curvature], name="parabola")
    run = minimize("gradient_descent", parabola, [1.0], steps, eta=np.asarray(etas, dtype=float))
    return EtaSlider({eta: float(abs(x[0])) for eta, x in zip(etas, run.final, strict=True)}, run)


@dataclass(frozen=True)
class VelocityTrace:
    """Where each beta stops, whether in the deep well, and the paths (every step is kept)."""

    end: dict
    deep: dict
    run: Trajectory


def velocity_trace(betas=(0.0, 0.5, 0.8, 0.9, 0.95), eta=0.01, start=1.8, steps=1500, rule="heavy_ball"):
    """How fast to move: a ball with more memory rolls out of the shallow well.

    (x^2 - 1)^2 + 0.3 x from x = 1.8.  Heavy ball in PyTorch's form, v = beta v + g: beta <= 0.8 stops at +0.960, the
    shallow well; beta >= 0.85 at -1.036, the deep one.  With rule="momentum", the notes' moving average, the same eta
    moves (1 - beta) times as far: it stays shallow up to beta = 0.95 and crosses only at 0.99 (give it 20 000 steps).
    More speed is not better in general: it also rolls out of deep wells that are narrow.
    """
    well = OBJECTIVES["double_well"]
    run = minimize(rule, well, [start], steps, eta=eta, beta=np.asarray(betas, dtype=float))
    ends = [float(x[0]) for x in run.final]
    return VelocityTrace(
        end=dict(zip(betas, ends, strict=True)),
        deep={beta: end < 0 for beta, end in zip(betas, ends, strict=True)},
        run=run,
    )


# -- zigzag and pits ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Zigzag:
    """Per learning rate: sign changes of y, turns of its direction of travel, path length / straight line start to end,
    steps until the height is at most `tol` (None: never)."""

    crossings: dict
    turns: dict
    detour: dict
    arrival: dict
    run: Trajectory


def zigzag(etas=(0.01, 0.072, 0.0792), kappa=25.0, start=(10.0, 1.0), steps=30, tol=1e-6):
    """Avoid zigzag: on (x^2 + kappa y^2) / 2 the steep coordinate is multiplied by 1 - eta kappa each step.

    eta = 0.01: y never changes sign.  0.072 (90 % of the limit 2/25): y crosses the valley 30 times in 30 steps, turns
    29 times, and the path is 1.51 times the straight line from its start to its end.  0.0792 (99 %): 5.03 times.
    A zigzag is not the slow way: they arrive at height 1e-6 after 882, 119 and 405 steps, and the fastest of all rates,
    2 / (1 + kappa) = 0.0769, crosses at every step too, 113 in all.
    """
    run = minimize("gradient_descent", ravine(kappa), start, steps, eta=np.asarray(etas, dtype=float))
    y = run.theta[..., 1]
    crossings = np.sum(y[1:] * y[:-1] < 0, axis=0)
    moves = np.diff(y, axis=0)
    turns = np.sum(moves[1:] * moves[:-1] < 0, axis=0)
    walked = np.linalg.norm(np.diff(run.theta, axis=0), axis=-1).sum(axis=0)
    detour = walked / np.linalg.norm(run.final - run.theta[0], axis=-1)
    to_the_end = minimize("gradient_descent", ravine(kappa), start, 2000, eta=run.hyper["eta"])
    arrival = [_first_below(loss, tol) for loss in to_the_end.loss.T]
    columns = crossings.tolist(), turns.tolist(), detour.tolist(), arrival
    return Zigzag(*(dict(zip(etas, column, strict=True)) for column in columns), run)


@dataclass(frozen=True)
class Basins:
    """Starts (n, 2), the row of `wells` that each reached (-1: neither), and the share of starts that found the deep one."""

    starts: np.ndarray
    destination: np.ndarray
    wells: np.ndarray
    share_deep: float


def basin_map(n=1000, eta=0.02, steps=1000, seed=0):
    """Avoid getting stuck in pits: where gradient descent ends is decided by where it starts.

    n uniform starts on the box of two_wells(); 52 % reach the deep well, and the border runs through the saddle.
    In many dimensions saddles and plateaus hold a descent up more than pits do.
    """
    place = two_wells()
    lo, hi = np.transpose(place.box)
    starts = np.random.default_rng(seed).uniform(lo, hi, (n, 2))
    ends = minimize("gradient_descent", place, starts, steps, every=steps, eta=eta).final
    distance = np.linalg.norm(ends[:, None] - WELLS, axis=-1)
    destination = np.where(distance.min(axis=1) < 0.01, distance.argmin(axis=1), -1)
    return Basins(starts, destination, WELLS, float(np.mean(destination == 0)))


# -- the compass -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Compass:
    """Fall of the loss per unit of way: along -gradient, and along each random direction (n,); the best of them."""

    steepest: float
    slopes: np.ndarray
    best: float
    share: float


def compass(n=10_000, seed=0):
    """The gradient is the direction of steepest increase: no random direction falls as fast as its opposite.

    Mean logistic loss of the breast-cancer data (standardized, 30 weights, no intercept, no penalty) at weights
    0.1 * normal; n random unit directions from the same generator.  Along -g the loss falls by 1.297 per unit of way; the best of
    10 000 random directions manages 0.800, 62 % (0.829 with other directions): in 30 dimensions almost every direction
    is nearly level.  "Steepest" is meant in the Euclidean norm.
    """
    data = breast_cancer()
    loss = Logistic(standardize(data.X), data.signs)
    rng = np.random.default_rng(seed)
    g = loss.gradient(0.1 * rng.standard_normal(loss.d))
    directions = rng.standard_normal((n, loss.d))
    slopes = -(directions @ g) / np.linalg.norm(directions, axis=-1)
    steepest, best = float(np.linalg.norm(g)), float(slopes.max())
    return Compass(steepest, slopes, best, best / steepest)
