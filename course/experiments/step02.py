"""Step 2, core concept: a line fitted step by step, the tangent, small steps downhill, and how long a step may be.

Flat places, convex traps and stuck networks are in flat.py, the decisions in decisions.py; the lesson asks for all of them here.
A claim of the notes stands in each docstring's first line; what was measured, and how far it can be trusted, below it.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from course.datasets import breast_cancer, noisy_line, standardize
from course.descent import Trajectory, minimize
from course.experiments.decisions import choose_batch, choose_eta, choose_memory, one_loop, readers, two_weights
from course.experiments.flat import convex_traps, plateau, saddle_clock, stopping, stuck_networks, well_starts
from course.models import LeastSquares, Logistic
from course.objectives import quadratic

__all__ = [
    "choose_batch",
    "choose_eta",
    "choose_memory",
    "convex_traps",
    "eta_sweep",
    "line_fit",
    "loss_scale",
    "one_loop",
    "plateau",
    "readers",
    "saddle_clock",
    "small_steps",
    "stopping",
    "stuck_networks",
    "tangent_error",
    "two_weights",
    "well_starts",
]


def tumours(l2=0.0):
    """Mean logistic loss of the breast-cancer data (569 rows, 30 standardized measurements, no intercept)."""
    data = breast_cancer()
    return Logistic(standardize(data.X), data.signs, l2=l2)


# -- training is repeated small changes --------------------------------------------------------------------------------


@dataclass(frozen=True)
class LineFit:
    """The data and model, the run over (slope, intercept), and the best line in closed form, (2,)."""

    data: object
    model: LeastSquares
    run: Trajectory
    best: np.ndarray


def line_fit(eta=0.5, steps=100, seed=0):
    """Training is repeated small changes of the parameters that lower a loss: a line finds its data.

    30 points around 2 x + 1 (noise 0.3), mean of half the squared residuals, gradient descent from the line y = 0.
    Curvatures 0.356 (slope) and 1 (intercept), so that eta = 0.5 shrinks the distance by at least 1 - 0.178 a step and
    100 steps leave no difference to the closed form that a print would show.
    """
    data = noisy_line(seed=seed)
    model = LeastSquares(data.X, data.y)
    run = minimize("gradient_descent", model, model.start, steps, eta=eta)
    return LineFit(data, model, run, model.minimizers[0])


# -- a line, seen closely ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TangentError:
    """Distances h, the tangent's error there on real data and at a kink, and both slopes on log-log paper for h <= 0.1."""

    h: np.ndarray
    smooth: np.ndarray
    kink: np.ndarray
    smooth_order: float
    kink_order: float
    half_curvature: float


def tangent_error(seed=0):
    """Zoom in and a smooth curve looks like a line: the tangent's error falls with the square of the distance.

    Logistic loss of the tumours at 0.1 * normal weights, along the unit direction -g: errors 0.81, 1.4e-2, 1.4e-4, 1.4e-6,
    1.4e-8 at h = 1 ... 1e-4, slope 1.995 (Taylor: 2, with half the curvature along the way, 1.438, as factor).
    abs(x) at 0 with slope 0 misses by h itself at every distance: slope 1, no zoom helps.
    """
    loss = tumours()
    w = 0.1 * np.random.default_rng(seed).standard_normal(loss.d)
    g = loss.gradient(w)
    steep = np.linalg.norm(g)
    way, h = -g / steep, 10.0 ** -np.arange(5)
    smooth = np.abs(loss.value(w + h[:, None] * way) - (loss.value(w) - h * steep))
    kink = np.abs(h)  # the value of abs at h, minus its tangent of slope 0
    near = h <= 0.1
    orders = [float(np.polyfit(np.log10(h[near]), np.log10(one[near]), 1)[0]) for one in (smooth, kink)]
    return TangentError(h, smooth, kink, *orders, float(way @ loss.hessian(w) @ way / 2))


# -- so small steps go down --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SmallSteps:
    """For each eta * L: the shares of places from which a step along -g goes down and one along +g goes up, the smallest
    fall in units of the guarantee (nan from eta = 2 / L on, where nothing is guaranteed), and the steepest axis' factor."""

    shares: tuple
    down: np.ndarray
    up: np.ndarray
    least: np.ndarray
    worst_place_falls: np.ndarray


