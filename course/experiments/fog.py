"""Hiking in fog: hidden maps, the hike that gradient descent makes on them, and what no slope can tell.

A hiker on a map sees the height and the slope at the place where they stand; gradient descent sees the slope alone.
Points have shape (..., 2).
"""

from dataclasses import dataclass, replace

import numpy as np

from course.descent import Trajectory, minimize
from course.objectives import OBJECTIVES, Objective, quadratic, ravine


def two_wells():
    """(x^2 - 1)^2 + 0.3 x + (y - x)^2 / 2: the tilted double well laid along a diagonal valley.

    Minimizers at (-1.0356, -1.0356), the deep one, and (0.9601, 0.9601); a saddle between them at (0.0754, 0.0754).
    """
    well = OBJECTIVES["double_well"]

    def value(theta):
        theta = np.asarray(theta, dtype=float)
        return well.value(theta[..., :1]) + 0.5 * (theta[..., 1] - theta[..., 0]) ** 2

    def gradient(theta):
        theta = np.asarray(theta, dtype=float)
        pull = theta[..., 1] - theta[..., 0]
        return np.stack([well.gradient(theta[..., :1])[..., 0] - pull, pull], axis=-1)

    def hessian(theta):
        theta = np.asarray(theta, dtype=float)
        bend = well.hessian(theta[..., :1])[..., 0, 0]
        one = np.ones_like(bend)
        return np.stack([np.stack([bend + one, -one], axis=-1), np.stack([-one, one], axis=-1)], axis=-2)

    deep = np.repeat(well.minimizers, 2, axis=-1)
    return Objective(
        name="two_wells",
        d=2,
        value=value,
        gradient=gradient,
        hessian=hessian,
        minimizers=deep,
        minimum=well.minimum,
        L=None,
        mu=None,
        box=((-1.8, 1.8), (-1.8, 1.8)),
        start=np.array([1.5, -0.5]),
        convex=False,
        source="the course's own",
    )


WELLS = np.array([[-1.0355787140888537] * 2, [0.9601495555563207] * 2])  # the deep one first


def fog_maps():
    """The three hidden maps of the fog hike, by name: a bowl, a ravine and two wells.  Each has its start."""
    bowl = quadratic([1.0, 2.0], name="bowl", start=(1.5, 1.0))
    return {"bowl": bowl, "ravine": ravine(25.0), "two wells": two_wells()}


@dataclass(frozen=True)
class Hike:
    """Gradient descent's own hike: steps until it is within `tol` of the lowest height (None: never), and its path."""

    steps: int | None
    height: float
    lowest: float
    path: Trajectory


def fog_hike(name="bowl", eta=0.05, steps=400, tol=1e-2):
    """Hiking downhill in fog: gradient descent sees the slope under its feet, and nothing else.

    From each map's own start to within `tol` of the lowest height: bowl 47 steps, ravine 84.  In two wells it never
    arrives: it stops in the shallow well, 0.5996 above the deep one.
    """
    maps = fog_maps()
    if name not in maps:
        raise ValueError(f"There is no map {name!r}. There are: {', '.join(maps)}.")
    place = maps[name]
    path = minimize("gradient_descent", place, place.start, steps, eta=eta)
    return Hike(path.steps_to(tol), float(path.loss[-1]), place.minimum, path)


@dataclass(frozen=True)
class TwoWorlds:
    """The same hike in a world and in one with a hidden pit: how far the paths differ, and what each world has to offer."""

    difference: float
    height: float
    lowest: tuple
    pit: np.ndarray
    runs: tuple


def two_worlds(eta=0.05, steps=400, depth=3.0, radius=0.5, at=(-1.2, 1.2)):
    """What the slope cannot tell: a pit off the path changes nothing, to the last bit.

    The bowl (x^2 + 2 y^2) / 2, and the same bowl with a smooth pit, depth (1 - r^2/radius^2)^3, that lies off the path
    from (1.5, 1).  Both hikes are identical and end at height 0; the second world's lowest place lies at -0.889.
    At (0.3, 0.8) with radius 0.45 it lies a quarter of a unit beside the path, reaches down to -2.330, and is felt as
    little.
    """
    bowl = fog_maps()["bowl"]
    at = np.asarray(at, dtype=float)

    def inside(theta):
        return np.maximum(0.0, 1 - np.sum((theta - at) ** 2, axis=-1) / radius**2)

    pitted = replace(
        bowl,
        name="bowl with a pit",
        value=lambda theta: bowl.value(theta) - depth * inside(np.asarray(theta)) ** 3,
        gradient=lambda theta: (
            bowl.gradient(theta) + 6 * depth / radius**2 * (inside(np.asarray(theta)) ** 2)[..., None] * (theta - at)
        ),
        hessian=None,
        L=None,
        mu=None,
        convex=False,
    )
    # The pit's bottom lies near its centre; a descent from there finds it.
    bottom = minimize("gradient_descent", pitted, at, 500, eta=0.01)
    pitted = replace(pitted, minimizers=bottom.final[None], minimum=float(bottom.loss[-1]))
    runs = tuple(minimize("gradient_descent", world, bowl.start, steps, eta=eta) for world in (bowl, pitted))
    return TwoWorlds(
        difference=float(np.abs(runs[0].theta - runs[1].theta).max()),
        height=float(runs[0].loss[-1]),
        lowest=(bowl.minimum, pitted.minimum),
        pit=bottom.final,
        runs=runs,
    )
