"""Gradient descent whose gradient is noisy: where it settles, what averaging makes of it, and how noise leaves a pit."""

from dataclasses import dataclass, replace

import numpy as np

from course.datasets import breast_cancer, reshuffled, standardize, with_replacement
from course.descent import minimize
from course.experiments.noisy_quadratic import mean_squares
from course.models import Logistic
from course.objectives import OBJECTIVES, quadratic
from course.schedules import constant

HILL = 0.0754  # between the two wells


def tumours(l2=0.0):
    """Mean logistic loss of the breast-cancer data: 569 rows, 30 standardized measurements, no intercept."""
    data = breast_cancer()
    return Logistic(standardize(data.X), data.signs, l2=l2)


# -- the floor, and the average ----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NoiseFloor:
    """Per learning rate, arrays (len(eta),): mean squared distance of the last places, and of the average of the last half.

    floor           eta / (2 - eta)
    averaged_exact  what theory says of the average
    squares         (steps, mean square over the runs at each of them) at every 100th step, (records, len(eta))
    """

    eta: np.ndarray
    last: np.ndarray
    averaged: np.ndarray
    floor: np.ndarray
    averaged_exact: np.ndarray
    squares: tuple


def noise_floor(etas=(0.02, 0.1, 0.5, 1.0), steps=10_000, runs=200, start=5.0, seed=0):
    """A constant learning rate does not arrive: on x^2 / 2 with noise of size 1 the mean square settles at eta / (2 - eta).

    Each step is x <- (1 - eta) x - eta noise, so the mean square q becomes (1 - eta)^2 q + eta^2, which stands still at
    eta / (2 - eta): 0.0526 at 0.1, and 1 at 1.  200 runs of 10,000 steps, seen at every 100th step of the last half,
    tell it to about 2 %.  More steps change nothing.  The average of the last half ends at about 2 / steps = 2.0e-4 at
    each of these rates, told to about 10 % (Ruppert 1988; Polyak and Juditsky 1992).
    """
    bowl, half, squares, averaged = quadratic([1.0]), steps // 2, [], []
    for eta in etas:
        rng = np.random.default_rng(seed)  # the same noise at every rate
        noisy = replace(bowl, gradient=lambda x, rng=rng: x + rng.standard_normal(x.shape))
        x = minimize("gradient_descent", noisy, np.full((runs, 1), start), steps, eta=eta).theta[..., 0]
        squares.append(np.mean(x**2, axis=1)[::100])
        averaged.append(np.mean(np.mean(x[half + 1 :], axis=0) ** 2))
    eta, squares, t = np.array(etas), np.transpose(squares), np.arange(0, steps + 1, 100)
    _, exact = mean_squares(constant(eta), steps, (), start)
    last = squares[t > half].mean(axis=0)
    return NoiseFloor(eta, last, np.array(averaged), eta / (2 - eta), exact[0], (t, squares))


@dataclass(frozen=True)
class Averaged:
    """Loss above the minimum, medians over the seeds: after every epoch, of the last point, of the averages of the last half.

    by_epoch  (epochs + 1,); last, epochs_averaged (of the points after each epoch), steps_averaged (of all points)
    """

    by_epoch: np.ndarray
    last: float
    epochs_averaged: float
    steps_averaged: float


def averaged_tumours(B=8, eta=0.5, epochs=30, seeds=5, l2=1e-2, shuffled=True):
    """Averaging the tail calms SGD on real data too, where noise is the trouble, and not to zero: the loss is no parabola.

    Logistic loss of the tumours with l2 = 0.01, batches of 8, constant rate, 30 epochs, medians over 5 shuffles.  At
    eta = 0.5 the loss hovers 3e-3 above its minimum from epoch 5 on; the mean of the last 15 epochs' ends lies 5e-4
    above, that of all their steps 2e-4, at 1.0 ten times as high (an average of a constant rate settles beside the
    minimum, further off the larger the rate: Dieuleveut, Durmus and Bach 2020).  At eta = 0.1 the last point is at 9e-5
    and averaging gains next to nothing.  With replacement (shuffled=False) the last point is at 7e-4 there: within an
    epoch of a shuffled deal much of the noise cancels.
    """
    loss = tumours(l2)
    w = loss.start
    for _ in range(30):  # Newton's steps, to rounding
        w = w - np.linalg.solve(loss.hessian(w), loss.gradient(w))
    per_epoch, found = -(-loss.n // B), []
    for seed in range(seeds):
        draw = reshuffled if shuffled else with_replacement
        rows = draw(loss.n, B, np.random.default_rng(seed))
        path = minimize("gradient_descent", loss, loss.start, epochs * per_epoch, batches=rows, eta=eta).theta
        ends = path[::per_epoch]
        means = ends[(epochs + 1) // 2 :].mean(axis=0), path[len(path) // 2 :].mean(axis=0)
        found.append(loss.value(np.vstack([ends, *means])) - loss.value(w))
    *by_epoch, epochs_averaged, steps_averaged = np.median(found, axis=0)
    return Averaged(np.array(by_epoch), float(by_epoch[-1]), float(epochs_averaged), float(steps_averaged))


# -- noise as a way out ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Escape:
    """Per noise level, arrays (len(sigma),): share of the runs that end in the deep well, by the well they started in.

    settled  the share that theory gives to the deep well after a very long time (nan without noise)
    """

    sigma: np.ndarray
    from_shallow: np.ndarray
    from_deep: np.ndarray
    settled: np.ndarray


def noise_escape(sigmas=(0, 1, 2, 3, 4, 6, 8, 12), eta=0.02, steps=3000, runs=500, seed=0):
    """Noise can help escape local minima: some does, less does not in time, more leaves the good minimum again.

    (x^2 - 1)^2 + 0.3 x from x = 1, the shallow well, and from the deep one; eta = 0.02, 3000 steps, normal noise of size
    sigma on every gradient, 500 runs.  From the shallow well 0 reach the deep one up to sigma = 2, 0.02 at 3, 0.4 at 4,
    0.83 at 6, 0.7 at 8, 0.6 at 12 (each to 0.02 or so: binomial).  From 6 on it no longer matters where they began, and
    the shares are those that theory gives after a long time at the temperature eta sigma^2 / 2.  So half the rate with
    twice the variance, that is half the batch, does the same in twice the steps: noise counts by eta / B (found in
    networks by Jastrzebski et al. 2017, Smith and Le 2018).  One curve with two pits; how much of it holds in a network
    is open.
    """
    well, sigma = OBJECTIVES["double_well"], np.asarray(sigmas, dtype=float)

    def share(start, seed):
        rng = np.random.default_rng(seed)

        def noisy(theta):  # the same draws at every sigma
            return well.gradient(theta) + sigma[:, None, None] * rng.normal(size=(runs, 1))

        f, starts = replace(well, gradient=noisy), np.full((len(sigma), runs, 1), start)
        ends = minimize("gradient_descent", f, starts, steps, every=steps, eta=eta).final[..., 0]
        return np.mean(ends < HILL, axis=-1)

    settled = np.array([_settled(well, eta * one**2 / 2) for one in sigma])
    return Escape(sigma, share(1.0, seed), share(well.minimizers[0][0], [seed, 1]), settled)


def _settled(well, temperature):
    """Share of exp(-f / temperature) left of the hill, where noise and slope balance (exact for eta to 0)."""
    if temperature == 0:
        return np.nan
    x = np.linspace(-4.0, 4.0, 8001)
    weight = np.exp((well.minimum - well.value(x[:, None])) / temperature)
    return float(weight[x < HILL].sum() / weight.sum())
