"""Figures of the course. Every function draws onto given Axes (or makes some) and returns them.

`python -m course.plots` shows each figure once; `--save DIR` writes them as PNG files.
Objectives, trajectories and functions are taken as they come: nothing here computes a step.
"""

from course.plots.curves import chord, curve, loss_curves, rates, strip
from course.plots.fields import arrow_field, basin_map, contour, path, points
from course.plots.spread import spread
from course.plots.style import STYLE, alt, style, use_style

__all__ = [
    "STYLE",
    "alt",
    "arrow_field",
    "basin_map",
    "chord",
    "contour",
    "curve",
    "loss_curves",
    "path",
    "points",
    "rates",
    "spread",
    "strip",
    "style",
    "use_style",
]
