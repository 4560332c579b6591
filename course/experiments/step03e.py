"""Step 3, Adam: its averages start at zero, what it is made of, where it is fast, and where it fails.

Each function returns a small record of numbers (`Trajectory` objects where a path is worth drawing).
A claim of the notes stands in each docstring's first line; what was measured, and how far it can be trusted, below it.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from course.datasets import breast_cancer, digits, reshuffled, standardize
from course.descent import Trajectory, minimize
from course.experiments.reddi import phase, play, rare_spike, reddi, turning_point
from course.models import Logistic, Network
from course.objectives import quadratic

__all__ = [
    "constant_gradient",
    "digits_epoch",
    "overshoot",
    "phase",
    "play",
    "rare_spike",
    "reddi",
    "rotated",
    "special_cases",
    "tumours",
    "turning_point",
]

NEAR = tuple(np.logspace(-4, -0.5, 15))  # learning rates around the usual 0.001
BOTH = ("adam_uncorrected", "adam")  # as the notes write it, as it was published


# -- averages that start at zero ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Start:
    """At steps t = 1, 2, ..., arrays (steps,): m / g, sqrt(v) / |g|, and each rule's step in units of eta."""

    m: np.ndarray
    root_v: np.ndarray
    steps: dict


def constant_gradient(steps=3000, beta1=0.9, beta2=0.999, g=1.0):
    """m and v are moving averages of g and g^2, the step is eta m / (sqrt(v) + eps): what they do where g never changes.

    m is (1 - beta1^t) g and v is (1 - beta2^t) g^2: both start at zero, and v wakes up later.  Without bias correction the
    steps are 3.16, 4.25, 4.95 eta, 6.57 at most (t = 12), 3.24 at t = 100, 1.26 at t = 1000, and below 1.05 only from
    t = 2375 on.  With it (Kingma and Ba 2015) every step is eta.
    """
    slope = SimpleNamespace(
        name="slope", d=1, value=lambda x: g * x[..., 0], gradient=lambda x: np.full_like(x, float(g))
    )
    runs = {
        rule: minimize(rule, slope, [0.0], steps, eta=1.0, beta1=beta1, beta2=beta2).theta[:, 0] * -np.sign(g)
        for rule in BOTH
    }
    t = np.arange(1, steps + 1)
    return Start(1 - beta1**t, np.sqrt(1 - beta2**t), {rule: np.diff(path) for rule, path in runs.items()})


@dataclass(frozen=True)
class Overshoot:
    """{(rule, beta2): lowest place of the run}, and the runs {(rule, beta2): Trajectory}."""

    lowest: dict
    runs: dict


def overshoot(beta2s=(0.999, 0.9999), curvature=1.0, start=0.05, eta=0.05, steps=200):
    """The step is eta m / (sqrt(v) + eps): on a parabola whose minimizer is one step away, the first step jumps over it.

    From 0.05 with eta = 0.05: Adam as published steps onto 0, and its m carries it on to -0.037, for either beta2.
    Without bias correction the first step is (1 - beta1) / sqrt(1 - beta2) eta: to -0.108 with beta2 = 0.999, to -0.450 with
    0.9999.  The curvature does not matter: the size of the gradient cancels in m / sqrt(v).
    """
    bowl = quadratic([curvature], name="parabola")
    runs = {(rule, b): minimize(rule, bowl, [start], steps, eta=eta, beta2=b) for rule in BOTH for b in beta2s}
    return Overshoot({key: float(run.theta.min()) for key, run in runs.items()}, runs)


@dataclass(frozen=True)
class Epoch:
    """Loss after one epoch, {rule: (seeds, len(etas))}; the best eta by the median over the seeds, {rule: eta}."""

    etas: np.ndarray
    loss: dict
    best: dict

    def median(self, rule):
        """Median over the seeds, (len(etas),)."""
        return np.median(self.loss[rule], axis=0)


