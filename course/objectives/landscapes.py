"""Non-convex functions of two coordinates: points (..., 2). Formulas are written for numbers x and y."""

import numpy as np

from course.objectives.objective import Objective, on_points


def _landscape(name, f, df, ddf, *, at=(), minimum=None, box, start, source):
    """An Objective from f, its derivatives (f_x, f_y) and its second derivatives (f_xx, f_xy, f_yy)."""

    # x, y = theta.T takes (..., 2) apart with the runs' axes reversed; one .T puts every result in order again.

    def hessian(theta):
        x, y = theta.T
        xx, xy, yy, _ = np.broadcast_arrays(*ddf(x, y), x)
        return np.array([[xx, xy], [xy, yy]]).T

    return Objective(
        name=name,
        d=2,
        value=on_points(lambda theta: f(*theta.T).T, d=2),
        gradient=on_points(lambda theta: np.array(df(*theta.T)).T, d=2),
        hessian=on_points(hessian, d=2),
        minimizers=np.array(at, dtype=float).reshape(-1, 2),
        minimum=minimum,
        L=None,
        mu=None,
        box=box,
        start=np.array(start, dtype=float),
        convex=False,
        source=source,
    )


rosenbrock = _landscape(
    "rosenbrock",
    lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2,
    lambda x, y: (-2 * (1 - x) - 400 * x * (y - x**2), 200 * (y - x**2)),
    lambda x, y: (2 - 400 * y + 1200 * x**2, -400 * x, 200.0),
    at=[(1.0, 1.0)],
    minimum=0.0,
    box=((-2.0, 2.0), (-1.0, 3.0)),
    start=(-1.2, 1.0),
    source="Rosenbrock 1960",
)

himmelblau = _landscape(
    "himmelblau",
    lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2,
    lambda x, y: (
        4 * x * (x**2 + y - 11) + 2 * (x + y**2 - 7),
        2 * (x**2 + y - 11) + 4 * y * (x + y**2 - 7),
    ),
    lambda x, y: (12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26),
    at=[
        (3.0, 2.0),
        (-2.805118086952745, 3.131312518250573),
        (-3.779310253377747, -3.283185991286169),
        (3.5844283403304917, -1.8481265269644034),
    ],
    minimum=0.0,
    box=((-6.0, 6.0), (-6.0, 6.0)),
    start=(0.0, -1.0),
    source="Himmelblau 1972",
)

# Beale's residuals are c - x (1 - y^p) for these (c, p).
_BEALE = ((1.5, 1), (2.25, 2), (2.625, 3))

beale = _landscape(
    "beale",
    lambda x, y: sum((c - x * (1 - y**p)) ** 2 for c, p in _BEALE),
    lambda x, y: (
        sum(2 * (c - x * (1 - y**p)) * (y**p - 1) for c, p in _BEALE),
        sum(2 * (c - x * (1 - y**p)) * x * p * y ** (p - 1) for c, p in _BEALE),
    ),
    lambda x, y: (
        sum(2 * (y**p - 1) ** 2 for c, p in _BEALE),
        sum(2 * p * y ** (p - 1) * (c - 2 * x * (1 - y**p)) for c, p in _BEALE),
        sum(
            2 * (x * p * y ** (p - 1)) ** 2 + 2 * (c - x * (1 - y**p)) * x * p * (p - 1) * y ** max(p - 2, 0)
            for c, p in _BEALE
        ),
    ),
    at=[(3.0, 0.5)],
    minimum=0.0,
    box=((-4.5, 4.5), (-4.5, 4.5)),
    start=(1.0, 1.5),
    source="Beale 1958",
)

monkey_saddle = _landscape(
    "monkey_saddle",
    lambda x, y: x**3 - 3 * x * y**2,
    lambda x, y: (3 * x**2 - 3 * y**2, -6 * x * y),
    lambda x, y: (6 * x, -6 * y, -6 * x),
    box=((-1.5, 1.5), (-1.5, 1.5)),
    start=(1.0, 0.01),
    source="Hilbert and Cohn-Vossen 1932",
)


def rastrigin(d=2, height=10.0):
    """Sum of x^2 + height (1 - cos 2 pi x): a bowl full of pits, one near every whole number, in any dimension."""
    turn = 2 * np.pi
    return Objective(
        name="rastrigin",
        d=d,
        value=on_points(lambda x: np.sum(x**2 + height * (1 - np.cos(turn * x)), axis=-1), d),
        gradient=on_points(lambda x: 2 * x + height * turn * np.sin(turn * x), d),
        hessian=on_points(lambda x: (2 + height * turn**2 * np.cos(turn * x))[..., None] * np.eye(d), d),
        minimizers=np.zeros((1, d)),
        minimum=0.0,
        L=2 + height * turn**2,
        mu=None,
        box=((-5.12, 5.12),) * d,
        start=np.resize([3.2, -2.4], d),
        convex=False,
        source="Rastrigin 1974",
    )


LANDSCAPES = (rosenbrock, himmelblau, beale, rastrigin(), monkey_saddle)
