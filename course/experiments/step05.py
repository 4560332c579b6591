"""Step 5, trade-offs: what a step costs, which solution is found, robust to what, and when a switch pays.

Each function returns a small record of numbers.
A claim of the notes stands in each docstring's first line; what was measured, and how far it can be trusted, below it.
Momentum's steps are counted in momentum_speed.py, saddles, widths and lines in many_minima.py, stability in step01.py.
"""

from dataclasses import dataclass

import numpy as np

from course.datasets import digits, noisy_least_squares, reshuffled, wilson
from course.descent import minimize
from course.experiments.flat import convex_traps, stuck_networks
from course.experiments.many_minima import Factorization, between, landscape
from course.experiments.momentum_speed import quadratic_rates
from course.experiments.step01 import score_card
from course.models import LeastSquares, Network

__all__ = [
    "between",
    "convex_traps",
    "dimensions",
    "fresh_accuracy",
    "landscape",
    "quadratic_rates",
    "rate_valley",
    "relay",
    "score_card",
    "solutions",
    "stairs",
    "stuck_networks",
    "too_late",
]

# -- what a step costs -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Dimensions:
    """By number of parameters d: steps to a millionth of the first distance; numbers that a step keeps, {rule: count}."""

    steps: dict
    kept: dict


def dimensions(ds=(10, 100, 1000, 10_000, 100_000), kappa=100.0, tol=1e-6, seed=0):
    """Gradient methods scale to millions of parameters: the steps depend on the shape, hardly on the dimension.

    Quadratics with curvatures from 1 to 100, normal start, gradient descent at 2 / (L + mu): 0.98 a step whatever d is
    (theory), so at most 691 steps; measured 563 to 660.  What a step keeps: the gradient, d numbers; momentum d more,
    Adam 2 d more; Newton's method a Hessian of d^2, which for a million parameters is 8 TB in double precision.
    Real losses have no fixed kappa: this says that dimension alone costs no steps.
    """
    steps, kept = {}, {}
    for d in ds:
        curvatures = np.geomspace(1.0, kappa, d)
        theta = first = np.random.default_rng(seed).standard_normal(d)
        count = 0
        while np.linalg.norm(theta) > tol * np.linalg.norm(first):
            theta, count = theta - 2 / (kappa + 1) * curvatures * theta, count + 1
        steps[d] = count
        kept[d] = {"gradient descent": d, "momentum": 2 * d, "Adam": 3 * d, "Newton": d + d * d}
    return Dimensions(steps, kept)


# -- a plateau between saddles -----------------------------------------------------------------------------------------


def stairs(size=1e-6, steps=600, eta=0.02, seed=0):
    """Non-convex surfaces trap on plateaus: the loss (steps + 1,) of a descent that starts near the saddle at 0.

    The factorization of `many_minima.landscape`, from normal numbers times `size`.  The largest direction grows by 1 + 6 eta
    a step, so that a start 100 times as close waits ln 100 / ln 1.12 = 41 steps longer before the loss falls from 22.75;
    then 13.75, 7.5 and 3.5 follow, a stair for each eigenvalue.  All of them end at 3.5, the global minimum.
    """
    f, U = Factorization(), size * np.random.default_rng(seed).standard_normal((6, 3))
    loss = [float(f.value(U))]
    for _ in range(steps):
        U = U - eta * f.gradient(U)
        loss.append(float(f.value(U)))
    return np.array(loss)


# -- which solution ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Solution:
    """Where a rule ends: training loss, share of training rows and of fresh rows that are right, norm, the first three
    weights, and the cosine to sign(X'y)."""

    loss: float
    train: float
    fresh: float
    norm: float
    first: np.ndarray
    cosine: float


WALKERS = (
    ("gradient_descent", 0.9, 1000),
    ("heavy_ball", 0.4, 1000),
    ("adagrad", 0.1, 2000),
    ("rmsprop", 0.001, 3000),
    ("adam", 0.001, 3000),
)


def fresh_accuracy(w, p=0.6, n=10_000, seed=1):
    """Share of fresh rows on the right side: only the label and the two ones matter, private columns are new."""
    y = np.where(np.random.default_rng(seed).random(n) < p, 1.0, -1.0)
    return float(np.mean(np.sign(w[0] * y + w[1] + w[2]) == y))


