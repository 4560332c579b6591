"""The things lesson 01 moves: a compass, the length of one step, a ravine, a rolling ball."""

import ipywidgets
import numpy as np

from course import plots
from course.descent import minimize
from course.objectives import OBJECTIVES, ravine
from course.plots.style import BLUE, GREY, INK, ORANGE, VERMILION
from course.widgets.picture import Picture, slider

NORTH = ("east", "north-east", "north", "north-west", "west", "south-west", "south", "south-east")


def bearing(vector):
    """The nearest of the eight compass names of a vector (2,): x points east, y points north."""
    return NORTH[int(np.round(np.arctan2(vector[1], vector[0]) / (np.pi / 4))) % 8]


class Compass(Picture):
    """Turn the arrow. The bar tells how fast the ground falls that way."""

    title = "How fast does the ground fall in this direction?"

    def __init__(self, at=(7.0, 6.0), angle=221.0):
        self.place = OBJECTIVES["tilted_ravine"]
        self.at = np.asarray(at, dtype=float)
        self.g = np.asarray(self.place.gradient(self.at))
        self.angle = slider("direction (degrees)", angle, 0, 360, 1, readout=".0f")
        self.tried = []
        super().__init__([self.angle])
        self.angle.observe(self.refresh, names="value")

    def draw(self, figure):
        ground, rose = figure.subplots(1, 2, width_ratios=(1, 1.25))
        plots.contour(self.place, ground, names=("east", "north"))
        ground.set(aspect="equal", title="You are at the ring")
        ground.plot(*self.at, "o", markersize=10, markerfacecolor="white", markeredgecolor=BLUE, zorder=6)
        (self.arrow,) = ground.plot([], [], color=BLUE, linewidth=3, zorder=7)
        (self.tip,) = ground.plot([], [], "D", color=BLUE, markersize=7, zorder=8)
        norm = float(np.linalg.norm(self.g))
        rose.axhline(0, color="#999999", linewidth=0.8)
        rose.set(
            xlim=(0, 360), ylim=(-1.15 * norm, 1.15 * norm), xticks=range(0, 361, 45), xlabel="direction (degrees)"
        )
        rose.set(ylabel="fall per unit of way", title="What you have tried")
        (self.seen,) = rose.plot([], [], ".", color=GREY, markersize=4)
        (self.here,) = rose.plot([], [], color=BLUE, linewidth=6, solid_capstyle="butt")
        return [self.arrow, self.tip, self.seen, self.here]

    def fall(self, degrees):
        """Loss of height per unit of way, in the limit of a short way."""
        turn = np.deg2rad(degrees)
        return float(-(self.g[0] * np.cos(turn) + self.g[1] * np.sin(turn)))

    def move(self):
        degrees = self.angle.value
        turn = np.deg2rad(degrees)
        end = self.at + 4.0 * np.array([np.cos(turn), np.sin(turn)])
        self.arrow.set_data([self.at[0], end[0]], [self.at[1], end[1]])
        self.tip.set_data([end[0]], [end[1]])
        fall = self.fall(degrees)
        if (degrees, fall) not in self.tried:
            self.tried.append((degrees, fall))
        self.seen.set_data(*np.transpose(self.tried))
        self.here.set_data([degrees, degrees], [0, fall])
        best = max(self.tried, key=lambda pair: pair[1])
        verb = "falls" if fall >= 0 else "rises"
        return (
            f"At {degrees:.0f}° the ground {verb} {abs(fall):.1f} per unit of way. "
            f"Best so far: {best[1]:.1f} at {best[0]:.0f}°. Straight to the lowest place would be "
            f"{np.rad2deg(np.arctan2(*-self.at[::-1])) % 360:.0f}°."
        )


class StepLength(Picture):
    """Drag eta. Each step multiplies x by 1 - curvature * eta."""

    title = "How far should one step go?"

    def __init__(self, eta=0.05, curvature=10.0, steps=30):
        self.curvature, self.steps = curvature, steps
        self.place = OBJECTIVES["parabola"]
        self.eta = slider("learning rate eta", eta, 0.005, 0.22, 0.005)
        super().__init__([self.eta])
        self.eta.observe(self.refresh, names="value")

    def draw(self, figure):
        valley, clock = figure.subplots(1, 2)
        plots.curve(self.place, valley, names=("x", "height 5x²"))
        valley.set(title="Steps in the valley", ylim=(-0.6, 11.5))
        (self.trail,) = valley.plot([], [], color=BLUE, linewidth=1, marker="o", markersize=5, zorder=5)
        valley.plot([1], [5], "o", markersize=10, markerfacecolor="white", markeredgecolor=BLUE, zorder=4)
        clock.set(xlabel="steps", ylabel="distance to the lowest place", yscale="log", title="Distance after each step")
        clock.set(xlim=(-0.5, self.steps + 0.5), ylim=(1e-7, 1e3))
        clock.axhline(1, color="#999999", linewidth=0.8)
        (self.distance,) = clock.plot([], [], color=BLUE, linewidth=1.4, marker="o", markersize=4)
        return [self.trail, self.distance]

    def move(self):
        eta = self.eta.value
        run = minimize("gradient_descent", self.place, [1.0], self.steps, eta=eta)
        x = run.theta[:, 0]
        inside = x[np.abs(x) <= 1.5]
        self.trail.set_data(inside, self.place.value(inside[:, None]))
        self.distance.set_data(run.t, np.maximum(np.abs(x), 1e-12))
        factor = 1 - eta * self.curvature
        if abs(factor) < 1e-9:
            words = "one step lands on the lowest place"
        elif abs(abs(factor) - 1) < 1e-9:
            words = "you jump across the valley for ever and never lose height"
        elif abs(factor) > 1:
            words = "you fly away"
        elif factor < 0:
            words = "you jump across, and still come down"
        else:
            words = "you come down on one side"
        return f"eta = {eta:.3f}: each step multiplies x by {factor:+.2f}; {words}."


