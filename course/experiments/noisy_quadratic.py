"""SGD on x^2 / 2 with two kinds of noise: exact mean squared distances under any schedule, and runs to hold against them.

noisy          gradient x + xi: at the best place the minibatches still disagree (labels that no model can fit)
interpolating  gradient x + xi x: the noise dies at the best place (a model that can fit every row)
xi is standard normal and fresh in every step. Every result has these two problems on an axis of length 2, in this order.
"""

from types import SimpleNamespace

import numpy as np

from course.descent import minimize

PROBLEMS = ("noisy", "interpolating")
CHUNK = 500  # steps whose factors are kept at once


def mean_squares(schedule, steps, records, start=5.0):
    """Exact E[x_t^2] after `records` steps, (len(records), 2, *runs), and that of the mean of the last half, (2, *runs).

    The square of x - eta (x + xi) is, on average, (1 - eta)^2 x^2 + eta^2; with xi x for noise it is (1 - 2 eta + 2 eta^2) x^2.
    Iterating this needs no dice. schedule: t -> eta, t from 0, of arrays too (as those of course.schedules); start: x_0.
    With constant eta the first settles at eta / (2 - eta) (0.0526 at 0.1); averaging the last half of 10,000 steps brings
    it to 2.0e-4 (Polyak and Juditsky 1992). 0.5 / (1 + t/2) ends at 1.0e-4, which is 1/t; 0.2 / (1 + t) obeys Robbins and
    Monro and still stands at 0.47: eta_0 / k below 1/2 shrinks the steps before the start is forgotten.
    """
    runs = np.shape(schedule(0))
    square = np.full((2, *runs), float(start) ** 2)
    with_sum, of_sum = np.zeros_like(square), np.zeros_like(square)  # E[x S] and E[S^2], S the sum over the last half
    kept = {int(t): i for i, t in enumerate(records)}
    found = np.empty((len(kept), 2, *runs))
    with np.errstate(over="ignore", invalid="ignore"):
        for begin in range(0, steps, CHUNK):
            t = np.arange(begin, min(begin + CHUNK, steps))
            eta = np.broadcast_to(schedule(t.reshape(-1, *[1] * len(runs))), (len(t), *runs))
            shrink = np.stack([(1 - eta) ** 2, 1 - 2 * eta + 2 * eta**2], axis=1)
            for i, step in enumerate(t):
                square *= shrink[i]
                square[0] += eta[i] ** 2
                if step >= steps // 2:
                    with_sum *= 1 - eta[i]
                    of_sum += 2 * with_sum + square
                    with_sum += square
                if step + 1 in kept:
                    found[kept[step + 1]] = square
    return found, of_sum / (steps - steps // 2) ** 2


def sampled_squares(schedule, steps, runs=200, every=10, start=5.0, seed=0):
    """Mean of x_t^2 over `runs` runs of `minimize` on both problems, (steps // every + 1, 2), and the steps t of the rows."""
    rng = np.random.default_rng(seed)

    def gradient(x):  # (2, runs, 1): the same noise for both problems
        noise = rng.standard_normal(x.shape[1:])
        return np.stack([x[0] + noise, x[1] + noise * x[1]])

    both = SimpleNamespace(name="noisy quadratics", d=1, value=lambda x: 0.5 * x[..., 0] ** 2, gradient=gradient)
    run = minimize("gradient_descent", both, np.full((2, runs, 1), float(start)), steps, every=every, eta=schedule)
    return np.mean(run.theta[..., 0] ** 2, axis=-1), run.t
