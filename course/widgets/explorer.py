"""Explorer: a landscape, the paths of several rules over all values of a slider, and their losses."""

import numpy as np
import traitlets

from course import descent
from course.schedules import SCHEDULES
from course.widgets import packing
from course.widgets.base import CourseWidget
from course.widgets.own import as_landscape, as_rules, hyper, looks

ETAS = 64
FRAMES = 101  # of a path, its start included
SCHEDULE = {  # schedules that need nothing but eta and the number of steps
    "constant": lambda eta, steps: eta,
    "inverse_time": lambda eta, steps: SCHEDULES["inverse_time"](eta, 10 / steps),
    "cosine": lambda eta, steps: SCHEDULES["cosine"](eta, steps),
    "step_decay": lambda eta, steps: SCHEDULES["step_decay"](eta, 0.5, steps // 5),
}
SLIDERS = {"beta": (0.0, 0.99), "beta1": (0.0, 0.99), "beta2": (0.5, 0.999)}
LABELS = {"beta": "momentum β", "beta1": "Adam's β₁", "beta2": "Adam's β₂"}


class Explorer(CourseWidget):
    """Drag the start, drag the learning rate, and see where each rule goes.

    objective  an Objective in two dimensions; or a function of an array (2,), then with a box ((lo, hi), (lo, hi))
    rules      names in OPTIMIZERS, update rules, or functions such as the exercises' adam_step
    eta, etas  the first learning rate, and the ends of the slider (64 values, evenly spaced in the logarithm)
    steps      how many each rule takes (rounded up to a multiple of 100 if above)
    hyper      {rule name: {hyperparameter: value}} where it is not the rule's default
    sliders    {hyperparameter: (lo, hi)} under "More to try"
    views      of "map", "loss" (over steps), "over" (last loss over the learning rates)
    decades    how far the loss axis reaches below the first loss
    tuned      begin with each rule at its own best learning rate; race=True puts that choice in front
    """

    kind = "explorer"
    family = traitlets.Bytes().tag(sync=True)
    over = traitlets.Bytes().tag(sync=True)
    grid = traitlets.Bytes().tag(sync=True)
    at = traitlets.Float().tag(sync=True)
    start = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, objective, rules=("gradient_descent", "momentum", "adam"), *, start=None, eta=0.1, etas=(1e-3, 1.0),
                 steps=200, hyper=None, sliders=None, box=None, title="", lead="", views=("map", "loss"), tuned=False, race=False,
                 decades=9, **scene):  # fmt: skip
        self._objective = as_landscape(objective, box)
        self._rules = as_rules(rules)
        self._box = [list(map(float, side)) for side in (box or self._objective.box)]
        self._values = self._knob(etas)
        self._stride = max(1, -(-steps // (FRAMES - 1)))
        self._frames = FRAMES if steps >= FRAMES else steps + 1
        self._steps = self._stride * (self._frames - 1)
        self._hyper = {name: dict((hyper or {}).get(name, {})) for name, _ in self._rules}
        self._schedule = "constant"
        start = [float(value) for value in (self._objective.start if start is None else start)]
        loss = self._loss_axis(np.array(start), decades)
        self._unpack = packing.scales([*self._box, (loss["lo"], loss["hi"])])
        ends = f"loss after {self._steps} steps"
        super().__init__(
            at=float(self._values[np.argmin(abs(self._values - eta))]),
            grid=packing.grid(self._objective, self._box),
            scene={
                "title": title or "Drag the start. Drag the learning rate.",
                "lead": lead,
                "name": self._objective.name.replace("_", " "),
                "views": list(views),
                "drags": True,
                "equal": False,
                "wide": 1.1,
                "race": race,
                "tuned": tuned,
                "counts": False,
                "grid": packing.GRID,
                "x": {"lo": self._box[0][0], "hi": self._box[0][1], "title": "θ₁"},
                "y": {"lo": self._box[1][0], "hi": self._box[1][1], "title": "θ₂"},
                "loss": loss,
                "over": {**loss, "title": ends},
                "unit": "steps",
                "knob": {
                    "name": "learning rate η",
                    "symbol": "η",
                    "unit": "",
                    "tunes": True,
                    "axis": {**dict(zip(("lo", "hi"), np.log10(etas).tolist(), strict=True)), "log": True, "title": "learning rate η"},
                },
                "values": self._values.tolist(),
                "rules": looks(self._rules),
                "frames": self._frames,
                "stride": self._stride,
                "unpack": self._unpack,
                "minimizers": [list(map(float, point)) for point in np.atleast_2d(self._objective.minimizers)[:8]],
                "hyper": self._sliders(SLIDERS if sliders is None else sliders),
                "schedules": list(SCHEDULE),
                "schedule": "constant",
                **scene,
            },
        )
        self.start = start
        if not self.family:  # the learner's own function or rule failed: the widget opens and says so
            empty = np.full((len(self._rules), len(self._values), self._frames, 3), packing.NOT_A_NUMBER, np.int16)
            self.family, self.over = empty.tobytes(), np.full(empty.shape[:2], np.nan, np.float32).tobytes()

    def _knob(self, etas):
        return np.geomspace(*etas, ETAS)

    # --- what the front end asks for ---

    def answer(self, question):
        """`paths`: one path a rule from `start`, at the values numbered `at`. `family`: all of them. `set`: a hyperparameter, the schedule."""
        start = [float(value) for value in question["start"]]
        if question["do"] == "paths":
            runs = [self._run(i, start, self._values[k]) for i, k in enumerate(question["at"])]
            return {}, [self._pack(runs)]
        if question["do"] == "set" and question["name"] == "schedule":
            self._schedule = question["value"]
        elif question["do"] == "set":
            for name, rule in self._rules:
                if question["name"] in hyper(rule):
                    self._hyper[name][question["name"]] = float(question["value"])
        with self.hold_sync():
            if self.start != start:
                self.start = start  # and with it the family
            elif question["do"] == "set":
                self._renew()
        return None

    @traitlets.observe("start")
    def _moved(self, _):
        with self.trying(), self.hold_sync():
            self._renew()

    def _renew(self):
        runs = [self._run(i, self.start, self._values) for i in range(len(self._rules))]
        self.family = self._pack(runs)
        self.over = np.array([self._outcome(run) for run in runs], dtype=np.float32).tobytes()

    def _run(self, index, start, values):
        """Trajectory of one rule from `start`; an array of values makes one run each, in one pass."""
        name, rule = self._rules[index]
        if "eta" not in hyper(rule):
            raise TypeError(f"{name} has no hyperparameter eta, which the slider moves.")
        eta = SCHEDULE[self._schedule](values, self._steps)
        return descent.minimize(
            rule, self._objective, start, self._steps, every=self._stride, eta=eta, **self._hyper[name]
        )

    def _outcome(self, run):
        """What the third view shows for each value: here the last loss."""
        return self._height(run.loss[-1])

    def _pack(self, runs):
        height = [self._height(run.loss) for run in runs]
        theta = [np.broadcast_to(run.theta, (*h.shape, 2)) for run, h in zip(runs, height, strict=True)]
        if height[0].ndim == 1:
            theta, height = [t[:, None] for t in theta], [h[:, None] for h in height]
        values = np.concatenate([np.stack(theta), np.stack(height)[..., None]], axis=-1)  # (rules, frames, values, 3)
        return packing.pack(np.moveaxis(values, 1, 2), self._unpack)

    # --- the height axis: powers of ten above the minimum where it is known, plain heights elsewhere ---

    def _loss_axis(self, start, decades):
        f = self._objective
        if f.minimum is not None:
            hi = float(np.ceil(np.log10(max(float(f.value(start)) - f.minimum, 1e-6)) + 0.3))
            return {"lo": hi - decades, "hi": hi, "log": True, "title": "loss above the minimum"}
        points = np.array([[x, y] for x in self._box[0] for y in self._box[1]] + [start, np.mean(self._box, axis=1)])
        heights = np.asarray(f.value(points))
        heights = heights[np.isfinite(heights)]
        return {"lo": float(heights.min()), "hi": float(heights.max()), "log": False, "title": "loss"}

    def _height(self, loss):
        if self._objective.minimum is None:
            return np.asarray(loss)
        with np.errstate(all="ignore"):
            return np.log10(np.maximum(loss - self._objective.minimum, 1e-300))

    def _sliders(self, sliders):
        found = []
        for name, (lo, hi) in sliders.items():
            owners = [(key, hyper(rule)[name]) for key, rule in self._rules if name in hyper(rule)]
            if owners:
                value = self._hyper[owners[0][0]].get(name, owners[0][1])
                found.append({"name": name, "label": LABELS.get(name, name), "lo": lo, "hi": hi, "step": (hi - lo) / 200, "value": value})  # fmt: skip
        return found

    # --- without a kernel ---

    def summary(self):
        """Where each rule stands after all steps, at the first value of the slider."""
        from course.widgets.still import outcomes

        return outcomes(self, self._first())

    def still(self, figure):
        """The map with every path at the first value of the slider, and the losses beside it."""
        from course.widgets.still import explorer

        explorer(self, self._first(), figure)

    def _first(self):
        """The runs of the first frame; none where the learner's own function fails."""
        try:
            at = self._values if self.scene["tuned"] else np.full(1, self.at)
            runs = [self._run(i, self.start, at) for i in range(len(self._rules))]
            best = [int(np.argmin(np.where(np.isnan(run.loss[-1]), np.inf, run.loss[-1]))) for run in runs]
            return [run.run(k) for run, k in zip(runs, best, strict=True)]
        except Exception:  # noqa: BLE001 - already told in `trouble`
            return []
