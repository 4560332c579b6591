"""What is known about a test function."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


def on_points(function, d):
    """Let `function` of an array (..., d) take lists and integers too, and refuse a last axis that is not d long."""

    def checked(theta):
        theta = np.asarray(theta, dtype=float)
        if theta.shape[-1:] != (d,):
            raise ValueError(
                f"The points have shape {theta.shape}, but the last axis must hold {d} coordinate{'s' * (d != 1)}: "
                f"one point is an array of shape ({d},), n points are one of shape (n, {d})."
            )
        return function(theta)

    return checked


@dataclass(frozen=True, eq=False)
class Objective:
    """A function to minimize.

    minimizers  (k, d) the global minimizers; where they fill a line or a region, some of them; k = 0 if there is none
    minimum     the value there, None if there is no smallest value (as for x or exp x)
    L           smallest number with |gradient(a) - gradient(b)| <= L |a - b| everywhere, None if no number will do
    mu          largest number with hessian >= mu everywhere for a convex function (0: not strongly convex), else None
    box         ((lo, hi), ...) for each coordinate, where it is worth looking at
    start       (d,) a point from which a descent is worth watching
    At a kink `gradient` is one subgradient, and `hessian` is None where there is no second derivative everywhere.
    """

    name: str
    d: int
    value: Callable
    gradient: Callable
    hessian: Callable | None
    minimizers: np.ndarray
    minimum: float | None
    L: float | None
    mu: float | None
    box: tuple
    start: np.ndarray
    convex: bool
    source: str

    def __call__(self, theta):
        return self.value(theta)

    def __repr__(self):
        return f"Objective({self.name}, d={self.d})"

    @property
    def kappa(self):
        """Condition number L / mu: inf if mu is 0, None if L or mu is unknown."""
        if self.L is None or self.mu is None:
            return None
        return self.L / self.mu if self.mu > 0 else math.inf
