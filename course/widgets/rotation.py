"""The explorer over the angle of a valley: which rule notices that it was turned?"""

from types import SimpleNamespace

import numpy as np

from course import descent
from course.widgets import packing
from course.widgets.descents import FRAMES
from course.widgets.explorer import Explorer

BUDGET = 4000
SHOWN = 65  # heights a side, one landscape an angle


class Rotation(Explorer):
    """A quadratic valley of condition number kappa, turned from 0 to 90 degrees; each rule starts at the same place of the valley.

    Measured with kappa = 1000 from R(1, 1) to a loss of 1e-6: gradient descent with eta = 1.9/L takes 3450 steps at every angle;
    Adam with eta = 0.3 takes 157 along the axes, 658 at 16 degrees and 1043 at 44.

    rules, hyper  as in Explorer; gradient descent, heavy ball and Adam come tuned for kappa
    at            the first angle in degrees
    """

    def __init__(self, kappa=1000.0, rules=("gradient_descent", "adam"), hyper=None, at=16.0, title="", lead=""):
        self._kappa, root = kappa, np.sqrt(kappa)
        tuned = {
            "gradient_descent": {"eta": 1.9 / kappa},
            "heavy_ball": {"eta": 4 / (root + 1) ** 2, "beta": ((root - 1) / (root + 1)) ** 2},  # Polyak 1964
            "adam": {"eta": 0.3},
        }
        box = ((-2.0, 2.0), (-2.0, 2.0))
        flat = self._valley(0.0)
        super().__init__(
            SimpleNamespace(name=f"quadratic valley, kappa {kappa:g}", d=2, value=flat.value, gradient=flat.gradient, box=box,
                            start=np.ones(2), minimum=0.0, minimizers=np.zeros((1, 2))),
            rules, box=box, eta=at, steps=FRAMES - 1, hyper={**tuned, **(hyper or {})}, sliders={}, views=("map", "over"),
            title=title or "Turn the valley. Which rule notices?",
            lead=lead or "The same valley, the same start in it; only its direction changes. The map shows the first 100 steps, the curve how "
                 "many each rule needs until the loss is 10⁻⁶.",
            drags=False, equal=True, wide=0.75, counts=True, schedules=[], grid=SHOWN,
            knob={"name": "angle of the valley", "symbol": "angle", "unit": "°", "tunes": False,
                  "axis": {"lo": 0, "hi": 90, "title": "angle of the valley (degrees)",
                           "ticks": [{"at": a, "text": f"{a}°"} for a in range(0, 91, 15)]}},
            over={"lo": 2.0, "hi": 4.0, "log": True, "title": "steps to a loss of 10⁻⁶"},
        )  # fmt: skip
        self.grid = b"".join(packing.grid(self._valley(angle), box, SHOWN) for angle in self._values)

    def _knob(self, etas):
        return np.arange(0.0, 91.0, 2.0)

    def _valley(self, angles):
        """The quadratic at one angle or at each of several (k,), then for points (..., k, 2)."""
        turn = np.deg2rad(angles)
        axes = np.moveaxis(np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]), (0, 1), (-2, -1))
        A = (axes * np.array([1.0, self._kappa])) @ np.swapaxes(axes, -1, -2)

        def gradient(theta):
            return np.einsum("...ij,...j->...i", A, theta)

        def value(theta):
            return 0.5 * np.sum(theta * gradient(theta), axis=-1)

        name = f"valley, kappa {self._kappa:g}"
        return SimpleNamespace(name=name, d=2, gradient=gradient, value=value, start=axes @ np.ones(2), minimum=0.0)

    def _run(self, index, start, values):
        name, rule = self._rules[index]
        valley = self._valley(values)
        run = descent.minimize(rule, valley, valley.start, BUDGET, **self._hyper[name])
        return run

    def _outcome(self, run):
        return np.log10(run.steps_to(1e-6))

    def _pack(self, runs):
        shown = [SimpleNamespace(theta=run.theta[:FRAMES], loss=run.loss[:FRAMES]) for run in runs]
        return super()._pack(shown)

    def _first(self):
        return [self._run(i, self.start, np.array([self.at])).run(0) for i in range(len(self._rules))]

    def summary(self):
        told = [
            f"{look['label']} {run.steps_to(1e-6):,.0f}"
            for look, run in zip(self.scene["rules"], self._first(), strict=True)
        ]
        return f"A valley turned by {self.at:g} degrees; steps to a loss of 1e-6: {'; '.join(told)}."

    def still(self, figure):
        """The valley at the first angle with the first steps, and the steps needed at every angle."""
        from course import plots

        left, right = figure.subplots(1, 2)
        valley = self._valley(self.at)
        plots.contour(
            SimpleNamespace(name="", d=2, value=valley.value, box=self._box, minimizers=np.zeros((1, 2))),
            left,
            names=("θ₁", "θ₂"),
        )
        needed = 10.0 ** np.frombuffer(self.over, np.float32).reshape(len(self._rules), -1)
        for look, run, steps in zip(self.scene["rules"], self._first(), needed, strict=True):
            left.plot(*run.theta[:FRAMES].T, color=look["colour"])
            right.plot(self._values, steps, color=look["colour"], label=look["label"])
        left.set(xlim=self._box[0], ylim=self._box[1], aspect="equal", title=f"The first steps at {self.at:g}°")
        right.set(
            yscale="log",
            xlabel="angle of the valley (degrees)",
            xticks=range(0, 91, 15),
            title="Steps to a loss of 10⁻⁶",
        )
        right.legend()
