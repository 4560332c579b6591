"""The one loop: minimize(rule, objective, theta0, steps, ...) -> Trajectory; as_rule(function) for the exercises."""

from course.descent.adapt import as_rule
from course.descent.loop import minimize
from course.descent.rules import RuleError
from course.descent.trajectory import Trajectory

__all__ = ["RuleError", "Trajectory", "as_rule", "minimize"]
