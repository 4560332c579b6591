"""Widgets of one class with their questions: what the lessons put into a cell."""

from course.objectives import ravine as valley
from course.widgets.basins import Basins
from course.widgets.explorer import Explorer
from course.widgets.plane import Plane
from course.widgets.rotation import Rotation


def race(kappa=100.0, rules=("gradient_descent", "heavy_ball", "nesterov", "adam"), steps=200, **more):
    """The same start, the same budget: once at one learning rate for all, once each rule at its own best."""
    lead = (
        f"Four rules, one valley {kappa:g} times as steep one way as the other, {steps} steps each. "
        "At one rate for all, the winner changes with the rate. The race is fair when each rule may choose its own."
    )
    return Explorer(valley(kappa), rules, steps=steps, etas=(1e-3, 1.0), eta=0.01, views=("map", "loss", "over"), race=True, decades=15,
                    title="Who wins? Drag η. Then let each rule take its own best.", lead=lead, **more)  # fmt: skip


def ravine(kappa=25.0, rules=("gradient_descent", "heavy_ball"), eta=0.0722, steps=100, **more):
    """A long valley with steep walls: from crawling over zigzag to flying off, with or without momentum."""
    limit = 2 / kappa
    lead = f"The walls are {kappa:g} times as steep as the floor. Gradient descent jumps from wall to wall above η = {limit / 2:g} and flies off at {limit:g}."
    return Explorer(valley(kappa), rules, eta=eta, etas=(limit / 20, 2.2 * limit), steps=steps, hyper={"heavy_ball": {"beta": 0.6}},
                    title="Drag η until the zigzag dies. Which way did you have to go?", lead=lead, equal=True, dots=True, wide=2, box=((-4, 12), (-3.4, 3.4)), **more)  # fmt: skip


def basins(**more):
    """Himmelblau's four valleys, each start coloured by the one it ends in."""
    return Basins(**more)


def rotation(kappa=1000.0, **more):
    """One valley at every angle: gradient descent and heavy ball do not notice, Adam does."""
    return Rotation(kappa, **more)


def alpha_beta(rule="heavy_ball", **more):
    """Learning rate and momentum as a plane: the spectral radius as a map, the eigen-directions as traces."""
    return Plane(rule, **more)
