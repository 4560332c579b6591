"""FogHike: a game. A hidden map, the height and the slope at one's own place, and gradient descent's hike to beat."""

import numpy as np
import traitlets

from course import plots
from course.experiments.step01 import fog_hike, fog_maps
from course.plots.style import BLUE, INK
from course.widgets import packing
from course.widgets.base import CourseWidget

NODES = 65  # a side: between them heights are at most 2e-4 off on these maps
LOOKS = 120  # of gradient descent's hike
MOST = {"bowl": 60, "ravine": 100, "two wells": 60}  # steps on the axis of the profile


class FogHike(CourseWidget):
    """Walk to the lowest place of a map you cannot see: click, tap or press arrow keys.

    name  the first map: "bowl", "ravine" or "two wells" (course.experiments.step01.fog_maps)
    stride  the first step length, as a share of half the map's width
    The front end gets heights and slopes of each map on a grid, and shows those at the hiker's own place.
    """

    kind = "fog"
    size = (8.4, 4.0)
    ground = traitlets.Bytes().tag(sync=True)
    relief = traitlets.Bytes().tag(sync=True)
    rivals = traitlets.Bytes().tag(sync=True)

    def __init__(self, name="bowl", *, stride=0.1, title="", lead=""):
        self._maps = fog_maps()
        if name not in self._maps:
            raise ValueError(f"There is no map {name!r}. There are: {', '.join(self._maps)}.")
        self._name, self._hikes = name, {one: fog_hike(one) for one in self._maps}
        unit = np.stack(np.meshgrid(*[np.linspace(-1, 1, NODES)] * 2), axis=-1)
        fine = np.stack(np.meshgrid(*[np.linspace(-1, 1, packing.GRID)] * 2), axis=-1)
        places = self._maps.values()
        super().__init__(
            ground=np.stack([self._sampled(place, unit) for place in places]).astype(np.float32).tobytes(),
            relief=np.stack([packing.ranks(np.asarray(place.value(_theta(place, fine)))) for place in places]).tobytes(),
            rivals=np.stack([self._rival(one) for one in self._maps]).astype(np.float32).tobytes(),
            scene={
                "title": title or "Find the lowest place in the fog.",
                "lead": lead or "You feel how high you are and which way is down, nothing else. Click or tap where to step, or use the arrow keys.",
                "maps": list(self._maps),
                "map": list(self._maps).index(name),
                "starts": [_unit(place, place.start).tolist() for place in places],
                "lowest": [_unit(place, place.minimizers[0]).tolist() for place in places],
                "arrived": [1e-2 / self._top(place) for place in places],
                "needs": [hike.steps for hike in self._hikes.values()],
                "most": [MOST[one] for one in self._maps],
                "nodes": NODES,
                "grid": packing.GRID,
                "looks": LOOKS + 1,
                "stride": stride,
                "colours": {"descent": BLUE},
            },
        )  # fmt: skip

    @staticmethod
    def _top(place):
        return float(place.value(place.start)) - place.minimum

    def _sampled(self, place, unit):
        """Height above the lowest place as a share of the start's, and its slope per unit of the square; (..., 3)."""
        theta, half = _theta(place, unit), _frame(place)[1]
        height = (np.asarray(place.value(theta)) - place.minimum) / self._top(place)
        return np.concatenate([height[..., None], np.asarray(place.gradient(theta)) * half / self._top(place)], axis=-1)

    def _rival(self, name):
        """Gradient descent's hike: places in the square and heights, (LOOKS + 1, 3)."""
        place, path = self._maps[name], self._hikes[name].path
        height = (path.loss[: LOOKS + 1, None] - place.minimum) / self._top(place)
        return np.concatenate([_unit(place, path.theta[: LOOKS + 1]), height], axis=-1)

    def summary(self):
        steps = self._hikes[self._name].steps
        rival = f"arrives after {steps} steps" if steps else "never arrives: it stops in the wrong pit"
        return (
            f"A map in fog, its start, and the slope there. Gradient descent, which feels no more than you do, {rival}."
        )

    def still(self, figure):
        place, hike = self._maps[self._name], self._hikes[self._name]
        ground, profile = figure.subplots(1, 2, width_ratios=(1, 1.25))
        figure.suptitle(self.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
        ground.set(
            xlim=(-1, 1), ylim=(-1, 1), xticks=[], yticks=[], facecolor="#D9DDE1", aspect="equal", title="What you feel"
        )
        start = _unit(place, place.start)
        downhill = -np.asarray(place.gradient(place.start))
        ground.annotate(
            "",
            start + 0.3 * downhill / np.linalg.norm(downhill),
            start,
            arrowprops={"color": INK, "width": 2, "headwidth": 8},
        )
        ground.plot(*start, "o", color=INK, markersize=10, markeredgecolor="white")
        profile.semilogy(
            hike.path.t[: LOOKS + 1],
            self._rival(self._name)[:, 2],
            **plots.style("gradient_descent") | {"marker": None},
        )
        profile.set(xlabel="steps", title="share of the height left", xlim=(0, MOST[self._name]), ylim=(1e-4, 2))
        profile.plot(0, 1, "o", color=INK, markersize=8)
        profile.legend()


def _frame(place):
    """Middle and half width of the square that holds the map's box: all maps fill the same square, so fog gives nothing away."""
    lo, hi = np.transpose(place.box)
    return (lo + hi) / 2, float(np.max(hi - lo)) / 2


def _unit(place, theta):
    """Points of a map in the square from -1 to 1, both axes on one scale: right angles stay right."""
    middle, half = _frame(place)
    return (np.asarray(theta) - middle) / half


def _theta(place, unit):
    middle, half = _frame(place)
    return middle + half * unit
