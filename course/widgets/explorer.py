"""Explorer: a landscape, the paths of several rules over all learning rates of a slider, and their losses."""

import inspect
from types import SimpleNamespace

import numpy as np
import traitlets

from course import descent, plots
from course.optimizers import OPTIMIZERS
from course.schedules import SCHEDULES
from course.widgets import packing
from course.widgets.base import CourseWidget, complaint

ETAS = 64
FRAMES = 101  # of a path, its start included
OF_ETA = (
    "constant",
    "inverse_time",
    "cosine",
    "step_decay",
)  # schedules that need nothing but eta and the number of steps


class Explorer(CourseWidget):
    """Drag the start, drag the learning rate, and see where each rule goes.

    objective  an Objective in two dimensions, its name in OBJECTIVES' manner is not needed: the thing itself; or a function of an array (2,)
    rules      names in OPTIMIZERS, or update rules; an exercise's function comes through `as_rule`
    eta, etas  the first learning rate, and the 64 of the slider (lo, hi); hyper: {rule or "all": {name: value}} to start with
    sliders    {name: (lo, hi)} for hyperparameters under "More to try"
    tuned      begin with each rule at its own best learning rate
    """

    family = traitlets.Bytes().tag(sync=True)
    grid = traitlets.Bytes().tag(sync=True)
    eta = traitlets.Float().tag(sync=True)
    start = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, objective, rules=("gradient_descent", "momentum", "adam"), *, start=None, eta=0.1, etas=(1e-3, 1.0),
                 steps=200, hyper=None, sliders=None, box=None, title="", lead="", tuned=False):  # fmt: skip
        self._objective = objective if hasattr(objective, "gradient") else from_function(objective, box)
        self._rules = [(rule, OPTIMIZERS[rule]) if isinstance(rule, str) else (_name(rule), rule) for rule in rules]
        self._box = [list(map(float, side)) for side in (box or self._objective.box)]
        self._etas = np.geomspace(*etas, ETAS)
        self._stride = max(1, -(-steps // (FRAMES - 1)))
        self._steps = self._stride * (FRAMES - 1)
        self._hyper = {name: dict((hyper or {}).get(name, {})) for name, _ in self._rules}
        self._schedule = "constant"
        start = self._objective.start if start is None else start
        loss = self._loss_axis(np.asarray(start, dtype=float))
        self._unpack = packing.scales(self._box, (loss["lo"], loss["hi"]))
        sliders = {"beta": (0.0, 0.99), "beta1": (0.0, 0.99), "beta2": (0.5, 0.999)} if sliders is None else sliders
        used = [name for name in sliders if any(name in _hyper(rule) for _, rule in self._rules)]
        super().__init__(
            kind="explorer",
            eta=float(self._etas[np.argmin(abs(np.log(self._etas / eta)))]),
            start=[float(value) for value in start],
            grid=packing.grid(self._objective, self._box),
            scene={
                "title": title or "Drag the start. Drag the learning rate.",
                "lead": lead,
                "name": self._objective.name.replace("_", " "),
                "grid": packing.GRID,
                "x": {"lo": self._box[0][0], "hi": self._box[0][1], "title": "θ₁"},
                "y": {"lo": self._box[1][0], "hi": self._box[1][1], "title": "θ₂"},
                "loss": loss,
                "unit": "steps",
                "rules": [_look(name) for name, _ in self._rules],
                "etas": self._etas.tolist(),
                "frames": FRAMES,
                "stride": self._stride,
                "unpack": self._unpack,
                "minimizers": [list(map(float, point)) for point in np.atleast_2d(self._objective.minimizers)[:8]],
                "hyper": [self._slider(name, *sliders[name]) for name in used],
                "schedules": list(OF_ETA),
                "schedule": "constant",
                "tuned": tuned,
            },
        )
        try:
            self.family = self._family(self.start)
        except Exception as error:  # noqa: BLE001 - the learner's own function or rule; the widget opens and says so
            self.trouble = complaint(error)

    # --- what the front end asks for ---

    def answer(self, question):
        """`paths`: one path a rule from `start`, each at its eta. `family`: all again from `start`. `set`: a hyperparameter or the schedule."""
        start = [float(value) for value in question["start"]]
        if question["do"] == "paths":
            return {"do": "paths"}, [self._pack([self._run(i, start, eta) for i, eta in enumerate(question["etas"])])]
        if question["do"] == "set" and question["name"] == "schedule":
            self._schedule = question["value"]
        elif question["do"] == "set":
            for name, rule in self._rules:
                if question["name"] in _hyper(rule):
                    self._hyper[name][question["name"]] = float(question["value"])
        with self.hold_sync():
            self.start = start
            self.family = self._family(start)
        return None

    def _family(self, start):
        return self._pack([self._run(i, start, self._etas) for i in range(len(self._rules))])

    def _run(self, index, start, eta):
        """Trajectory of one rule from `start`; an array of etas makes one run each, in one pass."""
        name, rule = self._rules[index]
        eta = SCHEDULE[self._schedule](eta, self._steps)
        if "eta" not in _hyper(rule):
            raise TypeError(f"{name} has no hyperparameter eta, which the slider moves.")
        return descent.minimize(
            rule, self._objective, start, self._steps, every=self._stride, eta=eta, **self._hyper[name]
        )

    def _pack(self, runs):
        height = [self._height(run.loss) for run in runs]
        theta = [np.broadcast_to(run.theta, (*h.shape, 2)) for run, h in zip(runs, height, strict=True)]
        if height[0].ndim == 1:
            theta, height = [t[:, None] for t in theta], [h[:, None] for h in height]
        return packing.pack(np.stack(theta, axis=1), np.stack(height, axis=1), self._unpack)

    # --- the height axis: powers of ten above the minimum where it is known, plain heights elsewhere ---

    def _loss_axis(self, start):
        f = self._objective
        top = float(f.value(start))
        if f.minimum is not None:
            hi = np.log10(max(top - f.minimum, 1e-6)) + 1
            return {"lo": float(hi - 9), "hi": float(hi), "log": True, "title": "loss above the minimum"}
        corners = np.array([[x, y] for x in self._box[0] for y in self._box[1]] + [start])
        heights = np.append(f.value(corners), f.value(np.array([np.mean(side) for side in self._box])))
        return {"lo": float(heights.min()), "hi": float(heights.max()), "log": False, "title": "loss"}

    def _height(self, loss):
        if self._objective.minimum is None:
            return loss
        with np.errstate(all="ignore"):
            return np.log10(np.maximum(loss - self._objective.minimum, 1e-300))

    def _slider(self, name, lo, hi):
        value = next(
            self._hyper[rule_name].get(name, _hyper(rule)[name])
            for rule_name, rule in self._rules
            if name in _hyper(rule)
        )
        return {"name": name, "lo": lo, "hi": hi, "step": (hi - lo) / 200, "value": value}

    # --- without a kernel ---

    def summary(self):
        """Where each rule stands after all steps, at the first learning rate."""
        ends = [
            f"{look['label']} {_number(run.loss[-1])}"
            for look, run in zip(self.scene["rules"], self._first(), strict=True)
        ]
        return f"On {self.scene['name']} from {self.start}, eta = {self.eta:.3g}, loss after {self._steps} steps: {'; '.join(ends)}."

    def still(self, figure):
        """The map with every path at the first learning rate, and the losses beside it."""
        left, right = figure.subplots(1, 2)
        plots.contour(self._objective, ax=left)
        for (name, _), run in zip(self._rules, self._first(), strict=True):
            look = plots.style(name)
            left.plot(*run.theta.T, color=look["color"], linestyle=look["linestyle"])
            right.plot(
                run.t, self._height(run.loss), color=look["color"], linestyle=look["linestyle"], label=look["label"]
            )
        left.set(xlim=self._box[0], ylim=self._box[1], title=self.scene["title"])
        right.set(
            xlabel="steps", ylabel=("log10 of " if self.scene["loss"]["log"] else "") + self.scene["loss"]["title"]
        )
        right.set_ylim(self.scene["loss"]["lo"], self.scene["loss"]["hi"])
        right.legend()

    def _first(self):
        return [self._run(i, self.start, self.eta) for i in range(len(self._rules))]


SCHEDULE = {
    "constant": lambda eta, steps: eta,
    "inverse_time": lambda eta, steps: SCHEDULES["inverse_time"](eta, 10 / steps),
    "cosine": lambda eta, steps: SCHEDULES["cosine"](eta, steps),
    "step_decay": lambda eta, steps: SCHEDULES["step_decay"](eta, 0.5, steps // 5),
}


def from_function(f, box, h=1e-5):
    """A learner's own function of an array (2,) as a landscape; its gradient by central differences, point by point."""
    if box is None:
        raise ValueError("A function of your own needs a box: box=((x_lo, x_hi), (y_lo, y_hi)).")

    def value(theta):
        theta = np.asarray(theta, dtype=float)
        flat = np.array([float(f(point.copy())) for point in theta.reshape(-1, 2)])
        return flat.reshape(theta.shape[:-1])

    def gradient(theta):
        return np.stack([(value(theta + e) - value(theta - e)) / (2 * h) for e in h * np.eye(2)], axis=-1)

    centre = np.array([0.75 * hi + 0.25 * lo for lo, hi in box])
    return SimpleNamespace(
        name=getattr(f, "__name__", "your function"), d=2, value=value, gradient=gradient, box=box, start=centre,
        minimum=None, minimizers=np.empty((0, 2)),
    )  # fmt: skip


def _hyper(rule):
    return {p.name: p.default for p in inspect.signature(rule).parameters.values() if p.kind is p.KEYWORD_ONLY}


def _name(rule):
    return getattr(rule, "__name__", "your rule")


def _look(name):
    look = plots.style(name)
    dash = look["linestyle"][1] if isinstance(look["linestyle"], tuple) else ()
    return {"label": look["label"], "colour": look["color"], "dash": [2 * length for length in dash]}


def _number(value):
    return f"{value:.3g}" if np.isfinite(value) else "left the map"
