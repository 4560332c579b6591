"""Quadratics of any size, condition number and rotation: the functions on which theory can be checked to the digit."""

import math

import numpy as np

from course.objectives.objective import Objective, on_points


def quadratic(eigenvalues, angle=0.0, rotation=None, *, name=None, start=None, box=None, source="textbook"):
    """1/2 theta' A theta with A = Q diag(eigenvalues) Q'.

    Q is `rotation`, an orthogonal (d, d) matrix whose columns are the axes of the ellipsoids, or in two dimensions the
    rotation by `angle` (radians, counter-clockwise). Eigenvalues may be negative or zero.
    `start` defaults to Q (1, ..., 1).
    """
    eigenvalues = np.array(eigenvalues, dtype=float)
    d = eigenvalues.size
    if eigenvalues.shape != (d,) or d == 0:
        raise ValueError(f"eigenvalues must be a list of numbers, but their shape is {eigenvalues.shape}.")
    if rotation is None and angle != 0.0:
        if d != 2:
            raise ValueError(f"An angle turns two dimensions, but there are {d} eigenvalues: give rotation=Q instead.")
        rotation = [[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]]
    if rotation is None:
        Q, A = np.eye(d), np.diag(eigenvalues)
        gradient = on_points(lambda theta: eigenvalues * theta, d)  # as below, but exact, and d products instead of d^2
    else:
        Q = np.array(rotation, dtype=float)
        if Q.shape != (d, d) or not np.allclose(Q.T @ Q, np.eye(d), atol=1e-8):
            raise ValueError(f"rotation must be an orthogonal {d} x {d} matrix (Q'Q = 1).")
        A = (Q * eigenvalues) @ Q.T
        gradient = on_points(lambda theta: theta @ A, d)
    lowest, highest = eigenvalues.min(), eigenvalues.max()
    convex = bool(lowest >= 0)
    return Objective(
        name=name or f"quadratic, eigenvalues {lowest:g} to {highest:g}",
        d=d,
        value=on_points(lambda theta: 0.5 * np.sum(theta * gradient(theta), axis=-1), d),
        gradient=gradient,
        hessian=on_points(lambda theta: np.broadcast_to(A, (*theta.shape, d)).copy(), d),
        minimizers=np.zeros((int(convex), d)),
        minimum=0.0 if convex else None,
        L=float(np.abs(eigenvalues).max()),
        mu=float(lowest) if convex else None,
        box=tuple(box or ((-2.0, 2.0),) * d),
        start=np.array(Q.sum(axis=1) if start is None else start, dtype=float),
        convex=convex,
        source=source,
    )


def ravine(kappa=25.0, angle=0.0, *, name=None):
    """1/2 (x^2 + kappa y^2), turned by `angle`: a long valley in which a fixed step zigzags; from (10, 1), turned."""
    c, s = math.cos(angle), math.sin(angle)
    return quadratic(
        [1.0, kappa],
        angle,
        name=name or f"ravine, kappa {kappa:g}" + (f", turned by {angle:.3g}" if angle else ""),
        start=(10 * c - s, 10 * s + c),
        box=((-12.0, 12.0), (-4.0, 4.0)) if angle == 0 else ((-12.0, 12.0), (-12.0, 12.0)),
    )
