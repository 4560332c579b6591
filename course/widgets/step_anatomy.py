"""StepAnatomy: what an update rule does with one gradient before it takes a step."""

from types import SimpleNamespace

import numpy as np
import traitlets

from course import plots
from course.descent.rules import read
from course.objectives import quadratic
from course.optimizers import OPTIMIZERS
from course.plots.style import BLUE, GREEN, ORANGE, PURPLE
from course.widgets import packing
from course.widgets.base import CourseWidget
from course.widgets.own import as_landscape, as_rules

SLIDERS = {"eta": ("learning rate η", 0.01, 1.0), "beta": ("momentum β", 0.0, 0.99), "beta1": ("Adam's β₁", 0.0, 0.99), "beta2": ("Adam's β₂", 0.5, 0.999)}  # fmt: skip
ROOTS = ("rmsprop", "adagrad")  # their v averages or adds up squares, as the v of a rule that has an m too


class StepAnatomy(CourseWidget):
    """Drag t: one step taken apart, coordinate by coordinate, into gradient, averages and the move itself.

    rule       a name in OPTIMIZERS, an update rule, or a function such as the exercises' adam_step
    objective  an Objective in two dimensions, or a function of an array (2,) with a box; its start unless `start` is given
    hyper      {hyperparameter: value} where it is not the rule's default (eta: 0.4)
    A rule that keeps m and v can be compared with Adam without bias correction by a switch.
    """

    kind = "anatomy"
    size = (10.5, 3.6)
    inside = traitlets.Bytes().tag(sync=True)
    grid = traitlets.Bytes().tag(sync=True)
    start = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(
        self, rule="adam", objective=None, *, start=None, steps=60, t=1, box=None, hyper=None, title="", lead=""
    ):
        if objective is None:
            objective, start = (
                quadratic([1.0, 25.0], name="a bowl that curves 25 times as much in θ₂"),
                (2.4, 1.8) if start is None else start,
            )
            box = box or ((-3.0, 3.0), (-3.0, 3.0))
        self._objective = as_landscape(objective, box)
        box = self._box = [list(map(float, side)) for side in (box or self._objective.box)]
        [(self._name, self._rule)] = as_rules([rule])
        self._hyper = {"eta": 0.4, **(hyper or {})}
        memory = list(read(self._rule).memory)
        self._hats = memory == ["m", "v"] and self._name != "adam_uncorrected"  # AMSGrad corrects nothing
        twin = ["adam_uncorrected"] if self._hats else []
        self._rules = [self._rule, *(OPTIMIZERS[name] for name in twin)]
        self._columns = [self._column(name, memory) for name in memory if "v_max" not in memory or name != "v"]
        self._steps = int(steps)
        known = {**read(self._rule).hyper, **self._hyper}
        super().__init__(
            grid=packing.grid(self._objective, box),
            scene={
                "title": title or f"Drag t: one step of {plots.style(self._name)['label']}, taken apart.",
                "lead": lead,
                "grid": packing.GRID,
                "x": {"lo": box[0][0], "hi": box[0][1], "title": "θ₁"},
                "y": {"lo": box[1][0], "hi": box[1][1], "title": "θ₂"},
                "equal": bool(np.isclose(np.ptp(box[0]), np.ptp(box[1]))),
                "columns": [{"label": label, "hat": hat, "colour": colour} for label, hat, _, colour in self._columns],
                "variants": 1 + len(twin),
                "steps": self._steps,
                "t": min(max(int(t), 1), self._steps),
                "rule": plots.style(self._name)["label"],
                "sliders": [{"name": key, "label": label, "lo": lo, "hi": hi, "step": (hi - lo) / 198, "value": float(known[key])}
                            for key, (label, lo, hi) in SLIDERS.items() if key in known],
                "eta": float(self._hyper["eta"]),
                "colours": {"g": BLUE, "step": GREEN},
            },
        )  # fmt: skip
        self.start = [float(value) for value in (self._objective.start if start is None else start)]

    def _column(self, name, memory):
        """(label, label when corrected, how it is read: name, its beta, function; colour) of a part of the rule's memory."""
        if name.startswith("v") and (self._name in ROOTS or "m" in memory):
            return f"√{name}".replace("v_max", "v max"), "√v̂" if self._hats else "", (name, "beta2", np.sqrt), PURPLE
        return name, "m̂" if self._hats else "", (name, "beta1", np.asarray), ORANGE

    def steps_inside(self, variant=0, start=None):
        """Per step: theta before it, the gradient the rule saw, memory raw and corrected by column, and the move; (steps, 2, parts).

        Variant 1 is Adam without bias correction; its columns are shown as they are.
        """
        rule = read(self._rules[variant])
        hyper = rule.complete({key: value for key, value in self._hyper.items() if key in rule.hyper})
        theta, memory = np.array(self.start if start is None else start, dtype=float), list(rule.memory.values())
        seen = []

        def gradient(point):
            seen.append(np.asarray(self._objective.gradient(point), dtype=float))
            return seen[-1]

        parts = []
        with np.errstate(all="ignore"):
            for t in range(1, self._steps + 1):
                result = rule.step(theta, gradient, t, *memory, **hyper)
                if type(result) is not tuple or len(result) != 1 + len(memory) or np.shape(result[0]) != theta.shape:
                    raise TypeError(rule.complaint(t, result, theta.shape, seen[-1] if seen else theta))
                if not seen:
                    raise TypeError(f"{rule.name}, step {t}: never asks where it stands. The gradient is grad(theta).")
                new, *memory = result
                kept = dict(zip(rule.memory, memory, strict=True))
                columns = []
                for _, hat, (name, beta, read_as), _ in self._columns:
                    full = kept[name] / (1 - hyper[beta] ** t) if hat and beta in hyper and variant == 0 else kept[name]
                    columns += [read_as(kept[name]), read_as(full)]
                parts.append(np.stack([theta, seen[-1], *columns, new - theta], axis=-1))
                theta = new
        return np.stack(parts)

    def answer(self, question):
        """`from`: the insides of the steps from another start. `set`: a hyperparameter; and all of it anew."""
        if question["do"] == "from":
            return {"start": question["start"]}, [self._pack(question["start"])]
        if question["do"] == "rest":
            with self.hold_sync():
                self.start = [float(value) for value in question["start"]]
        elif question["do"] == "set":
            self._hyper[question["name"]] = float(question["value"])
            return {"eta": self._hyper["eta"]}, [self._pack(question["start"])]
        return None

    @traitlets.observe("start")
    def _moved(self, _):
        self.inside = np.full(
            (len(self._rules), self._steps, 2, 3 + 2 * len(self._columns)), np.nan, np.float32
        ).tobytes()
        with self.trying():
            self.inside = self._pack(self.start)

    def _pack(self, start):
        return np.stack([self.steps_inside(k, start) for k in range(len(self._rules))]).astype(np.float32).tobytes()

    def _first(self):
        try:
            return self.steps_inside()[self.scene["t"] - 1]
        except Exception:  # noqa: BLE001 - already told in `trouble`
            return None

    def summary(self):
        first, eta = self._first(), self._hyper["eta"]
        if first is None:
            return self.trouble
        insides = [
            f"{hat or label} = {_pair(first[:, 3 + 2 * i])}" for i, (label, hat, _, _) in enumerate(self._columns)
        ]
        return (
            f"Step {self.scene['t']} of {self.scene['rule']}: slopes {_pair(first[:, 1])}; {'; '.join(insides)}{'; ' if insides else ''}"
            f"the step is {_pair(first[:, -1])}, that is {_pair(abs(first[:, -1]) / eta)} times eta."
        )

    def still(self, figure):
        left, right = figure.subplots(1, 2, width_ratios=(1, 1.5))
        figure.suptitle(self.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
        plots.contour(
            SimpleNamespace(d=2, value=self._objective.value, box=self._box, minimizers=()), ax=left, names=("θ₁", "θ₂")
        )
        first = self._first()
        if first is None:
            return
        inside = self.steps_inside()
        left.plot(*inside[:, :, 0].T, color=GREEN, linewidth=1.2)
        left.plot(*first[:, 0], "o", color="#222222", markersize=8, markeredgecolor="white")
        left.set(xlim=self._box[0], ylim=self._box[1])
        labels = ["g", *(hat or label for label, hat, _, _ in self._columns), "step/η"]
        columns = [1, *(3 + 2 * i for i in range(len(self._columns))), -1]
        colours = [BLUE, *(colour for *_, colour in self._columns), GREEN]
        scale = np.abs(first[:, columns[:-1]]).max() or 1.0
        for i, (column, colour) in enumerate(zip(columns, colours, strict=True)):
            values = first[:, column] / (self._hyper["eta"] if column == -1 else 1)
            bars = right.bar(
                [i - 0.2, i + 0.2], values if column == -1 else values / scale, 0.36, color=[colour, colour + "99"]
            )
            right.bar_label(bars, [f"{value:.3g}" for value in values], fontsize=9)
        right.axhline(0, color="#888888", linewidth=0.8)
        right.set(
            ylim=(-1.25, 1.25),
            xticks=range(len(labels)),
            xticklabels=labels,
            yticks=[],
            title=f"Step {self.scene['t']}, θ₁ and θ₂",
        )


def _pair(values):
    return " and ".join(f"{value:.3g}" for value in values)