def solutions(n=100, seed=0):
    """Adaptive optimizers may generalize worse: on rows made for it they fit everything, and call all fresh rows positive.

    Wilson et al. (2017), section 3.3: n = 100, d = 600, squared error, from 0; {rule: Solution}, and "smallest" for the
    solution of smallest norm.  All fit.  Gradient descent and heavy ball end at the smallest (norm 0.985) and are right on
    all fresh rows; AdaGrad, RMSProp and Adam end along sign(X'y) (norm 4.3), right on the positive ones only, 59.7 %.
    A proof that it can happen: the rows were built so that a common column is as good as a rare one only to a method
    that ignores how common it is.
    """
    data = wilson(n, seed=seed)
    loss = LeastSquares(data.X, data.signs)
    signs = np.sign(data.X.T @ data.signs)
    ends = {rule: minimize(rule, loss, loss.start, steps, every=steps, eta=eta).final for rule, eta, steps in WALKERS}
    ends["smallest"] = loss.minimizers[0]
    return {
        name: Solution(
            float(loss.value(w)),
            float(np.mean(np.sign(data.X @ w) == data.signs)),
            fresh_accuracy(w),
            float(np.linalg.norm(w)),
            w[:3],
            float(w @ signs / np.linalg.norm(w) / np.linalg.norm(signs)),
        )
        for name, w in ends.items()
    }


@dataclass(frozen=True)
class TooLate:
    """By steps of Adam before the switch: loss at the switch, share of fresh rows right in the end, first weights."""

    loss: dict
    fresh: dict
    first: dict


def too_late(switches=(0, 20, 50, 100, 200, 400, 1000), eta=0.001, n=100, seed=0):
    """Start with Adam, finish with SGD: early enough it rescues everything, late it changes nothing.

    The rows of `solutions`; Adam at 0.001, then gradient descent at 0.9 until it fits.  After up to 200 steps of Adam 100 % of
    fresh rows are right; after 500 or more, 59.7 %: once the residuals are 0, no gradient is left to move the weights.  What
    Adam put where no row sees it stays for ever.  At 0.01 the border is between 20 and 50 steps.
    """
    data = wilson(n, seed=seed)
    loss = LeastSquares(data.X, data.signs)
    path = minimize("adam", loss, loss.start, max(switches), eta=eta).theta
    starts = path[list(switches)]
    ends = minimize("gradient_descent", loss, starts, 1500, every=1500, eta=0.9).final
    at = loss.value(starts)
    return TooLate(
        {k: float(one) for k, one in zip(switches, at, strict=True)},
        {k: fresh_accuracy(w) for k, w in zip(switches, ends, strict=True)},
        {k: w[:3] for k, w in zip(switches, ends, strict=True)},
    )


# -- robust to what ----------------------------------------------------------------------------------------------------


RATES = tuple(np.logspace(-5, 1, 13))


@dataclass(frozen=True)
class Valley:
    """Test accuracy and training loss after the passes, {rule: (seeds, len(etas))}."""

    etas: np.ndarray
    accuracy: dict
    loss: dict

    def best(self, rule):
        """(eta, median accuracy, lowest, highest) at the rate with the best median."""
        found = self.accuracy[rule]
        k = int(np.median(found, axis=0).argmax())
        return float(self.etas[k]), float(np.median(found[:, k])), float(found[:, k].min()), float(found[:, k].max())

    def good(self, rule, within=0.02):
        """Rates whose median accuracy is within `within` of the rule's best."""
        medians = np.median(self.accuracy[rule], axis=0)
        return self.etas[medians >= medians.max() - within]