def digits_epoch(etas=NEAR, batch=32, hidden=32, seeds=3):
    """The other side of the missing correction: at a small eta it looks better, because its steps are longer.

    Digits, 60 % of the rows, tanh network 64-32-10, one epoch of minibatches of 32; seeds draw rows, weights and order.
    At eta = 0.001 the uncorrected loss is 0.8 to 1.0, the corrected 2.0 to 2.1.  At 0.1 it is 4 to 8 against 0.3.  Each at its own
    best rate comes to 0.17 to 0.24, the uncorrected near 0.008, the corrected near 0.05.  The order at small and at large
    rates is that of all seeds; the difference between the two at their best is within the spread of the seeds.
    """
    data, etas = digits(), np.asarray(etas, dtype=float)
    loss = {rule: [] for rule in BOTH}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        rows = rng.permutation(len(data.y))[: int(0.6 * len(data.y))]
        net = Network(data.X[rows] / 16, data.y[rows], hidden=(hidden,))
        start, steps = net.starts(1, rng)[0], -(-len(rows) // batch)
        for rule in BOTH:
            batches = reshuffled(net.n, batch, np.random.default_rng(seed))
            run = minimize(rule, net, start, steps, every=steps, batches=batches, eta=etas)
            loss[rule].append(run.loss[-1])
    loss = {rule: np.array(found) for rule, found in loss.items()}
    best = {rule: float(etas[np.nanargmin(np.median(found, axis=0))]) for rule, found in loss.items()}
    return Epoch(etas, loss, best)


# -- what it is made of ------------------------------------------------------------------------------------------------


def sign_descent(theta, grad, t, *, eta=0.1):
    """Each coordinate moves by eta against the sign of its slope, however steep it is (Riedmiller and Braun 1993, in its
    plainest form)."""
    return (theta - eta * np.sign(grad(theta)),)


@dataclass(frozen=True)
class SpecialCases:
    """Largest distance of any coordinate at any step between Adam with betas at zero and the rule that it then is."""

    rmsprop: float
    corrected_rmsprop: float
    sign_descent: float


def special_cases(steps=100, eta=0.01, beta2=0.99):
    """Adam combines momentum and a rate for each coordinate: take one part away and an older rule is left.

    Standardized breast-cancer data, logistic loss.  beta1 = 0: the notes' Adam is RMSProp, digit for digit; the published
    one is RMSProp with eta sqrt(1 - beta2^t), but for eps (1e-6 here).  beta1 = beta2 = 0: sign descent, but for eps, which
    tells where a slope is nearly 0 (1e-4 here).
    """
    data = breast_cancer()
    loss = Logistic(standardize(data.X), data.signs)

    def path(rule, **hyper):
        return minimize(rule, loss, loss.start, steps, **{"eta": eta, **hyper}).theta

    def apart(one, other):
        return float(np.abs(one - other).max())

    only_v = {"beta1": 0.0, "beta2": beta2}
    warmer = path("rmsprop", beta=beta2, eta=lambda t: eta * np.sqrt(1 - beta2 ** (t + 1)))
    return SpecialCases(
        rmsprop=apart(path("adam_uncorrected", **only_v), path("rmsprop", beta=beta2)),
        corrected_rmsprop=apart(path("adam", **only_v), warmer),
        sign_descent=apart(path("adam", beta1=0.0, beta2=0.0), path(sign_descent)),
    )


# -- where it is fast --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Tuned:
    """One rule at its best rate: that rate, the loss after the steps, the share of rows on their right side, and all losses."""

    eta: float
    loss: float
    accuracy: float
    losses: np.ndarray


RULES = {"gradient_descent": "gradient_descent", "momentum": "momentum", "sign_descent": sign_descent,
         "rmsprop": "rmsprop", "adam": "adam", "adam_uncorrected": "adam_uncorrected"}  # fmt: skip
RATES = tuple(np.logspace(-8, 1, 19))


def tumours(scaled=False, etas=RATES, steps=200):
    """Adam works fast: on badly scaled data, after 200 steps, each rule at the best of 19 rates; {rule: Tuned}.

    Breast cancer, 30 measurements and a column of ones, logistic loss on all rows, no penalty; the columns' standard
    deviations run from 0.003 to 569.  Raw: gradient descent 0.288 (90.9 %), momentum 0.203, sign descent 0.274, RMSProp 0.256, Adam 0.134
    (94.2 %).  The notes' Adam does better still, 0.094 (95.8 %): its rate falls by itself.
    Standardized: gradient descent 0.042, Adam 0.035, the others between.  A grid four times as fine moves no loss by more than 0.005.
    """
    data = breast_cancer()
    X = standardize(data.X) if scaled else data.X
    loss = Logistic(np.column_stack([X, np.ones(len(X))]), data.signs)
    found = {}
    for name, rule in RULES.items():
        run = minimize(rule, loss, loss.start, steps, every=steps, eta=np.asarray(etas, dtype=float))
        losses = np.where(np.isfinite(run.loss[-1]), run.loss[-1], np.inf)
        k = int(losses.argmin())
        right = np.mean(loss.y * (loss.X @ run.final[k]) > 0)
        found[name] = Tuned(float(etas[k]), float(losses[k]), float(right), losses)
    return found


@dataclass(frozen=True)
class Rotated:
    """Steps to the loss `tol`, {angle in degrees: steps} by rule, and the runs {(rule, angle): Trajectory}."""

    gradient_descent: dict
    adam: dict
    runs: dict


def rotated(angles=(0, 15, 30, 45), kappa=1000.0, eta=0.3, tol=1e-6, budget=4000):
    """Adam works fast where the axes of the problem are the axes of the coordinates.

    Quadratic with curvatures 1 and 1000, turned; the start turns with it.  Gradient descent at 1.9 / L needs 3450 steps at
    every angle.  Adam with eta = 0.3: 157 at 0 degrees, 629 at 15, 951 at 30, 1042 at 45.  At its best rate for each angle it is 98
    and 452.
    """
    runs: dict[tuple, Trajectory] = {}
    for angle in angles:
        valley = quadratic([1.0, kappa], np.deg2rad(angle))
        runs["gradient_descent", angle] = minimize("gradient_descent", valley, valley.start, budget, eta=1.9 / valley.L)
        runs["adam", angle] = minimize("adam", valley, valley.start, budget, eta=eta)
    steps = {rule: {a: runs[rule, a].steps_to(tol) for a in angles} for rule in ("gradient_descent", "adam")}
    return Rotated(**steps, runs=runs)
