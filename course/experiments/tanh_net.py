"""A small tanh network on real digits, as an objective: not convex, and trained at the edge of stability.

Source of the phenomenon: Cohen, Kaur, Li, Kolter and Talwalkar (2021), "Gradient Descent on Neural Networks Typically
Occurs at the Edge of Stability"; the network and the data here are smaller than theirs.
"""

import numpy as np

from course.datasets import digits
from course.models import Network


class TanhNet(Network):
    """Fully connected tanh layers, a linear output, and half the summed squared error averaged over the rows.

    Targets are one-hot.  Rows: the first `rows` digits, pixels / 16 minus each pixel's mean (without the centring the
    steps that are used here diverge).  Weights start normal with variance 1 / fan-in, biases at 0.
    """

    minimum = 0.0  # more parameters than numbers to fit: the loss can be driven to 0

    def __init__(self, rows=200, hidden=(32, 32), seed=0):
        data = digits()
        X = data.X[:rows] / 16
        super().__init__(X - X.mean(axis=0), data.y[:rows], hidden, classes=10)
        self._start = self.starts(1, np.random.default_rng(seed))[0]

    @property
    def start(self):
        """Random weights of the seed, shape (d,)."""
        return self._start

    def _losses(self, scores):
        return 0.5 * np.sum(self._residual(scores) ** 2, axis=-1)

    def _residual(self, scores):
        return scores - np.eye(self.sizes[-1])[self.y]
