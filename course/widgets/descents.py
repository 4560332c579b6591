"""What Explorer and Valley share: the paths of several rules, for all values of a slider at once and for one start at a time."""

import numpy as np
import traitlets

from course import descent
from course.schedules import SCHEDULES
from course.widgets import packing
from course.widgets.base import CourseWidget
from course.widgets.own import as_rules, hyper, looks

FRAMES = 101  # of a path, its start included
SCHEDULE = {  # schedules that need nothing but eta and the number of steps
    "constant": lambda eta, steps: eta,
    "inverse_time": lambda eta, steps: SCHEDULES["inverse_time"](eta, 10 / steps),
    "cosine": lambda eta, steps: SCHEDULES["cosine"](eta, steps),
    "step_decay": lambda eta, steps: SCHEDULES["step_decay"](eta, 0.5, steps // 5),
}
SLIDERS = {"beta": (0.0, 0.99), "beta1": (0.0, 0.99), "beta2": (0.5, 0.999)}
LABELS = {"beta": "momentum β", "beta1": "Adam's β₁", "beta2": "Adam's β₂"}


class Descents(CourseWidget):
    """`family`: int16 (rules, values, frames, d + 1), points and heights; `over`: float32 (rules, values), what became of each.

    `at` is the slider's value, `start` the point (d,) that every path leaves; setting `start` computes the family again.
    """

    family = traitlets.Bytes().tag(sync=True)
    over = traitlets.Bytes().tag(sync=True)
    at = traitlets.Float().tag(sync=True)
    start = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(self, objective, rules, values, *, at, start, steps, hyper, sliders, scene, decades=9, **traits):
        self._objective = objective
        self._rules = as_rules(rules)
        self._values = np.asarray(values, dtype=float)
        self._stride = max(1, -(-steps // (FRAMES - 1)))
        self._frames = FRAMES if steps >= FRAMES else steps + 1
        self._steps = self._stride * (self._frames - 1)
        self._hyper = {name: dict((hyper or {}).get(name, {})) for name, _ in self._rules}
        self._schedule = "constant"
        start = [float(value) for value in (objective.start if start is None else start)]
        loss = self._loss_axis(np.array(start), decades)
        self._unpack = packing.scales([*self._box, (loss["lo"], loss["hi"])])
        super().__init__(
            at=float(self._values[np.argmin(abs(self._values - at))]),
            scene={
                "name": objective.name.replace("_", " "),
                "loss": loss,
                "over": {**loss, "title": f"loss after {self._steps} steps"},
                "unit": "steps",
                "values": self._values.tolist(),
                "rules": looks(self._rules),
                "frames": self._frames,
                "stride": self._stride,
                "unpack": self._unpack,
                "minimizers": [list(map(float, point)) for point in np.atleast_2d(objective.minimizers)[:8]],
                "hyper": self._sliders(SLIDERS if sliders is None else sliders),
                "schedules": list(SCHEDULE),
                "schedule": "constant",
                **scene,
            },
            **traits,
        )
        self.start = start
        if not self.family:  # the learner's own function or rule failed: the widget opens and says so
            shape = (len(self._rules), len(self._values), self._frames, len(self._unpack))
            self.family = np.full(shape, packing.NOT_A_NUMBER, np.int16).tobytes()
            self.over = np.full(shape[:2], np.nan, np.float32).tobytes()

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

    def alone(self):
        """Without Python the start stays where it is: no title asks for it to be dragged."""
        return {"title": self.scene["title"].replace("Drag the start. ", "")}

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
        """What the view over all values shows: here the last loss."""
        return self._height(run.loss[-1])

    def _pack(self, runs):
        height = [self._height(run.loss) for run in runs]
        theta = [
            np.broadcast_to(run.theta, (*h.shape, run.theta.shape[-1])) for run, h in zip(runs, height, strict=True)
        ]
        if height[0].ndim == 1:
            theta, height = [t[:, None] for t in theta], [h[:, None] for h in height]
        values = np.concatenate(
            [np.stack(theta), np.stack(height)[..., None]], axis=-1
        )  # (rules, frames, values, d + 1)
        return packing.pack(np.moveaxis(values, 1, 2), self._unpack)

    # --- the height axis: powers of ten above the minimum where it is known, plain heights elsewhere ---

    def _loss_axis(self, start, decades):
        f = self._objective
        if f.minimum is not None:
            hi = float(np.ceil(np.log10(max(float(f.value(start)) - f.minimum, 1e-6)) + 0.3))
            return {"lo": hi - decades, "hi": hi, "log": True, "title": "loss above the minimum"}
        places = np.stack(np.meshgrid(*(np.linspace(*side, 33) for side in self._box)), axis=-1)
        heights = np.append(f.value(places), f.value(start))
        heights = heights[np.isfinite(heights)]
        if not heights.size:
            return {"lo": 0.0, "hi": 1.0, "log": False, "title": "loss"}
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
                found.append({"name": name, "label": LABELS.get(name, name), "lo": lo, "hi": hi, "step": 10.0 ** np.floor(np.log10((hi - lo) / 100)), "value": value})  # fmt: skip
        return found

    def _first(self):
        """The runs of the first frame, one a rule; none where the learner's own function fails."""
        try:
            at = self._values if self.scene.get("tuned") else np.full(1, self.at)
            runs = [self._run(i, self.start, at) for i in range(len(self._rules))]
            best = [int(np.argmin(np.where(np.isnan(run.loss[-1]), np.inf, run.loss[-1]))) for run in runs]
            return [run.run(k) for run, k in zip(runs, best, strict=True)]
        except Exception:  # noqa: BLE001 - already told in `trouble`
            return []
