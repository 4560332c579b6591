"""The capstone: four real problems behind a counter of gradients, so that any method can be tried at the same price.

Tumours: logistic regression and hinge, l2 = 0.01, 398 rows to train and 171 fresh ones.  Digits: softmax regression, l2 = 0.001,
and a tanh network 64-32-10, l2 = 0.0001, 1078 rows to train and 719 fresh ones.  `rng` decides split, order of the features and
names of the classes: weights that were found for one draw are worth nothing on the next.
"""

from dataclasses import dataclass, field

import numpy as np

from course.datasets import breast_cancer, digits
from course.models import MLP, Hinge, Logistic, Softmax

LEAST = 16  # a call for fewer rows costs as many


class OverBudgetError(RuntimeError):
    """One gradient more was asked for than there is budget."""


class Meter:
    """loss_grad(theta, rows=None) of a model, with what it has cost so far in `spent`."""

    def __init__(self, model, budget):
        self.model, self.budget, self.spent = model, budget, 0

    def __call__(self, theta, rows=None):
        """Mean loss on the rows (numbers from 0 to n - 1; None: all), and its gradient there."""
        theta = np.asarray(theta, dtype=float)
        if theta.shape != (self.model.d,):
            raise ValueError(f"theta has shape {theta.shape}; it has {self.model.d} numbers here.")
        part = self.model
        if rows is not None:
            rows = np.asarray(rows)
            if rows.ndim != 1 or rows.dtype.kind not in "iu" or len(rows) == 0:
                raise ValueError("rows are whole numbers from 0 to n - 1, at least one of them.")
            part = part.on(rows)
        self.spent += max(part.n, LEAST)
        if self.spent > self.budget:
            raise OverBudgetError(
                f"the budget is {self.budget} rows, and more was asked for; a call costs at least {LEAST}."
            )
        return float(part.value(theta)), part.gradient(theta)


@dataclass(frozen=True)
class Problem:
    """A model on its training rows, the same model on fresh rows, and what is promised of it: L (None: nothing), mu (0: nothing)."""

    name: str
    data: str
    model: object = field(repr=False)
    fresh: object = field(repr=False)
    passes: int
    L: float | None
    mu: float

    @property
    def n(self):
        return self.model.n

    @property
    def budget(self):
        """Rows whose gradients may be asked for."""
        return self.passes * self.n

    def meter(self):
        return Meter(self.model, self.budget)

    def start(self, rng):
        """Small random weights (d,)."""
        if hasattr(self.model, "starts"):
            return self.model.starts(1, rng)[0]
        return 0.1 * rng.standard_normal(self.model.d)

    def accuracy(self, theta):
        """Share of the fresh rows that are right."""
        theta = np.asarray(theta, dtype=float)
        if hasattr(self.model, "starts"):
            return float(self.fresh.accuracy(theta))
        return float(np.mean(np.where(self.fresh.X @ theta >= 0, 1.0, -1.0) == self.fresh.y))


def tumours(rng):
    """(logistic, hinge) on one split of the tumours."""
    data = breast_cancer()
    order, columns, sign = rng.permutation(len(data.y)), rng.permutation(data.X.shape[1]), rng.choice([-1.0, 1.0])
    X, y = data.X[order][:, columns], sign * data.signs[order]
    X = (X - X[:398].mean(axis=0)) / X[:398].std(axis=0)  # fresh rows have no say in it
    found = []
    for model, passes in ((Logistic(X, y, l2=0.01), 400), (Hinge(X, y, l2=0.01), 40)):
        train, fresh = model.on(slice(0, 398)), model.on(slice(398, None))
        found.append(Problem(model.name, "tumours", train, fresh, passes, train.L, train.mu))
    return tuple(found)


def handwriting(rng):
    """(softmax, network) on one split of the digits."""
    data = digits()
    order, columns, names = rng.permutation(len(data.y)), rng.permutation(data.X.shape[1]), rng.permutation(10)
    X, y = (data.X / 16)[order][:, columns], names[data.y[order]]
    found = []
    for name, model, passes in (
        ("softmax", Softmax(X, y, l2=1e-3, classes=10), 10),
        ("network", MLP(X, y, hidden=(32,), l2=1e-4, classes=10), 20),
    ):
        train, fresh = model.on(slice(0, 1078)), model.on(slice(1078, None))
        found.append(Problem(name, "digits", train, fresh, passes, train.L, 0.0))
    return tuple(found)


def problems(seed=0):
    """{name: problem} of all four; `seed` is a number or a generator."""
    rng = np.random.default_rng(seed)
    return {one.name: one for one in (*tumours(rng), *handwriting(rng))}


def entry(problem, train):
    """What the exercise `capstone_report` is handed for one problem; train(problem, seed) -> theta (d,)."""
    return {
        "data": problem.data,
        "train": lambda seed: train(problem, seed),
        "loss": lambda theta: float(problem.model.value(np.asarray(theta, dtype=float))),
        "gradient": lambda theta: problem.model.gradient(np.asarray(theta, dtype=float)),
        "accuracy": problem.accuracy,
        "mu": problem.mu,
    }
