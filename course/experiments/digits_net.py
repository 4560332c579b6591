"""One small network on digits, whose every hyperparameter can be turned: lesson 04's board, its range test, lesson 06's trial.

The network is 64-32-10 with tanh and softmax, its loss the mean cross-entropy of 1078 of the 1797 digits (pixels / 16 minus
each pixel's mean over these rows); the other 719 are the test.  Unless something else is said: five passes of shuffled
batches of 32 (33 full ones a pass), the notes' momentum with beta = 0.9, and a constant eta of 1.
"""

from dataclasses import dataclass, field
from functools import cache

import numpy as np

from course.datasets import digits
from course.models import MLP

TRAIN = 1078
USUAL = {"eta": 1.0, "batch": 32, "beta": 0.9, "hidden": 32, "schedule": "constant", "seed": 0}


@cache
def networks(hidden=32):
    """(the network on the training rows, the same network on the test rows)."""
    data = digits()
    order = np.random.default_rng(0).permutation(len(data.y))
    X = data.X / 16
    whole = MLP(X - X[order[:TRAIN]].mean(axis=0), data.y, hidden=(hidden,), classes=10)
    return whole.on(order[:TRAIN]), whole.on(order[TRAIN:])


@dataclass(frozen=True)
class Trained:
    """After the last pass, arrays over the rates: training loss (nan or inf where it flew off) and test accuracy."""

    eta: np.ndarray
    loss: np.ndarray
    accuracy: np.ndarray
    theta: np.ndarray = field(repr=False)


def share_left(schedule, t, steps):
    """What a schedule leaves of the rate at step t of `steps`."""
    past = t / steps
    return {"constant": 1.0, "1 / (1 + kt)": 1 / (1 + 10 * past), "cosine": (1 + np.cos(np.pi * past)) / 2}[schedule]


def train(eta=1.0, batch=32, beta=0.9, hidden=32, schedule="constant", seed=0, passes=5):
    """Train one network for each rate in `eta` (a number or several), all from one start and with one order of the rows.

    A batch that does not fill is left out, as far as there is another one.
    """
    model, test = networks(hidden)
    rng = np.random.default_rng([4, seed])
    eta = np.atleast_1d(np.asarray(eta, dtype=float))
    theta = np.repeat(model.starts(1, rng), len(eta), axis=0)
    v, per_pass = np.zeros_like(theta), max(model.n // batch, 1)
    with np.errstate(all="ignore"):
        for step in range(passes * per_pass):
            if step % per_pass == 0:
                order = rng.permutation(model.n)
            k = step % per_pass
            rows = order[k * batch : (k + 1) * batch]
            v = beta * v + (1 - beta) * model.on(rows).gradient(theta)
            theta = theta - share_left(schedule, step, passes * per_pass) * eta[:, None] * v
        return Trained(eta, model.value(theta), test.accuracy(theta), theta)
