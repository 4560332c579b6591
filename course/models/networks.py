"""Classifiers with layers, as objectives: softmax regression, which is convex, and tanh networks, which are not.

theta has shape (..., d): weights and biases of all layers in one row, layer after layer, W (fan_in, fan_out) before b.
The loss is the mean over the rows plus l2 / 2 times the squared weights; biases are free.  X is (n, inputs), y holds
class numbers 0, 1, ... (n,).
"""

import copy
from functools import cached_property

import numpy as np

TOGETHER = 16  # networks computed at once: a path of thousands would not fit the cache, nor some memories


class Network:
    """Layers of the given sizes, tanh between them, and the mean cross-entropy of a softmax at the end.

    Another loss is another subclass with `_losses` and `_residual`.
    """

    hessian = None
    minimum = None  # not known in closed form
    mu = None
    L = None

    def __init__(self, X, y, hidden=(), l2=0.0, classes=None):
        self.X, self.y = np.asarray(X, dtype=float), np.asarray(y)
        if self.X.ndim != 2 or self.y.shape != (len(self.X),) or self.y.dtype.kind not in "iu":
            raise ValueError(
                f"X has shape {self.X.shape}, y has shape {self.y.shape} and holds {self.y.dtype}: "
                "X is a table (n, inputs), y holds one class number (0, 1, ...) per row."
            )
        classes = int(self.y.max()) + 1 if classes is None else classes
        if self.y.min() < 0 or self.y.max() >= classes:
            raise ValueError(
                f"y holds the classes {self.y.min()} to {self.y.max()}; they are numbered 0 to {classes - 1}."
            )
        self.sizes = (self.X.shape[1], *hidden, classes)
        self.l2, self.convex = float(l2), not hidden
        self.shapes = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        self.d = sum(fan_in * fan_out + fan_out for fan_in, fan_out in self.shapes)

    @property
    def name(self):
        """Such as "tanh net 64-32-10"."""
        return f"tanh net {'-'.join(map(str, self.sizes))}"

    @property
    def n(self):
        """Number of rows."""
        return len(self.y)

    @property
    def start(self):
        """All parameters zero, shape (d,): a saddle of every network with a hidden layer; see `starts`."""
        return np.zeros(self.d)

    def starts(self, n, rng, scale=1.0):
        """n random networks (n, d): weights normal with variance scale^2 / fan-in, biases 0."""
        layers = [
            np.hstack([scale * rng.standard_normal((n, a * b)) / np.sqrt(a), np.zeros((n, b))]) for a, b in self.shapes
        ]
        return np.hstack(layers)

    def on(self, rows):
        """The same model on some of the rows (indices, a slice or a mask)."""
        part = copy.copy(self)
        part.X, part.y = self.X[rows], self.y[rows]
        vars(part).pop("L", None)  # a bound that was kept is the whole's
        return part

    def __call__(self, theta):
        return self.value(theta)

    def __repr__(self):
        return f"{type(self).__name__}({self.n} rows, {'-'.join(map(str, self.sizes))}, l2={self.l2:g})"

    def layers(self, theta):
        """[(W, b), ...] of theta (..., d): W (..., fan_in, fan_out), b (..., 1, fan_out), as views."""
        found, at = [], 0
        for fan_in, fan_out in self.shapes:
            W = theta[..., at : at + fan_in * fan_out].reshape(*theta.shape[:-1], fan_in, fan_out)
            at += fan_in * fan_out
            found.append((W, theta[..., None, at : at + fan_out]))
            at += fan_out
        return found

    def shuffled(self, theta, order):
        """The same one-hidden-layer network with its hidden units in another order: another theta, the same function."""
        theta = np.asarray(theta, dtype=float)
        (W1, b1), (W2, b2) = self.layers(theta)
        parts = W1[..., order], b1[..., order], W2[..., order, :], b2
        return np.concatenate([part.reshape(*theta.shape[:-1], -1) for part in parts], axis=-1)

    def scores(self, theta, X=None):
        """What the last layer puts out for every row, (..., n, classes)."""
        return self._activations(np.asarray(theta, dtype=float), self.X if X is None else X)[-1]

    def accuracy(self, theta, X=None, y=None):
        """Share of rows whose highest score is their class, shape (...)."""
        return np.mean(np.argmax(self.scores(theta, X), axis=-1) == (self.y if y is None else y), axis=-1)

    def value(self, theta):
        """The loss, shape (...)."""
        theta = np.asarray(theta, dtype=float)
        networks = theta.reshape(-1, self.d)
        loss = np.empty(len(networks))
        for k in range(0, len(networks), TOGETHER):
            loss[k : k + TOGETHER] = np.mean(self._losses(self.scores(networks[k : k + TOGETHER])), axis=-1)
        penalty = sum(np.sum(W * W, axis=(-2, -1)) for W, _ in self.layers(theta))
        return loss.reshape(theta.shape[:-1]) + self.l2 / 2 * penalty

    def gradient(self, theta):
        """Its gradient by backpropagation, shape (..., d)."""
        theta = np.asarray(theta, dtype=float)
        layers, out = self.layers(theta), self._activations(theta, self.X)
        parts, back = [], self._residual(out[-1]) / self.n
        for (W, _), below in zip(reversed(layers), reversed(out[:-1]), strict=True):
            parts.append(back.sum(axis=-2))
            by_weight = np.swapaxes(below, -1, -2) @ back + self.l2 * W
            parts.append(by_weight.reshape(*theta.shape[:-1], -1))
            if below is not self.X:
                back = back @ np.swapaxes(W, -1, -2) * (1 - below**2)
        return np.concatenate(parts[::-1], axis=-1)

    def sharpness(self, theta, iterations=30, h=1e-4, seed=0):
        """Largest eigenvalue of the Hessian at theta (d,), by power iteration on differences of the gradient.

        A lower estimate that is close once one eigenvalue stands out; each iteration costs two gradients.
        """
        v = np.random.default_rng(seed).standard_normal(self.d)
        curvature = 0.0
        for _ in range(iterations):
            v = v / np.linalg.norm(v)
            Hv = (self.gradient(theta + h * v) - self.gradient(theta - h * v)) / (2 * h)
            curvature, v = float(v @ Hv), Hv
        return curvature

    def _losses(self, scores):
        """Cross-entropy of every row, (..., n), with no exponential that could overflow."""
        highest = scores.max(axis=-1)
        total = highest + np.log(np.sum(np.exp(scores - highest[..., None]), axis=-1))
        return total - scores[..., np.arange(len(self.y)), self.y]

    def _residual(self, scores):
        """Derivative of a row's loss by its scores, (..., n, classes): the shares given to each class, minus the truth."""
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares = shares / shares.sum(axis=-1, keepdims=True)
        shares[..., np.arange(len(self.y)), self.y] -= 1.0
        return shares

    def _activations(self, theta, X):
        """What every layer puts out, the inputs first and the scores last."""
        layers, out = self.layers(theta), [X]
        for k, (W, b) in enumerate(layers):
            z = out[-1] @ W + b
            out.append(np.tanh(z) if k < len(layers) - 1 else z)
        return out


class Softmax(Network):
    """Softmax regression: one layer, convex.

    With l2 > 0 it is strictly convex in the weights only; the biases are free, and one constant added to all of them changes
    nothing, so mu is 0.
    """

    name = "softmax regression"
    mu = 0.0

    def __init__(self, X, y, l2=0.0, classes=None):
        super().__init__(X, y, (), l2, classes)

    @cached_property
    def L(self):
        """Half the largest eigenvalue of [X 1]'[X 1] / n, plus l2: an upper bound (Boehning 1992)."""
        table = np.column_stack([self.X, np.ones(self.n)])
        return float(np.linalg.eigvalsh(table.T @ table / self.n)[-1]) / 2 + self.l2


class MLP(Network):
    """A tanh network with hidden layers, by default one of 32 units; not convex."""

    def __init__(self, X, y, hidden=(32,), l2=0.0, classes=None):
        super().__init__(X, y, hidden, l2, classes)
