"""Losses of linear models on data, as objectives: LeastSquares, Logistic, Hinge.

w (weights) has shape (..., d): the last axis holds one weight per column of X, all leading axes are independent runs.
value(w) has shape (...), gradient(w) (..., d), hessian(w) (..., d, d).  X is (n, d), y is (n,).
Every loss is a mean over the rows plus l2 / 2 * |w|^2, so `model.on(rows)`, the same model on some of the rows, is an
unbiased estimate of it.  There is no separate intercept: give X a column of ones (it is then penalised like the others).

L bounds the curvature over all w and mu is its lower bound; both hold everywhere, not only near the minimum.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import numpy as np


@dataclass(frozen=True, eq=False, repr=False)
class LinearModel:
    """What the three models share: checked data, minibatches, and the names an Objective has."""

    X: np.ndarray
    y: np.ndarray
    l2: float = 0.0

    name: ClassVar[str]
    convex: ClassVar[bool] = True
    minimum: ClassVar[float | None] = None  # not known in closed form
    wants_signs: ClassVar[bool] = True

    def __post_init__(self):
        X, y = np.asarray(self.X, dtype=float), np.asarray(self.y, dtype=float)
        _check_table(X, y)
        if self.wants_signs:
            _check_signs(y, type(self).__name__)
        if not (np.isscalar(self.l2) and math.isfinite(self.l2) and self.l2 >= 0):
            raise ValueError(f"l2 = {self.l2!r}: the strength of the penalty is a number, 0 or larger.")
        object.__setattr__(self, "X", X)
        object.__setattr__(self, "y", y)
        object.__setattr__(self, "l2", float(self.l2))

    @property
    def n(self):
        """Number of rows."""
        return len(self.y)

    @property
    def d(self):
        """Number of weights."""
        return self.X.shape[1]

    @property
    def start(self):
        """All weights zero: where training usually begins, shape (d,)."""
        return np.zeros(self.d)

    @property
    def kappa(self):
        """Condition number L / mu; inf where mu is 0, None where there is no L."""
        if self.L is None:
            return None
        return self.L / self.mu if self.mu > 0 else math.inf

    @property
    def mu(self):
        """Strong convexity: the penalty's l2 is all that holds at every w."""
        return self.l2

    def on(self, rows):
        """The same model on some of the rows (indices, a slice or a mask).  The data were checked once and are not again."""
        part = object.__new__(type(self))
        part.__dict__.update(X=self.X[rows], y=self.y[rows], l2=self.l2)
        if part.X.ndim != 2 or len(part.X) == 0:
            raise ValueError(f"on(rows) needs a one-dimensional choice of at least one row; got {rows!r}.")
        return part

    def __call__(self, w):
        return self.value(w)

    def __repr__(self):
        return f"{type(self).__name__}({self.n} rows, {self.d} weights, l2={self.l2:g})"

    def _weights(self, w):
        w = np.asarray(w, dtype=float)
        if w.ndim == 0 or w.shape[-1] != self.d:
            raise ValueError(
                f"The weights have shape {w.shape}, but the data have {self.d} columns: "
                f"the last axis of w has to be {self.d} long."
            )
        return w

    def _penalty(self, w):
        return self.l2 / 2 * np.sum(w * w, axis=-1)

    def _margins(self, w):
        """y * (X w): positive where the row is on its right side, shape (..., n)."""
        return self.y * (w @ self.X.T)


class LeastSquares(LinearModel):
    """Mean of half the squared residuals: |X w - y|^2 / (2 n) + l2/2 |w|^2.

    scikit-learn's Ridge minimizes 2 n times this without intercept, with its alpha = n * l2.
    """

    name = "least squares"
    wants_signs = False

    def value(self, w):
        w = self._weights(w)
        return 0.5 * np.mean((w @ self.X.T - self.y) ** 2, axis=-1) + self._penalty(w)

    def gradient(self, w):
        w = self._weights(w)
        return (w @ self.X.T - self.y) @ self.X / self.n + self.l2 * w

    def hessian(self, w):
        w = self._weights(w)
        return np.broadcast_to(self._gram / self.n + self.l2 * np.eye(self.d), (*w.shape, self.d)).copy()

    @cached_property
    def L(self):
        """Largest eigenvalue of X'X / n, plus l2: exact."""
        return float(self._eigenvalues[-1]) + self.l2

    @cached_property
    def mu(self):
        """Smallest eigenvalue of X'X / n, plus l2: exact; 0 plus l2 where columns repeat each other."""
        return float(self._eigenvalues[0]) + self.l2

    @cached_property
    def minimizers(self):
        """The minimizer, shape (1, d); where there are many (dependent columns, l2 = 0), the one of smallest norm."""
        if self.l2 == 0:
            return np.linalg.lstsq(self.X, self.y, rcond=None)[0][None]
        return np.linalg.solve(self.hessian(self.start), self.X.T @ self.y / self.n)[None]

    @cached_property
    def minimum(self):
        """The smallest value of the loss."""
        return float(self.value(self.minimizers[0]))

    @cached_property
    def _gram(self):
        return self.X.T @ self.X

    @cached_property
    def _eigenvalues(self):
        return _eigenvalues_of_gram(self._gram, self.n)


