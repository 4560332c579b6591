"""Valley: the explorer in one dimension. A curve, the steps of one or more rules on it, and where they stand over time."""

import numpy as np
import traitlets

from course import plots
from course.objectives import OBJECTIVES, quadratic
from course.widgets import still
from course.widgets.descents import Descents
from course.widgets.own import as_landscape

ETAS = 101
POINTS = 321  # of the curve


class Valley(Descents):
    """Drag the start on the curve, drag the learning rate, and watch the steps.

    curve      an Objective in one dimension, its name in OBJECTIVES, or a function of an array (1,), then with a box (lo, hi)
    rules      names in OPTIMIZERS, update rules, or functions such as the exercises' momentum_step
    eta, etas  the first learning rate, and the ends of the slider (n values; log=True spaces them in the logarithm)
    zones      [(eta, word)]: names for parts of the slider, each up to its eta
    gauge      curvature whose factor a step, |1 - eta curvature|, is shown as a bar
    over       "place" shows theta over the steps, "loss" the height above the minimum in powers of ten
    """

    kind = "valley"
    curve = traitlets.Bytes().tag(sync=True)

    def __init__(self, curve="double_well", rules=("gradient_descent",), *, start=None, eta=None, etas=(0.005, 0.3), log=False, n=ETAS,
                 steps=50, hyper=None, sliders=None, box=None, title="", lead="", zones=(), gauge=None, over="place", **scene):  # fmt: skip
        curve = OBJECTIVES[curve] if isinstance(curve, str) else curve
        box = None if box is None else (box if np.ndim(box) == 2 else (box,))
        objective = as_landscape(curve, box, d=1)
        self._box = [list(map(float, (box or objective.box)[0]))]
        lo, hi = self._box[0]
        here = float(np.ravel(objective.start if start is None else start)[0])
        room = 0.06 * (hi - lo)
        self._box[0] = [min(lo, here - room), max(hi, here + room)]  # what is to be taken hold of is not at the edge
        points = np.linspace(*self._box[0], POINTS)
        heights = np.asarray(objective.value(points[:, None]), dtype=float)
        finite = heights[np.isfinite(heights)] if np.isfinite(heights).any() else np.array([0.0, 1.0])
        room = 0.06 * float(np.ptp(finite)) or 1.0
        values = (np.geomspace if log else np.linspace)(*etas, n).round(12)
        scene = {
            "title": title or "Drag the start. Drag the learning rate.",
            "lead": lead,
            "x": {"lo": self._box[0][0], "hi": self._box[0][1], "title": "θ"},
            "y": {"lo": float(finite.min()) - room, "hi": float(finite.max()), "title": "height"},
            "shows": over,
            "knob": {"name": "learning rate η", "symbol": "η", "log": log},
            "zones": _zones(zones, values),
            "gauge": gauge,
            **scene,
        }
        super().__init__(objective, rules, values, at=values[n // 3] if eta is None else eta, start=start, steps=steps, hyper=hyper,
                         sliders=sliders, scene=scene, curve=heights.astype(np.float32).tobytes())  # fmt: skip

    def summary(self):
        """Where each rule stands after all steps at the first learning rate."""
        ends = [
            f"{look['label']} at {still.number(run.final[0])}"
            for look, run in zip(self.scene["rules"], self._first(), strict=False)
        ]
        return f"On {self.scene['name']} from {self.start[0]:g} with {self.scene['knob']['name']} = {self.at:.3g}, after {self._steps} steps: {'; '.join(ends)}."

    def still(self, figure):
        """The curve with the first steps on it, and the place over time."""
        left, right = figure.subplots(1, 2)
        figure.suptitle(self.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
        x = np.linspace(*self._box[0], POINTS)
        left.plot(x, np.frombuffer(self.curve, np.float32), color="#707070")
        for (name, _), look, run in zip(self._rules, self.scene["rules"], self._first(), strict=False):
            colour, place = look["colour"], run.theta[:, 0]
            dash = plots.style(name)["linestyle"]
            seen = np.flatnonzero((place < self._box[0][0]) | (place > self._box[0][1]))
            upto = seen[0] if seen.size else len(place)
            left.plot(place[:upto], run.loss[:upto], color=colour, linewidth=1, marker="o", markersize=4)
            right.plot(run.t, place, color=colour, linestyle=dash, marker="o", markersize=3, label=look["label"])
        left.plot(
            self.start,
            self._objective.value(np.array(self.start)),
            "o",
            color="#222222",
            markersize=10,
            markeredgecolor="white",
        )
        left.set(xlabel="θ", ylabel="height", xlim=self._box[0], ylim=(self.scene["y"]["lo"], self.scene["y"]["hi"]))
        right.set(xlabel="steps", ylabel="θ", ylim=self._box[0])
        right.legend()


def dial(curvature=10.0, start=1.0, eta=None, steps=40, **more):
    """The learning rate on a parabola: crawl, settle, bounce, blow up. Each step multiplies theta by 1 - eta curvature."""
    limit = 2 / curvature
    lead = f"You stand on ½·{curvature:g}·θ². Each step multiplies θ by 1 − {curvature:g}η: the valley decides how far you may go."
    parabola = quadratic([curvature], name="parabola", start=[start], box=[(-1.5 * abs(start), 1.5 * abs(start))])
    known = {
        "eta": 0.75 * limit if eta is None else eta,
        "etas": (0.01 * limit, 1.1 * limit),
        "n": 110,
        "gauge": curvature,
        "zones": [(0.1 * limit, "crawl"), (0.5 * limit, "settle"), (limit, "bounce"), (np.inf, "blow up")],
        "title": "Drag η slowly to the right. Stop where the picture changes its mind.",
        "lead": lead,
    }
    return Valley(parabola, steps=steps, **{**known, **more})


def _zones(zones, values):
    """Ends of the zones as shares of the slider's length."""
    colours = ("#8c8c8c", "#009E73", "#E69F00", "#D55E00")
    ends = [float(np.clip(np.interp(end, values, np.linspace(0, 1, len(values))), 0, 1)) for end, _ in zones]
    return [
        {"to": end, "label": word, "colour": colours[i % 4]}
        for i, (end, (_, word)) in enumerate(zip(ends, zones, strict=True))
    ]
