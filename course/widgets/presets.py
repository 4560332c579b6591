"""Widgets of one class with their questions: what the lessons put into a cell.

Every preset takes `title` and `lead`, the question above the picture and the lines below it, and whatever else its class takes.
"""

from course.objectives import ravine as valley
from course.widgets.basins import Basins
from course.widgets.breaking_adam import BreakingAdam
from course.widgets.chord import GALLERY, Chord
from course.widgets.compass import compass
from course.widgets.explorer import Explorer
from course.widgets.flat_places import FlatPlaces
from course.widgets.hunt import Hunt
from course.widgets.noise_escape import NoiseEscape
from course.widgets.plane import Plane
from course.widgets.rolling import Rolling
from course.widgets.rotation import Rotation
from course.widgets.valley import dial
from course.widgets.zoom import Zoom

__all__ = [
    "alpha_beta",
    "basins",
    "breaking_adam",
    "chord",
    "compass",
    "dial",
    "flat_places",
    "gallery",
    "hunt",
    "noise_escape",
    "race",
    "ravine",
    "rolling",
    "rotation",
    "zoom",
]


def race(kappa=100.0, rules=("gradient_descent", "heavy_ball", "nesterov", "adam"), steps=200, **more):
    """The same start, the same budget: once at one learning rate for all, once each rule at its own best."""
    lead = (
        f"Four rules, one valley that curves {kappa:g} times as much across as along, {steps} steps each. "
        "At one rate for all, the winner changes with the rate. The race is fair when each rule may choose its own."
    )
    title = "Who wins? Drag η. Then let each rule take its own best."
    views = ("map", "loss", "over")
    known = {
        "etas": (1e-3, 1.0),
        "eta": 0.01,
        "views": views,
        "race": True,
        "decades": 15,
        "title": title,
        "lead": lead,
    }
    return Explorer(valley(kappa), rules, steps=steps, **{**known, **more})


def ravine(kappa=25.0, rules=("gradient_descent", "heavy_ball"), eta=0.0722, steps=100, **more):
    """A long valley with steep walls: from crawling over zigzag to flying off, with or without momentum."""
    limit = 2 / kappa
    lead = f"The valley curves {kappa:g} times as much across as along. Gradient descent jumps from wall to wall above η = {limit / 2:g} and flies off at {limit:g}."
    title = "Drag η until the zigzag dies. Which way did you have to go?"
    look = {"equal": True, "dots": True, "wide": 2, "box": ((-4, 12), (-3.4, 3.4))}
    known = {"etas": (limit / 20, 2.2 * limit), "hyper": {"heavy_ball": {"beta": 0.6}}, "title": title, "lead": lead}
    return Explorer(valley(kappa), rules, eta=eta, steps=steps, **{**known, **look, **more})


def basins(**more):
    """Himmelblau's four valleys, each start coloured by the one it ends in."""
    return Basins(**more)


def rotation(kappa=1000.0, **more):
    """One valley at every angle: gradient descent does not notice, and neither does heavy ball; Adam does."""
    return Rotation(kappa, **more)


def alpha_beta(rule="heavy_ball", **more):
    """Learning rate and momentum as a plane: the spectral radius as a map, the eigen-directions as traces."""
    return Plane(rule, **more)


def zoom(places=None, **more):
    """A curve through a stronger and stronger glass: smooth ones become their tangent, kinks do not."""
    return Zoom(places, **more)


def flat_places(**more):
    """A minimum, a saddle and a plateau, which no gradient tells apart, and the time that does."""
    return FlatPlaces(**more)


def noise_escape(**more):
    """Two wells, 500 noisy runs: some noise finds the deep one, more loses it again."""
    return NoiseEscape(**more)


def breaking_adam(**more):
    """The convex game on which Adam walks to the worst point."""
    return BreakingAdam(**more)


def chord(function=None, **more):
    """A chord on a graph: two points and the room under the line between them. Also for a learner's own function, with box=(lo, hi)."""
    return Chord(function, **more)


def gallery(**more):
    """Convex, but not a bowl: kinks, half-lines, plateaus, and functions without a lowest point."""
    lead = "All six are convex: no chord dips below. Yet none is the bowl of the textbook. Look for the lowest point of each."
    title = "Convex, but not a bowl. Which of them has exactly one lowest point?"
    return Chord(GALLERY, **{"title": title, "lead": lead, "hunts": False, **more})


def hunt(losses=None, **more):
    """Random chords on eight losses; or on a learner's own, [(label, f, d, half width of the box)]."""
    return Hunt(losses, **more)


def rolling(**more):
    """A ball with memory on a curve with two pits: how much of it carries the ball over the ridge, and into which pit?"""
    return Rolling(**more)
