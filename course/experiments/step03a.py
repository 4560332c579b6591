"""Step 3a, gradient descent and SGD: the rule, its gradient, minibatches, and what a step costs.

The walks under noise (floor, average, escape) stand in `noisy_walks`.  Each function returns a small record of numbers.
"""

from dataclasses import dataclass

import numpy as np

from course.datasets import reshuffled
from course.descent import minimize
from course.experiments.noisy_walks import averaged_tumours, noise_escape, noise_floor, tumours
from course.experiments.softmax import digits_split
from course.objectives import quadratic

__all__ = [
    "averaged_tumours",
    "batch_law",
    "closed_form",
    "five_passes",
    "noise_escape",
    "noise_floor",
    "rows_read",
    "slope_errors",
    "tumours",
]


# -- the rule and its gradient -----------------------------------------------------------------------------------------


def closed_form(curvatures=(1.0, 4.0, 10.0), eta=0.15, steps=100):
    """The rule theta - eta grad, again and again: on a bowl, coordinate i after t steps is (1 - eta lambda_i)^t times its start.

    The largest difference between the path and that formula, relative to the start: rounding, below 1e-12.
    """
    run = minimize("gradient_descent", quadratic(curvatures), np.ones(len(curvatures)), steps, eta=eta)
    exact = (1 - eta * np.array(curvatures)) ** run.t[:, None]
    return float(np.max(np.abs(run.theta - exact)))


@dataclass(frozen=True)
class SlopeErrors:
    """Steps h (n,), and the error of the measured gradient relative to the exact one: forward and central differences (n,)."""

    h: np.ndarray
    forward: np.ndarray
    central: np.ndarray

    def best(self, way):
        """(h, error) where the error of "forward" or "central" is smallest."""
        error = getattr(self, way)
        return float(self.h[error.argmin()]), float(error.min())


def slope_errors(powers=range(-1, -16, -1), seed=0):
    """The gradient is what height differences measure: two formulas, one number, up to an error that is V-shaped in h.

    Logistic loss of the tumours at weights 0.1 * normal; the error is the largest over 30 coordinates, over the largest
    slope.  From large h the central error falls like h^2, the forward one like h; then rounding, about 1e-16 / h, takes
    over.  The least: below 1e-10 at h = 1e-5 (the cube root of 1e-16) for central, 4e-8 at 1e-7 to 1e-8 (its square
    root) for forward differences.  For large h the figures are stable over machines; in the rounding branch only their
    order is.
    """
    loss = tumours()
    w = 0.1 * np.random.default_rng(seed).standard_normal(loss.d)
    exact, here, along = loss.gradient(w), loss.value(w), np.eye(loss.d)
    h = 10.0 ** np.array(powers)
    ahead = np.stack([loss.value(w + step * along) for step in h])
    behind = np.stack([loss.value(w - step * along) for step in h])

    def error(slopes):
        return np.max(np.abs(slopes - exact), axis=-1) / np.max(np.abs(exact))

    return SlopeErrors(h, error((ahead - here) / h[:, None]), error((ahead - behind) / (2 * h[:, None])))


# -- minibatches -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BatchLaw:
    """Per batch size B, arrays (len(B),).

    bias              |mean over the draws - full gradient| / |full gradient|, rows drawn with replacement
    chance            what `draws` fair draws leave of it on average (root of the mean square)
    times_B           B * variance of the minibatch gradient, with replacement; theory: `one`, whatever B is
    times_B_shuffled  the same for a batch of a shuffled deal; theory: one * (n - B) / (n - 1)
    one, n, full      the variance for a single row (exact, over all n rows), the rows, the length of the full gradient
    """

    B: np.ndarray
    bias: np.ndarray
    chance: np.ndarray
    times_B: np.ndarray
    times_B_shuffled: np.ndarray
    one: float
    n: int
    full: float


def batch_law(sizes=(1, 4, 16, 64), draws=4000, seed=0):
    """SGD samples a minibatch: its gradient is right on average, and its variance is that of one row divided by B.

    Logistic loss of the tumours at weights 0.1 * normal.  Variance: the mean squared distance to the full gradient, summed over the
    30 coordinates; one row has 5.18, exactly, over all 569.  4000 draws tell it to about 4 %.  Batches of a shuffled deal, which is
    what everybody runs, are unbiased too and have a little less variance, by the factor (n - B) / (n - 1): 0.89 at 64.
    """
    loss, rng = tumours(), np.random.default_rng(seed)
    w = 0.1 * rng.standard_normal(loss.d)
    rows = np.stack([loss.on([i]).gradient(w) for i in range(loss.n)])
    full = rows.mean(axis=0)
    one = float(np.mean(np.sum((rows - full) ** 2, axis=-1)))

    def measure(chosen):
        """(relative bias, B * variance) of the minibatches whose rows stand in chosen (draws, B)."""
        missed = sum(rows[column] for column in chosen.T) / chosen.shape[1] - full
        bias = np.linalg.norm(missed.mean(axis=0)) / np.linalg.norm(full)
        return bias, chosen.shape[1] * np.mean(np.sum(missed**2, axis=-1))

    drawn = [measure(rng.integers(loss.n, size=(draws, B))) for B in sizes]
    decks = rng.permuted(np.tile(np.arange(loss.n), (draws, 1)), axis=1)
    dealt = [measure(decks[:, :B]) for B in sizes]
    B, length = np.array(sizes), float(np.linalg.norm(full))
    bias, times_B = np.transpose(drawn)
    return BatchLaw(B, bias, np.sqrt(one / (B * draws)) / length, times_B, np.transpose(dealt)[1], one, loss.n, length)