class Ravine(Picture):
    """Drag the step and the narrowness of the valley; watch the path turn at the walls."""

    title = "When does a walker zigzag?"

    def __init__(self, share=0.3, kappa=25.0, steps=30):
        self.steps = steps
        self.share = slider("step / limit", share, 0.02, 1.04, 0.01, readout=".2f")
        self.kappa = ipywidgets.FloatLogSlider(
            value=kappa, min=0, max=2, step=0.1, description="kappa", readout_format=".1f",
            layout={"width": "min(640px, 100%)"}, style={"description_width": "11em"},
        )  # fmt: skip
        super().__init__([self.share, self.kappa])
        for control in (self.share, self.kappa):
            control.observe(self.refresh, names="value")

    def draw(self, figure):
        ground, strip = figure.subplots(1, 2, width_ratios=(1.25, 1))
        ground.set(xlim=(-12, 12), ylim=(-2, 2), xlabel="x, along the valley", ylabel="y, across", title="From above")
        self.rings = [ground.plot([], [], color="#7C8FA1", linewidth=0.7)[0] for _ in range(9)]
        ground.plot(0, 0, "+", color=INK, markersize=11, markeredgewidth=2)
        (self.trail,) = ground.plot([], [], color=BLUE, linewidth=1.4, marker="o", markersize=3.5)
        strip.set(
            xlim=(-0.5, self.steps + 0.5), ylim=(-2, 2), xlabel="steps", ylabel="y", title="Position across the valley"
        )
        strip.axhline(0, color="#999999", linewidth=0.8)
        (self.across,) = strip.plot([], [], color=BLUE, linewidth=1.2)
        (self.flips,) = strip.plot([], [], "D", color=ORANGE, markersize=4.5, markeredgecolor=INK, markeredgewidth=0.5)
        (self.lost,) = strip.plot([], [], "x", color=VERMILION, markersize=9, markeredgewidth=2)
        return [*self.rings, self.trail, self.across, self.flips, self.lost]

    def move(self):
        kappa = self.kappa.value
        turn = np.linspace(0, 2 * np.pi, 181)
        for radius, ring in zip(np.sqrt(np.linspace(0.02, 1, 9)) * 12, self.rings, strict=True):
            ring.set_data(radius * np.cos(turn), radius * np.sin(turn) / np.sqrt(kappa))
        eta = self.share.value * 2 / kappa
        run = minimize("gradient_descent", ravine(kappa), [10.0, 1.0], self.steps, eta=eta)
        x, y = run.theta.T
        self.trail.set_data(x, y)
        self.across.set_data(run.t, y)
        crossed = 1 + np.flatnonzero(y[1:] * y[:-1] < 0)
        self.flips.set_data(run.t[crossed], y[crossed])
        out = np.abs(y) > 2
        self.lost.set_data(run.t[out][:1], np.sign(y[out][:1]) * 1.9)
        walked = np.linalg.norm(np.diff(run.theta, axis=0), axis=-1).sum()
        detour = walked / np.linalg.norm(run.theta[-1] - run.theta[0])
        return (
            f"eta = {eta:.4f}: in {self.steps} steps you cross the valley {len(crossed)} times, "
            f"walk {detour:.2f} times the straight line, and are {abs(x[-1]):.1f} away along the valley."
        )


class Rolling(Picture):
    """Drag the memory of a ball; see which pit keeps it."""

    title = "How much speed does it take to roll out of a pit?"

    def __init__(self, beta=0.0, eta=0.01, start=1.8, steps=400):
        self.place, self.eta, self.start, self.steps = OBJECTIVES["double_well"], eta, start, steps
        self.beta = slider("memory beta", beta, 0.0, 0.97, 0.01, readout=".2f")
        super().__init__([self.beta])
        self.beta.observe(self.refresh, names="value")

    def draw(self, figure):
        valley, clock = figure.subplots(1, 2)
        plots.curve(self.place, valley, names=("x", "height"))
        valley.set(ylim=(-0.7, 6), title="Two pits")
        self.trail = valley.plot([], [], color=VERMILION, linestyle="none", marker="^", markersize=4)[0]
        self.ball = valley.plot([], [], "o", color=VERMILION, markersize=12, markeredgecolor="white")[0]
        clock.set(xlim=(0, self.steps), ylim=(-1.9, 1.9), xlabel="steps", ylabel="x", title="Where the ball is")
        for depth, name in ((-1.036, "deep pit"), (0.960, "shallow pit")):
            clock.axhline(depth, color="#999999", linewidth=0.8)
            clock.annotate(name, (0.98, depth), xycoords=("axes fraction", "data"), xytext=(0, -11),
                           textcoords="offset points", ha="right", color="#707070", fontsize=9)  # fmt: skip
        (self.x,) = clock.plot([], [], color=VERMILION, linewidth=1.5)
        return [self.trail, self.ball, self.x]

    def move(self):
        beta = self.beta.value
        run = minimize("heavy_ball", self.place, [self.start], self.steps, eta=self.eta, beta=beta)
        x = run.theta[:, 0]
        self.trail.set_data(x, run.loss)
        self.ball.set_data(x[-1:], run.loss[-1:])
        self.x.set_data(run.t, x)
        return f"beta = {beta:.2f}: after {self.steps} steps the ball lies in the {'deep' if x[-1] < 0 else 'shallow'} pit."