def small_steps(shares=(0.1, 1.0, 1.9, 2.1, 2.5, 3.0, 4.0), kappa=100.0, d=50, n=1000, seed=0):
    """Step against the gradient and the value falls, for small enough eta: below 2 / L always, above it not everywhere.

    Quadratic, d curvatures from 1 to kappa evenly in the logarithm, n standard normal places. Descent lemma: a step falls by at
    least eta (1 - eta L / 2) |g|^2 (Nesterov 2004, section 1.2). Measured: below 2 / L 100 % go down and no fall is smaller than
    the guarantee; at 2.5 / L 93 %, at 3 / L 45 %, at 4 / L 2 %. Random places are kind (their gradients mix all
    curvatures); on the steepest axis the border is exactly 2 / L. Uphill steps always go up, for the function is convex.
    """
    bowl = quadratic(np.geomspace(1.0, kappa, d))
    places = np.random.default_rng(seed).standard_normal((n, d))
    g, height = bowl.gradient(places), bowl.value(places)
    steepest = np.eye(d)[-1]
    down, up, least, worst = [], [], [], []
    for share in shares:
        eta = share / bowl.L
        fall = height - bowl.value(places - eta * g)
        promise = eta * (1 - share / 2) * np.sum(g * g, axis=-1)
        down.append(np.mean(fall > 0))
        up.append(np.mean(bowl.value(places + eta * g) > height))
        least.append(np.min(fall / promise) if share < 2 else np.nan)
        worst.append(bowl.value(steepest - eta * bowl.gradient(steepest)) < bowl.value(steepest))
    return SmallSteps(shares, *map(np.array, (down, up, least, worst)))


# -- crawl, settle, bounce, fly ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class EtaSweep:
    """For each eta: steps until |theta| <= tol (inf: never), and the factor a step of each curvature, (len(etas), 2)."""

    etas: np.ndarray
    steps: np.ndarray
    factors: np.ndarray
    best: float
    border: float
    run: Trajectory


def eta_sweep(etas=(0.01, 0.05, 0.1, 2 / 11, 0.19, 0.195, 0.199, 0.2), kappa=10.0, tol=1e-6, steps=3000):
    """Too small crawls, too large overshoots: steps to arrive fall and rise again, and from 2 / L on there is none.

    (x^2 + kappa y^2) / 2 from (1, 1). A step multiplies x by 1 - eta and y by 1 - kappa eta; the slower of the two decides:
    max(1 - eta mu, eta L - 1), a lopsided V with its tip at 2 / (L + mu), kappa times steeper on the right. kappa = 10:
    0.01 -> 1375, 0.05 -> 270, 0.1 -> 132, 2/11 -> 71, 0.19 -> 132, 0.195 -> 270, 0.199 -> 1375, 0.2 never.
    eta and (2 - eta mu) / L have the same factor, hence the pairs. Overshoot (1/L to 2/L) is not divergence.
    """
    bowl = quadratic([1.0, kappa], name=f"bowl, kappa {kappa:g}")
    etas = np.asarray(etas, dtype=float)
    run = minimize("gradient_descent", bowl, [1.0, 1.0], steps, eta=etas)
    near = np.linalg.norm(run.theta, axis=-1) <= tol
    arrived = np.where(near.any(axis=0), near.argmax(axis=0), np.inf)
    factors = np.stack([1 - etas, 1 - kappa * etas], axis=-1)
    return EtaSweep(etas, arrived, factors, 2 / (1 + kappa), 2 / kappa, run)


@dataclass(frozen=True)
class LossScale:
    """By rule: how far its end point moves when the loss is multiplied, over the end point's own length; end losses."""

    moved: dict
    length: dict
    loss: dict


def loss_scale(factor=1000.0, steps=100, eta=0.5, eta_adam=0.1):
    """eta is the step size: it is a multiplier of the gradient, so the unit of the loss changes every step.

    Logistic loss of the tumours from 0, `steps` steps, once as it is and once times 1000, same eta. Gradient descent's end
    moves by 146 times its own length and its loss (in old units) rises from 0.069 to 1.58; Adam's moves by 1.4e-7, which
    comes from eps alone.
    """
    loss = tumours()
    scaled = SimpleNamespace(value=lambda w: factor * loss.value(w), gradient=lambda w: factor * loss.gradient(w))
    moved, length, ends = {}, {}, {}
    for rule, rate in (("gradient_descent", eta), ("adam", eta_adam)):
        runs = [minimize(rule, one, loss.start, steps, every=steps, eta=rate) for one in (loss, scaled)]
        before, after = (run.final for run in runs)
        moved[rule] = float(np.linalg.norm(after - before) / np.linalg.norm(before))
        length[rule] = float(np.linalg.norm(before))
        ends[rule] = (float(loss.value(before)), float(loss.value(after)))
    return LossScale(moved, length, ends)
