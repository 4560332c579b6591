"""Gradient descent over a range of learning rates, on bowls with and without noise: is a bigger rate a faster one?"""

from dataclasses import replace

import numpy as np

from course.descent import minimize
from course.objectives import quadratic

RATES = tuple(round(0.05 * k, 2) for k in range(1, 45))


def bowls(noise=0.05):
    """Three problems with L = 1, so that all rates up to 2 are stable: {name: (Objective, standard deviation of the noise)}."""
    round_, long_ = (quadratic([1 / kappa, 1.0], name=f"bowl, kappa {kappa:g}") for kappa in (10.0, 100.0))
    return {"bowl κ = 10": (round_, 0.0), "bowl κ = 100": (long_, 0.0), "noisy bowl κ = 10": (round_, noise)}


def rate_runs(etas=RATES, seeds=10, steps=2000, tol=1e-3, after=200):
    """A bigger learning rate is faster: runs for course.widgets.MythCourt, one row a problem, rate and seed.

    Each seed is a start of length 2 in a random direction (and, in the noisy bowl, the noise). `steps` until the loss is
    `tol` for the first time (inf: not within the budget); `loss` after `after` steps (inf: above that of the start).
    At kappa = 10 the median falls from 496 steps at 0.05 to 14 at 1.75 (theory's best for many steps: 2 / (L + mu) = 1.82),
    is 62 at 1.95, and from 2 / L = 2 on none arrives. With noise the loss after 200 steps is lowest at 0.2.
    """
    rows = []
    for name, (bowl, noise) in bowls().items():
        rng = np.random.default_rng(0)
        start = rng.standard_normal((seeds, 1, 2))
        start *= 2 / np.linalg.norm(start, axis=-1, keepdims=True)

        def gradient(theta, bowl=bowl, noise=noise, rng=rng):
            return bowl.gradient(theta) + noise * rng.standard_normal((seeds, 1, 2))

        run = minimize("gradient_descent", replace(bowl, gradient=gradient), start, steps, eta=np.array(etas))
        arrived, loss = run.steps_to(tol), np.where(run.loss[after] > run.loss[0], np.inf, run.loss[after])
        rows += [{"problem": name, "optimizer": "gradient_descent", "eta": eta, "seed": seed, "steps": float(arrived[seed, i]),
                  "loss": float(loss[seed, i])} for seed in range(seeds) for i, eta in enumerate(etas)]  # fmt: skip
    return rows
