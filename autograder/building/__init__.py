"""lessons/*.py -> notebooks/, exercises/, solutions/: one text source for every notebook of the course."""

from autograder.building.freshness import Stale, stale
from autograder.building.products import BuildError, Project, build

__all__ = ["BuildError", "Project", "Stale", "build", "stale"]
