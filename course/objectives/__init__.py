"""Test functions with everything that is known about them.

Every function takes points of shape (..., d): the last axis holds coordinates (also when d = 1), all axes before it are
independent points. value -> (...), gradient -> (..., d), hessian -> (..., d, d).

    rosenbrock = OBJECTIVES["rosenbrock"]
    rosenbrock([1.0, 1.0]), rosenbrock.gradient([0.0, 0.0])
    quadratic([1, 25], angle=0.3), ravine(1000), rastrigin(d=10)
"""

import math

from course.objectives.curves import CURVES
from course.objectives.landscapes import LANDSCAPES, rastrigin
from course.objectives.objective import Objective
from course.objectives.quadratics import quadratic, ravine

__all__ = ["OBJECTIVES", "Objective", "quadratic", "rastrigin", "ravine"]

_QUADRATICS = (
    quadratic([10.0], name="parabola", box=[(-1.5, 1.5)]),
    quadratic([1.0, 1.0], name="bowl", start=(1.5, 1.0)),
    ravine(25.0, name="ravine"),
    ravine(25.0, angle=math.pi / 6, name="tilted_ravine"),
    quadratic([1.0, -1.0], name="saddle", start=(1.0, 1e-4)),
)

OBJECTIVES = {objective.name: objective for objective in (*_QUADRATICS, *CURVES, *LANDSCAPES)}