def rate_valley(etas=RATES, passes=5, seeds=3, scale=1.0):
    """SGD is robust and generalizes better: on digits neither shows; tricky is to find the rate.

    Digits, 1078 rows to train and 719 to test (split by seed), tanh network 64-32-10, minibatches of 32, 5 passes, each rule
    at each rate.  `scale` multiplies the loss, and so the gradients.
    Median accuracy at the best rate: SGD 0.961 at 1 (0.946 to 0.964), Adam 0.967 at 0.01 (0.951 to 0.968): less apart than the
    seeds.  Two of 13 rates are within 0.02 of it, for each.  A loss 100 times as large moves SGD's best rate to 0.01, exactly
    (eta times the gradient is all that it sees), and Adam's not at all.  Five passes: SGD is not at its end.
    """
    data, etas = digits(), np.asarray(etas, dtype=float)
    accuracy = {"gradient_descent": [], "adam": []}
    loss = {rule: [] for rule in accuracy}
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        order = rng.permutation(len(data.y))
        rows, rest = order[:1078], order[1078:]
        net = Scaled(data.X[rows] / 16, data.y[rows], (32,))
        net.scale = scale
        start, steps = net.starts(1, rng)[0], passes * 34
        for rule in accuracy:
            batches = reshuffled(net.n, 32, np.random.default_rng(seed))
            run = minimize(rule, net, start, steps, every=steps, batches=batches, eta=etas)
            accuracy[rule].append(net.accuracy(run.final, data.X[rest] / 16, data.y[rest]))
            loss[rule].append(run.loss[-1])
    return Valley(etas, {k: np.array(v) for k, v in accuracy.items()}, {k: np.array(v) for k, v in loss.items()})


class Scaled(Network):
    """A network whose gradients are multiplied by `scale`, as if the loss were measured in another unit."""

    scale = 1.0

    def gradient(self, theta):
        return self.scale * super().gradient(theta)


# -- the switch, with its control --------------------------------------------------------------------------------------

FALLING = (0.0125, 0.025, 0.05, 0.1)


@dataclass(frozen=True)
class Relay:
    """Loss above the minimum, {who: (seeds,)} at the end; `early` the same after one pass; curves {who: (passes + 1,)} of
    the first seed."""

    end: dict
    early: dict
    curves: dict


def relay(seeds=5, n=1000, passes=20, handover=4, spread=30.0):
    """Start with Adam, finish with SGD: better than either alone, and then the control: Adam whose rate falls.

    Least squares, 20 columns with scales from 1 to 30, label noise 1, batches of 8.  Falling rates fall linearly to 0.
    SGD at 0.0005 (at 0.002 it flies off on most seeds), Adam and RMSProp at 0.05, the switch after 4 of 20 passes.  After one pass Adam and RMSProp
    are near 1.5 and SGD at 10; after 20 Adam 0.4, RMSProp 3, SGD 0.1.  Switch 0.03, with a falling rate 4e-4; the control, Adam falling
    from 0.025, 5e-4: as good, for on some seeds one wins and on some the other.
    """
    end, early, curves = {}, {}, {}
    per_pass, steps = n // 8, passes * (n // 8)

    def keep(who, loss):
        end.setdefault(who, []).append(float(loss[-1]))
        early.setdefault(who, []).append(float(loss[1]))
        curves.setdefault(who, loss)

    for seed in range(seeds):
        data = noisy_least_squares(n, 20, 1.0, spread, seed=seed)
        loss = LeastSquares(data.X, data.y)

        def run(rule, start, steps, eta, skip=0, loss=loss, seed=seed):
            batches = reshuffled(n, 8, np.random.default_rng(seed))
            for _ in range(skip):
                next(batches)
            return minimize(rule, loss, start, steps, every=per_pass, batches=batches, eta=eta)

        def falls(t, whole):
            return 1 - t / whole

        sgd = run("gradient_descent", loss.start, steps, lambda t: 5e-4 * np.array([1.0, falls(t, steps)]))
        adam = run("adam", loss.start, steps, lambda t: np.array([0.05, *(eta * falls(t, steps) for eta in FALLING)]))
        rmsprop = run("rmsprop", loss.start, steps, 0.05)
        rest = steps - handover * per_pass
        second = run(
            "gradient_descent",
            adam.theta[handover, 0],
            rest,
            lambda t: 5e-4 * np.array([1.0, falls(t, rest)]),  # noqa: B023
            skip=handover * per_pass,
        )
        above = sgd.loss - loss.minimum
        keep("SGD", above[:, 0])
        keep("SGD, falling", above[:, 1])
        keep("RMSProp", rmsprop.loss - loss.minimum)
        above = adam.loss - loss.minimum
        keep("Adam", above[:, 0])
        for k, eta in enumerate(FALLING, start=1):
            keep(f"Adam, falling from {eta}", above[:, k])
        after = second.loss - loss.minimum
        for k, who in enumerate(("Adam, then SGD", "Adam, then SGD falling")):
            keep(who, np.concatenate([above[:handover, 0], after[:, k]]))
    return Relay({k: np.array(v) for k, v in end.items()}, {k: np.array(v) for k, v in early.items()}, curves)
