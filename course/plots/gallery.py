"""Every kind of figure once, with the message and the words it would carry in a lesson."""

import matplotlib.pyplot as plt
import numpy as np

from course.descent import minimize
from course.objectives import OBJECTIVES, quadratic, ravine
from course.plots import curves, fields
from course.plots.spread import spread
from course.plots.style import STYLE, alt


def contour_and_path():
    fig, ax = plt.subplots()
    run = minimize("gradient_descent", OBJECTIVES["rosenbrock"], OBJECTIVES["rosenbrock"].start, 4000, eta=1.5e-3)
    fields.contour(OBJECTIVES["rosenbrock"], ax)
    fields.path(run, ax)
    ax.set_title("Down the wall at once, then a long walk along the valley")
    alt(fig, "Gradient descent falls into Rosenbrock's curved valley in a few steps and then creeps along it.")
    return fig


def arrows():
    fig, ax = plt.subplots(figsize=(5.2, 5.2))
    ax.set_aspect("equal")  # right angles look right only when both axes have one scale
    fields.contour(OBJECTIVES["himmelblau"], ax)
    fields.arrow_field(OBJECTIVES["himmelblau"], ax)
    ax.set_title("Each arrow crosses its contour squarely")
    alt(fig, "Arrows of minus the gradient lead from the hills of Himmelblau's function into four separate pits.")
    return fig


def zigzag_path():
    bowl = ravine(25)
    runs = minimize("gradient_descent", bowl, np.array([10.0, 1.0]), 30, eta=1.8 / bowl.L)
    fig, ax = plt.subplots()
    fields.contour(bowl, ax)
    fields.path(runs, ax)
    ax.set_title("A long step in a narrow valley turns at every wall")
    alt(fig, "The path crosses the narrow valley back and forth while it moves slowly along it.")
    return fig


def zigzag_strip():
    bowl = ravine(25)
    run = minimize("gradient_descent", bowl, np.array([10.0, 1.0]), 30, eta=1.8 / bowl.L)
    fig, ax = plt.subplots()
    curves.strip(run, -1, ax, name="position across the valley")
    ax.set_title("Every diamond is a turn")
    alt(fig, "The position across the valley changes sign at every step, a little less far each time.")
    return fig


def one_dimension():
    f = OBJECTIVES["double_well"]
    run = minimize("gradient_descent", f, np.array([1.8]), 60, eta=0.02)
    fig, ax = plt.subplots()
    curves.curve(f, ax, iterates=run.theta)
    ax.set_title("The nearest pit is not the deepest one")
    alt(fig, "Steps from the right stop in the shallow right-hand pit; the deeper one lies to the left.")
    return fig


def convex_chord():
    fig, (left, right) = plt.subplots(1, 2, figsize=(7.5, 3.6))
    curves.chord(lambda x: x**2, -1.2, 1.6, 0.4, left)
    left.set_title("Convex: above the curve")
    curves.chord(OBJECTIVES["double_well"], -1.1, 1.0, 0.4, right, box=(-1.6, 1.6))
    right.set_title("Not convex: below it")
    alt(fig, "A chord of a parabola lies above it. A chord between the two pits of a double well lies below it.")
    return fig


def losses():
    bowl = quadratic(np.geomspace(1, 100, 10))
    start = np.ones(10)
    runs = [
        minimize("gradient_descent", bowl, start, 200, eta=1 / bowl.L),
        minimize("heavy_ball", bowl, start, 200, eta=4 / (bowl.L**0.5 + bowl.mu**0.5) ** 2, beta=0.67),
        minimize("nesterov", bowl, start, 200, eta=1 / bowl.L, beta=9 / 11),
        minimize("adam", bowl, start, 200, eta=0.1),
    ]
    fig, ax = plt.subplots()
    curves.loss_curves(runs, ax)
    ax.set_title("Memory pays in a narrow valley")
    alt(fig, "Heavy ball and Nesterov fall far faster than plain gradient descent on a narrow quadratic.")
    return fig


def rate_and_theory():
    bowl = ravine(100)
    run = minimize("gradient_descent", bowl, np.array([1.0, 1.0]), 400, eta=2 / (bowl.L + bowl.mu))
    fig, ax = plt.subplots()
    factor = (bowl.kappa - 1) / (bowl.kappa + 1)
    curves.rates(run.t, np.linalg.norm(run.theta, axis=-1), factor, ax, label="measured")
    ax.set_title("The measured rate lies on the theory's line")
    alt(fig, "The distance shrinks by the factor that theory predicts: both lines fall together.")
    return fig


def basins():
    f = OBJECTIVES["himmelblau"]
    (x_lo, x_hi), (y_lo, y_hi) = f.box
    starts = np.stack(np.meshgrid(np.linspace(x_lo, x_hi, 33), np.linspace(y_lo, y_hi, 33)), -1).reshape(-1, 2)
    ends = minimize("gradient_descent", f, starts, 2000, eta=2e-3, every=2000).final
    distance = np.linalg.norm(ends[:, None] - f.minimizers, axis=-1)
    reached = np.where(distance.min(-1) < 0.05, distance.argmin(-1), -1)
    fig, ax = plt.subplots()
    fields.basin_map(starts, reached, f.minimizers, ax)
    ax.set_title("Where you start decides where you stop")
    alt(fig, "The plane falls into four regions; every start in a region ends in that region's own pit.")
    return fig


def histogram():
    values = np.random.default_rng(0).normal(0, 0.25, 10_000)
    fig, ax = plt.subplots()
    spread(values, ax, marks=[(1.4, "far out"), (values.max(), "largest draw")], name="value", count="draws")
    ax.set_title("Ten thousand draws, and two marks beside them")
    alt(fig, "Ten thousand random values lie around zero, far from the one marked on the right.")
    return fig


def styles():
    fig, ax = plt.subplots()
    for row, look in enumerate(STYLE.values()):
        look = dict(look)
        label = look.pop("label")
        ax.plot(range(6), [-row] * 6, **look)
        ax.annotate(label, (5.2, -row), va="center", fontsize=9, annotation_clip=False)
    ax.set_axis_off()
    ax.set_xlim(-0.2, 8)
    ax.set_title("One colour, dash and marker for each optimizer")
    alt(fig, "A key of ten optimizers, each with its own colour, dash and marker.")
    return fig


FIGURES = {
    make.__name__: make
    for make in (
        contour_and_path, arrows, zigzag_path, zigzag_strip, one_dimension, convex_chord,
        losses, rate_and_theory, basins, histogram, styles,
    )
}  # fmt: skip