class Logistic(LinearModel):
    """Logistic regression with labels -1 and +1: mean of log(1 + exp(-y x.w)) + l2/2 |w|^2.

    scikit-learn's LogisticRegression without intercept minimizes n times this, with its C = 1 / (n * l2).
    Without a penalty, data that a plane separates have no minimizer: the weights grow for ever.
    """

    name = "logistic"

    def value(self, w):
        w = self._weights(w)
        # log(1 + exp(-m)), taken so that no exponential can overflow.
        return np.mean(np.logaddexp(0.0, -self._margins(w)), axis=-1) + self._penalty(w)

    def gradient(self, w):
        w = self._weights(w)
        wrong, _ = _sigmoids(self._margins(w))
        return -(wrong * self.y) @ self.X / self.n + self.l2 * w

    def hessian(self, w):
        w = self._weights(w)
        wrong, right = _sigmoids(self._margins(w))
        curvature = wrong * right / self.n
        return (self.X.T * curvature[..., None, :]) @ self.X + self.l2 * np.eye(self.d)

    @cached_property
    def L(self):
        """Largest eigenvalue of X'X / (4 n), plus l2: an upper bound, met at w = 0 (sigmoid' <= 1/4)."""
        return float(_eigenvalues_of_gram(self.X.T @ self.X, self.n)[-1]) / 4 + self.l2


class Hinge(LinearModel):
    """Linear support vector machine with labels -1 and +1: mean of max(0, 1 - y x.w) + l2/2 |w|^2.

    `gradient` is a subgradient: a row exactly at its kink, y x.w = 1, counts as flat.  There is no Hessian and no L.
    scikit-learn's LinearSVC (loss='hinge', no intercept) minimizes the same up to a factor, with C = 1 / (n * l2).
    """

    name = "hinge"
    hessian = None
    L = None

    def value(self, w):
        w = self._weights(w)
        return np.mean(np.maximum(0.0, 1.0 - self._margins(w)), axis=-1) + self._penalty(w)

    def gradient(self, w):
        w = self._weights(w)
        active = self._margins(w) < 1.0
        return -(active * self.y) @ self.X / self.n + self.l2 * w


def _sigmoids(m):
    """(sigmoid(-m), sigmoid(m)) to full relative precision for any m: only exp(-|m|) is ever taken."""
    small = np.exp(-np.abs(m))
    low, high = small / (1.0 + small), 1.0 / (1.0 + small)
    return np.where(m >= 0, low, high), np.where(m >= 0, high, low)


def _eigenvalues_of_gram(gram, n):
    eigenvalues = np.linalg.eigvalsh(gram / n)
    # Rounding leaves the zero eigenvalues of dependent columns at +-1e-16 of the largest: they are zero.
    rounding = len(gram) * np.finfo(float).eps * max(eigenvalues[-1], 0.0)
    return np.where(eigenvalues <= rounding, 0.0, eigenvalues)


def _check_table(X, y):
    if X.ndim != 2 or X.shape[0] == 0 or X.shape[1] == 0:
        raise ValueError(
            f"X has shape {X.shape}; it has to be a table (n, d): one row per example, one column per weight."
        )
    if y.shape != (len(X),):
        raise ValueError(
            f"X has {len(X)} rows but y has shape {y.shape}; there has to be one target per row: ({len(X)},)."
        )
    for what, array in (("X", X), ("y", y)):
        bad = int(np.size(array) - np.sum(np.isfinite(array)))
        if bad:
            raise ValueError(f"{what} holds {bad} values that are nan or inf. Remove or fill those rows first.")


def _check_signs(y, model):
    if np.isin(y, (-1.0, 1.0)).all():
        return
    found = np.unique(y)
    listed = ", ".join(f"{value:g}" for value in found[:5]) + (", ..." if len(found) > 5 else "")
    if np.array_equal(found, [0.0, 1.0]) or found.tolist() in ([0.0], [1.0]):
        advice = "Turn labels 0 and 1 into them with 2 * y - 1 (or take data.signs)."
    else:
        advice = "Choose one class against the rest, for example np.where(y == 3, 1.0, -1.0)."
    raise ValueError(f"{model} wants the labels -1 and +1; y holds {listed}. {advice}")