# -- what a step costs -------------------------------------------------------------------------------------------------


def rows_read(sizes=(569, 16, 1), passes=2):
    """Full gradient descent uses all points in every step, SGD a few: {B: (steps, rows read, fewest and most rows in a step)}, counted.

    The model notes how many rows each gradient is taken over.  All sizes read the same 1138 rows in two passes: in 2, 72
    and 1138 steps.
    """
    found = {}
    for B in sizes:
        loss = tumours()
        seen, choose = [], loss.on
        object.__setattr__(loss, "on", lambda rows, seen=seen, choose=choose: seen.append(len(rows)) or choose(rows))
        steps = passes * -(-loss.n // B)
        minimize("gradient_descent", loss, loss.start, steps, batches=reshuffled(loss.n, B, 0), eta=0.1)
        found[B] = steps, sum(seen), min(seen), max(seen)
    return found


@dataclass(frozen=True)
class FivePasses:
    """Per batch size, arrays (len(B),): steps, best learning rate, and with it loss and test accuracy, medians over the shuffles.

    least, greatest  the loss of the luckiest and of the unluckiest shuffle
    after_5          the least loss after 5 steps, over the rates: the same number of steps, not of rows
    curves           {B: (steps, loss)} of the first shuffle, each of the first 60 steps and then some
    catch_up         passes that steps on all rows need to get below the loss `target`, at their best rate for that
    """

    B: np.ndarray
    steps: np.ndarray
    eta: np.ndarray
    loss: np.ndarray
    least: np.ndarray
    greatest: np.ndarray
    accuracy: np.ndarray
    after_5: np.ndarray
    curves: dict
    catch_up: float
    target: float


def five_passes(sizes=(1078, 256, 64, 16, 4, 1), etas=None, passes=5, seeds=3, target=0.1):
    """SGD is faster, it uses less data each step: per row read, much; per step, not at all; per second, it depends.

    Softmax regression on 1078 digits, 5 passes over them from weights 0 at a constant rate: for each batch size the best
    of nine rates (powers of 2) by the median loss over 3 shuffles.  All rows a step: 1.1, after 5 steps.  256 rows: 0.30,
    64: 0.13, 16, 4 and 1: 0.09.  So smaller is better down to about 16 and no further: from there on noise is the limit,
    not the number of steps.  Steps on all rows need 57 passes at the least to come below 0.1.
    How far to trust it: the shuffle moves single losses by a third at 16 rows and fewer, by factors at 64 and 256, whose
    best rates are on the verge of flying off.  With centred pixels every loss is smaller (0.22 for all rows), 64 rows do
    as well as one, and the message is the same.
    """
    train, test = digits_split()
    etas = 2.0 ** np.arange(-4, 5) if etas is None else np.asarray(etas, dtype=float)

    def run(B, seed, steps, every, eta=etas):
        deal = reshuffled(train.n, B, np.random.default_rng([seed, B]))
        return minimize("gradient_descent", train, train.start, steps, every=every, batches=deal, eta=eta)

    columns, curves = [], {}
    for B in sizes:
        steps = passes * -(-train.n // B)
        every = next(k for k in range(1, steps + 1) if steps % k == 0 and steps // k <= 25)
        # With all rows a step the shuffle changes nothing.
        runs = [run(B, seed, steps, steps if seed else every) for seed in range(1 if train.n <= B else seeds)]
        losses = np.array([one.loss[-1] for one in runs])
        best = int(np.nanargmin(np.median(losses, axis=0)))
        column = losses[:, best]
        accuracy = np.median([test.accuracy(one.final[best]) for one in runs])
        after_5 = np.nanmin(run(B, 0, 5, 5).loss[-1])
        columns.append([steps, etas[best], np.median(column), column.min(), column.max(), accuracy, after_5])
        early, late = run(B, 0, min(60, steps), 1, etas[best]), runs[0].t > 60
        curves[B] = np.append(early.t, runs[0].t[late]), np.append(early.loss, runs[0].loss[late, best])
    whole = minimize("gradient_descent", train, train.start, 80, eta=etas[-4:] * 4)
    catch_up = float(np.min(whole.steps_to(target, minimum=0.0)))
    return FivePasses(np.array(sizes), *np.transpose(columns), curves, catch_up, target)
