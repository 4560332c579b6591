"""Two classifiers of images as objectives: softmax regression, which is convex, and a tanh network, which is not.

Parameters theta have shape (..., d), all weights and biases in one row; leading axes are independent models.
The loss is the mean cross-entropy over the rows plus l2 / 2 times the squared weights (biases are free).
y holds class numbers 0, 1, ...; `model.on(rows)` is the same model on some of the rows.
"""

import copy

import numpy as np

TOGETHER = 16  # models computed at once: a path of thousands would not fit the cache, nor some memories


class Net:
    """Layers of the given sizes, tanh between them, softmax at the end; no hidden layer makes softmax regression."""

    hessian = None
    L = None
    minimum = None

    def __init__(self, X, y, hidden=(), l2=0.0, classes=None):
        self.X, self.y = np.asarray(X, dtype=float), np.asarray(y)
        if self.X.ndim != 2 or self.y.shape != (len(self.X),) or self.y.dtype.kind not in "iu":
            raise ValueError(
                f"X has shape {self.X.shape}, y has shape {self.y.shape} and holds {self.y.dtype}: "
                "X is a table (n, inputs), y holds one class number (0, 1, ...) per row."
            )
        self.classes = int(self.y.max()) + 1 if classes is None else classes
        self.sizes = (self.X.shape[1], *hidden, self.classes)
        self.l2, self.convex, self.mu = float(l2), not hidden, None
        self.name = f"tanh net {'-'.join(map(str, self.sizes))}" if hidden else "softmax regression"
        self.shapes = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        self.d = sum(fan_in * fan_out + fan_out for fan_in, fan_out in self.shapes)

    @property
    def n(self):
        """Number of rows."""
        return len(self.y)

    def on(self, rows):
        """The same model on some of the rows."""
        part = copy.copy(self)
        part.X, part.y = self.X[rows], self.y[rows]
        return part

    def starts(self, n, rng, scale=1.0):
        """n random models (n, d): weights normal with variance scale^2 / fan-in, biases 0."""
        layers = [
            np.hstack([scale * rng.standard_normal((n, a * b)) / np.sqrt(a), np.zeros((n, b))]) for a, b in self.shapes
        ]
        return np.hstack(layers)

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
        (W1, b1), (W2, b2) = self.layers(np.asarray(theta, dtype=float))
        parts = W1[..., order], b1[..., order], W2[..., order, :], b2
        return np.concatenate([part.reshape(*theta.shape[:-1], -1) for part in parts], axis=-1)

    def scores(self, theta, X=None):
        """What the last layer puts out for every row, (..., n, classes)."""
        return self._activations(np.asarray(theta, dtype=float), self.X if X is None else X)[-1]

    def accuracy(self, theta, X=None, y=None):
        """Share of rows whose highest score is their class."""
        return np.mean(np.argmax(self.scores(theta, X), axis=-1) == (self.y if y is None else y), axis=-1)

    def value(self, theta):
        theta = np.asarray(theta, dtype=float)
        models, rows = theta.reshape(-1, self.d), np.arange(self.n)
        loss = np.empty(len(models))
        for k in range(0, len(models), TOGETHER):
            scores = self.scores(models[k : k + TOGETHER])
            highest = scores.max(axis=-1)
            total = highest + np.log(np.sum(np.exp(scores - highest[..., None]), axis=-1))
            loss[k : k + TOGETHER] = np.mean(total - scores[..., rows, self.y], axis=-1)
        penalty = sum(np.sum(W * W, axis=(-2, -1)) for W, _ in self.layers(theta))
        return loss.reshape(theta.shape[:-1]) + self.l2 / 2 * penalty

    def gradient(self, theta):
        theta = np.asarray(theta, dtype=float)
        layers, out = self.layers(theta), self._activations(theta, self.X)
        scores = out[-1]
        back = np.exp(scores - scores.max(axis=-1, keepdims=True))
        back = back / back.sum(axis=-1, keepdims=True)
        back[..., np.arange(self.n), self.y] -= 1.0
        back = back / self.n
        parts = []
        for (W, _), below in zip(reversed(layers), reversed(out[:-1]), strict=True):
            parts.append(back.sum(axis=-2))
            by_weight = np.swapaxes(below, -1, -2) @ back + self.l2 * W
            parts.append(by_weight.reshape(*theta.shape[:-1], -1))
            if below is not self.X:
                back = back @ np.swapaxes(W, -1, -2) * (1 - below**2)
        return np.concatenate(parts[::-1], axis=-1)

    def _activations(self, theta, X):
        """What every layer puts out, the inputs first and the scores last."""
        layers, out = self.layers(theta), [X]
        for k, (W, b) in enumerate(layers):
            z = out[-1] @ W + b
            out.append(np.tanh(z) if k < len(layers) - 1 else z)
        return out
