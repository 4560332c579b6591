"""The fog hike: a hidden map, the height and the slope at one's own place, and gradient descent's score to beat."""

import ipywidgets
import numpy as np

from course import plots
from course.experiments.step1 import fog_hike, fog_maps
from course.plots.style import BLUE, ORANGE
from course.widgets.first_steps import bearing
from course.widgets.picture import Picture

WAYS = {
    "↖": (-1, 1), "↑": (0, 1), "↗": (1, 1),
    "←": (-1, 0), "→": (1, 0),
    "↙": (-1, -1), "↓": (0, -1), "↘": (1, -1),
}  # fmt: skip
NAMES = {way: f"step {bearing(vector)}" for way, vector in WAYS.items()}


class FogHike(Picture):
    """Walk to the lowest place of a map you cannot see."""

    title = "Find the lowest place in the fog."
    size = (8.4, 4.2)

    def __init__(self, name="bowl"):
        self.maps = fog_maps()
        self.map = ipywidgets.ToggleButtons(options=list(self.maps), value=name, description="map")
        self.stride = ipywidgets.FloatSlider(
            value=0.1, min=0.02, max=0.3, step=0.02, description="step length", readout_format=".2f"
        )
        self.lift = ipywidgets.ToggleButton(value=False, description="Lift the fog")
        again = ipywidgets.Button(description="Start again")
        self.buttons = {way: self._button(way) for way in WAYS}
        rows = [["↖", "↑", "↗"], ["←", None, "→"], ["↙", "↓", "↘"]]
        gap = ipywidgets.Label("", layout={"width": "44px"})
        pad = ipywidgets.VBox([ipywidgets.HBox([self.buttons[w] if w else gap for w in row]) for row in rows])
        right = ipywidgets.VBox([self.map, self.stride, ipywidgets.HBox([self.lift, again])])
        self.walk = [np.array(self.maps[name].start)]
        super().__init__([ipywidgets.HBox([pad, right], layout={"grid_gap": "24px", "align_items": "center"})])
        self.map.observe(self._restart, names="value")
        self.lift.observe(self.refresh, names="value")
        again.on_click(self._restart)

    def _button(self, way):
        button = ipywidgets.Button(description=way, tooltip=NAMES[way], layout={"width": "44px", "height": "36px"})
        button.on_click(lambda _: self.step(way))
        return button

    def step(self, way):
        """One step in one of the eight directions, `stride` of half the map's width long; the edge of the map stops it."""
        vector = np.array(WAYS[way], dtype=float)
        there = _unit(self.place, self.walk[-1]) + self.stride.value * vector / np.linalg.norm(vector)
        middle, half = _frame(self.place)
        self.walk.append(middle + half * np.clip(there, -1, 1))
        self.refresh()

    @property
    def place(self):
        return self.maps[self.map.value]

    def _restart(self, *_):
        self.walk = [np.array(self.place.start)]
        self.lift.value = False
        self.refresh()

    def draw(self, figure):
        self.ground, self.profile = figure.subplots(1, 2, width_ratios=(1.15, 1))
        # Every map fills the same square, so that the fog itself gives nothing away.
        self.ground.set(
            xlim=(-1, 1), ylim=(-1, 1), xticks=[], yticks=[], facecolor="#D9DDE1", aspect="equal", title="The ground"
        )
        self.ground.set(xlabel="west to east", ylabel="south to north")
        self.maps_shown = {name: self._contour(place) for name, place in self.maps.items()}
        (self.rival,) = self.ground.plot([], [], color=ORANGE, linewidth=1.6, marker="s", markersize=3, zorder=5)
        (self.trail,) = self.ground.plot([], [], color=BLUE, linewidth=1.2, marker="o", markersize=4, zorder=6)
        (self.me,) = self.ground.plot([], [], "o", color=BLUE, markersize=11, markeredgecolor="white", zorder=8)
        (self.arrow,) = self.ground.plot([], [], color="#222222", linewidth=2.5, zorder=7)
        self.profile.set(xlim=(-0.5, 40), ylim=(-0.05, 1.15), xlabel="steps", yticks=[0, 1])
        self.profile.set(yticklabels=["lowest", "start"], title="Your height")
        (self.heights,) = self.profile.plot([], [], color=BLUE, marker="o", markersize=4)
        (self.its,) = self.profile.plot([], [], color=ORANGE, marker="s", markersize=3)
        contours = [line for lines in self.maps_shown.values() for line in lines]
        return [*contours, self.rival, self.trail, self.arrow, self.me, self.heights, self.its]

    def _contour(self, place):
        middle, half = _frame(place)
        unit = np.stack(np.meshgrid(*[np.linspace(-1, 1, 121)] * 2), axis=-1)
        values = np.asarray(place.value(middle + half * unit))
        levels = np.unique(np.quantile(values, np.linspace(0, 1, 15)))
        shades = plots.fields.GROUND(np.linspace(0, 1, len(levels) - 1))
        return [
            self.ground.contourf(unit[..., 0], unit[..., 1], values, levels=levels, colors=shades, extend="max"),
            self.ground.contour(unit[..., 0], unit[..., 1], values, levels=levels, colors="#7C8FA1", linewidths=0.6),
        ]

    def move(self):
        place, lifted = self.place, self.lift.value
        for name, lines in self.maps_shown.items():
            for line in lines:
                line.set_visible(lifted and name == self.map.value)
        walk = np.array(self.walk)
        unit = _unit(place, walk)
        self.trail.set_data(*unit.T)
        self.me.set_data(*unit[-1:].T)
        downhill = -np.asarray(place.gradient(walk[-1]))
        slope = float(np.linalg.norm(downhill))
        reach = 0.22 * downhill / slope if slope > 0 else np.zeros(2)
        self.arrow.set_data([unit[-1, 0], unit[-1, 0] + reach[0]], [unit[-1, 1], unit[-1, 1] + reach[1]])
        top = float(place.value(place.start)) - place.minimum
        height = (np.asarray(place.value(walk)) - place.minimum) / top
        steps = len(walk) - 1
        self.heights.set_data(range(len(walk)), height)
        hike = fog_hike(self.map.value)
        theirs = hike.path.theta[:40]
        self.rival.set_data(*_unit(place, theirs).T)
        self.its.set_data(range(len(theirs)), (hike.path.loss[:40] - place.minimum) / top)
        self.rival.set_visible(lifted)
        self.its.set_visible(lifted)
        way = f"downhill is {bearing(downhill)}" if slope > 1e-3 else "the ground is level"
        words = f"Step {steps}: height {height[-1]:.3f} of the start's; {way}."
        if lifted:
            score = f"arrives after {hike.steps} steps" if hike.steps else "never arrives: it stops in the wrong pit"
            words += f" Gradient descent (orange squares) {score}."
        return words


def _frame(place):
    """Middle and half width of the square that holds the map's box."""
    lo, hi = np.transpose(place.box)
    return (lo + hi) / 2, float(np.max(hi - lo)) / 2


def _unit(place, theta):
    """Points of a map in the square from -1 to 1, both axes on one scale: right angles stay right."""
    middle, half = _frame(place)
    return (np.asarray(theta) - middle) / half
