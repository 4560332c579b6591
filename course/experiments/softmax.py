"""Softmax regression on the digits, as an objective: convex, with a row to spare for every taste of minibatch.

w has shape (..., d), the (p + 1) x 10 weights of p pixels and a constant in one row; leading axes are independent runs.
"""

import numpy as np

from course.datasets import digits


class Softmax:
    """Mean cross-entropy of softmax regression plus l2/2 |w|^2; X (n, p), y (n,) class numbers below `classes`.

    A column of ones is added, and its weights are penalized like the others.  `on(rows)` is the same loss on some rows,
    as in course.models.
    """

    name = "softmax regression"
    convex = True
    hessian = None
    minimum = None

    def __init__(self, X, y, classes=10, l2=0.0):
        self.X = np.column_stack([X, np.ones(len(X))])
        self.Y = np.eye(classes)[np.asarray(y)]
        self.l2, self.mu = l2, l2

    @property
    def n(self):
        """Number of rows."""
        return len(self.X)

    @property
    def d(self):
        """Number of weights."""
        return self.X.shape[1] * self.Y.shape[1]

    @property
    def start(self):
        """All weights zero, shape (d,)."""
        return np.zeros(self.d)

    @property
    def L(self):
        """Largest eigenvalue of X'X / (2 n), plus l2: an upper bound (Böhning 1992)."""
        return float(np.linalg.eigvalsh(self.X.T @ self.X / self.n)[-1]) / 2 + self.l2

    def on(self, rows):
        """The same model on some of the rows."""
        part = object.__new__(type(self))
        part.__dict__.update(X=self.X[rows], Y=self.Y[rows], l2=self.l2, mu=self.mu)
        return part

    def value(self, w):
        scores = self._scores(w)
        top = scores.max(axis=-1, keepdims=True)
        log_sum = top[..., 0] + np.log(np.exp(scores - top).sum(axis=-1))
        return np.mean(log_sum - np.sum(self.Y * scores, axis=-1), axis=-1) + self.l2 / 2 * np.sum(w * w, axis=-1)

    def gradient(self, w):
        scores = self._scores(w)
        chance = np.exp(scores - scores.max(axis=-1, keepdims=True))
        chance /= chance.sum(axis=-1, keepdims=True)
        return (self.X.T @ (chance - self.Y)).reshape(w.shape) / self.n + self.l2 * w

    def accuracy(self, w):
        """Share of the rows whose class gets the highest score, shape (...)."""
        return np.mean(self._scores(w).argmax(axis=-1) == self.Y.argmax(axis=-1), axis=-1)

    def _scores(self, w):
        return self.X @ w.reshape(*w.shape[:-1], self.X.shape[1], -1)


def digits_split(train=0.6, seed=0):
    """(Softmax on the training rows, Softmax on the rest): pixels / 16, rows dealt at random."""
    data = digits()
    order = np.random.default_rng(seed).permutation(len(data.y))
    cut = int(train * len(order))
    first, rest = order[:cut], order[cut:]
    return Softmax(data.X[first] / 16, data.y[first]), Softmax(data.X[rest] / 16, data.y[rest])
