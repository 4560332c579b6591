"""A small tanh network on real digits, as an objective: not convex, and trained at the edge of stability.

Source of the phenomenon: Cohen, Kaur, Li, Kolter and Talwalkar (2021), "Gradient Descent on Neural Networks Typically
Occurs at the Edge of Stability"; the network and the data here are smaller than theirs.
Parameters theta have shape (..., d), all weights and biases in one row; leading axes are independent networks.
"""

import numpy as np

from course.datasets import digits


class TanhNet:
    """Fully connected tanh layers, a linear output, and half the summed squared error averaged over the rows.

    Targets are one-hot.  Rows: the first `rows` digits, pixels / 16 minus each pixel's mean (without the centring the
    steps that are used here diverge).  Weights start normal with variance 1 / fan-in, biases at 0.
    """

    convex = False
    hessian = None
    L = None
    mu = None
    minimum = 0.0  # more parameters than numbers to fit: the loss can be driven to 0

    def __init__(self, rows=200, hidden=(32, 32), seed=0):
        data = digits()
        self.X = data.X[:rows] / 16
        self.X = self.X - self.X.mean(axis=0)
        self.Y = np.eye(10)[data.y[:rows]]
        self.sizes = (64, *hidden, 10)
        self.name = f"tanh net {'-'.join(map(str, self.sizes))}"
        shapes = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        self.d = sum(fan_in * fan_out + fan_out for fan_in, fan_out in shapes)
        rng = np.random.default_rng(seed)
        layers = [
            np.append(rng.standard_normal(fan_in * fan_out) / np.sqrt(fan_in), np.zeros(fan_out))
            for fan_in, fan_out in shapes
        ]
        self.start = np.concatenate(layers)

    def layers(self, theta):
        """[(W, b), ...] of theta (..., d): W (..., fan_in, fan_out), b (..., 1, fan_out), as views."""
        found, at = [], 0
        for fan_in, fan_out in zip(self.sizes[:-1], self.sizes[1:], strict=True):
            W = theta[..., at : at + fan_in * fan_out].reshape(*theta.shape[:-1], fan_in, fan_out)
            at += fan_in * fan_out
            found.append((W, theta[..., None, at : at + fan_out]))
            at += fan_out
        return found

    def activations(self, theta):
        """What every layer puts out for every row, the inputs first and the prediction (..., rows, 10) last."""
        layers, out = self.layers(theta), [self.X]
        for k, (W, b) in enumerate(layers):
            z = out[-1] @ W + b
            out.append(np.tanh(z) if k < len(layers) - 1 else z)
        return out

    def value(self, theta):
        theta = np.asarray(theta, dtype=float)
        networks = theta.reshape(-1, self.d)
        loss = np.empty(len(networks))
        for k in range(
            0, len(networks), 16
        ):  # a path of thousands of networks would not fit the cache, nor some memories
            error = self.activations(networks[k : k + 16])[-1] - self.Y
            loss[k : k + 16] = 0.5 * np.mean(np.sum(error**2, axis=-1), axis=-1)
        return loss.reshape(theta.shape[:-1])

    def gradient(self, theta):
        theta = np.asarray(theta, dtype=float)
        layers, out = self.layers(theta), self.activations(theta)
        parts, back = [], (out[-1] - self.Y) / len(self.X)
        for (W, _), below in zip(reversed(layers), reversed(out[:-1]), strict=True):
            parts.append(back.sum(axis=-2))
            by_weight = np.swapaxes(below, -1, -2) @ back
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
