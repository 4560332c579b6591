"""Compass: one place on a map, an arrow to turn, and how fast the ground falls that way."""

import numpy as np

from course import plots
from course.objectives import OBJECTIVES
from course.plots.style import BLUE, PALE
from course.widgets.dial import Dial

DEGREES = range(0, 360, 5)


def compass(at=(7.0, 6.0), angle=220, **more):
    """Turn the arrow: where is the bar longest? The fall along a direction u of length 1 is -g . u, with g the gradient."""
    place, here = OBJECTIVES["tilted_ravine"], np.asarray(at, dtype=float)
    g = place.gradient(here)

    def falls(degrees):
        turn = np.deg2rad(degrees)
        return -(g[0] * np.cos(turn) + g[1] * np.sin(turn))

    def draw(figure, direction):
        wide = figure.get_figwidth() > 5
        ground, rose = (
            figure.subplots(1, 2, width_ratios=(1, 1.2)) if wide else figure.subplots(2, 1, height_ratios=(1.25, 1))
        )
        plots.contour(place, ground, names=("east", "north"))
        turn = np.deg2rad(direction)
        tip = here + 4.0 * np.array([np.cos(turn), np.sin(turn)])
        ground.annotate("", tip, here, arrowprops={"arrowstyle": "-|>", "color": BLUE, "linewidth": 3})
        ground.plot(*here, "o", markersize=10, markerfacecolor="white", markeredgecolor=BLUE)
        ground.set(aspect="equal", title="You are at the ring")
        every = np.arange(0, 361)
        rose.plot(every[: direction + 1], falls(every[: direction + 1]), color=PALE)
        rose.bar(direction, falls(direction), width=9, color=BLUE)
        rose.axhline(0, color=PALE, linewidth=0.8)
        top = 1.15 * np.linalg.norm(g)
        rose.set(xlim=(-5, 365), ylim=(-top, top), xticks=range(0, 361, 90))
        rose.set(xlabel="direction (degrees)", ylabel="fall per unit of way", title="How fast the ground falls")
        fall = falls(direction)
        straight = np.rad2deg(np.arctan2(*-here[::-1])) % 360
        return (
            f"At {direction}° the ground {'falls' if fall >= 0 else 'rises'} by {abs(fall):.1f} per unit of way. "
            f"Straight to the lowest place would be {straight:.0f}°, where it falls by {falls(straight):.1f}."
        )

    known = {
        "labels": {"direction": "direction (degrees)"},
        "narrow": (3.9, 5.4),
        "title": "Turn the arrow all the way round. Where is the bar longest?",
    }
    return Dial(draw, direction=DEGREES, at={"direction": angle}, **{**known, **more})
