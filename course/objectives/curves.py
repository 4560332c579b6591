"""Functions of one coordinate: points (..., 1). Formulas are written for a number x."""

import numpy as np

from course.objectives.objective import Objective, on_points


def _curve(name, f, df, ddf, *, at=(), minimum=None, L=None, box, start, convex, source="textbook"):
    """An Objective from f, its derivative and its second derivative; `at` lists the minimizers."""

    def lift(function, axes):
        return on_points(lambda theta: function(theta[..., 0])[(..., *(None,) * axes)], d=1)

    return Objective(
        name=name,
        d=1,
        value=lift(f, 0),
        gradient=lift(df, 1),
        hessian=ddf and lift(ddf, 2),
        minimizers=np.array(at, dtype=float).reshape(-1, 1),
        minimum=minimum,
        L=L,
        mu=0.0 if convex else None,
        box=(box,),
        start=np.array([start], dtype=float),
        convex=convex,
        source=source,
    )


def _sigmoid(x):
    return np.exp(-np.logaddexp(0.0, -x))  # no overflow, and exact to the last digits far out on both sides


quartic = _curve(
    "quartic",
    lambda x: x**4,
    lambda x: 4 * x**3,
    lambda x: 12 * x**2,
    at=[0.0],
    minimum=0.0,
    box=(-1.5, 1.5),
    start=1.0,
    convex=True,
)

absolute = _curve(
    "absolute",
    np.abs,
    np.sign,
    None,
    at=[0.0],
    minimum=0.0,
    box=(-1.5, 1.5),
    start=1.0,
    convex=True,
)

flat_bottom = _curve(
    "flat_bottom",
    lambda x: np.maximum(0.0, np.abs(x) - 1),
    lambda x: np.sign(x) * (np.abs(x) > 1),
    None,
    at=[-1.0, 0.0, 1.0],
    minimum=0.0,
    box=(-3.0, 3.0),
    start=2.5,
    convex=True,
)

hinge = _curve(
    "hinge",
    lambda x: np.maximum(0.0, 1 - x),
    lambda x: -1.0 * (x < 1),
    None,
    at=[1.0, 2.0],
    minimum=0.0,
    box=(-2.0, 4.0),
    start=-1.5,
    convex=True,
    source="Cortes and Vapnik 1995",
)

exponential = _curve(
    "exponential",
    np.exp,
    np.exp,
    np.exp,
    box=(-6.0, 1.0),
    start=0.0,
    convex=True,
)

linear = _curve(
    "linear",
    lambda x: 1.0 * x,
    lambda x: 1.0 + 0 * x,
    lambda x: 0.0 * x,
    L=0.0,
    box=(-2.0, 2.0),
    start=1.0,
    convex=True,
)

double_well = _curve(
    "double_well",
    lambda x: (x**2 - 1) ** 2 + 0.3 * x,
    lambda x: 4 * x * (x**2 - 1) + 0.3,
    lambda x: 12 * x**2 - 4,
    at=[-1.0355787140888537],  # the lowest root of x^3 - x + 0.075
    minimum=-0.305428483743916,
    box=(-1.8, 1.8),
    start=1.8,
    convex=False,
)

sigmoid_plateau = _curve(
    "sigmoid_plateau",
    _sigmoid,
    lambda x: _sigmoid(x) * _sigmoid(-x),
    lambda x: _sigmoid(x) * _sigmoid(-x) * (_sigmoid(-x) - _sigmoid(x)),
    L=1 / (6 * np.sqrt(3.0)),
    box=(-8.0, 10.0),
    start=8.0,
    convex=False,
)

CURVES = (quartic, absolute, flat_bottom, hinge, exponential, linear, double_well, sigmoid_plateau)
