"""MythCourt: a statement on trial; the learner chooses the evidence, and the court says where the trial is unfair."""

import numpy as np
import traitlets

from course import plots
from course.plots.style import BLUE, VERMILION
from course.quiz import memory
from course.quiz.cards import CHOICES
from course.widgets.base import CourseWidget
from course.widgets.still import number


class MythCourt(CourseWidget):
    """Drag the two learning rates, change the problem and the number of seeds, and judge the statement.

    statement  the sentence on trial: that the second side is better than the first
    runs       rows {"problem", "optimizer", "eta", "seed", and one number for each metric}; inf where a run never arrived
    metrics    {name of a metric in the rows: its words}; smaller is better, the first is shown first
    sides      two (optimizer, eta): what is compared at first. The same optimizer twice: two learning rates are on trial
    key        under which the verdict is kept, as course.quiz keeps all answers; none: it is not kept
    verdict, because  what the court finds, one of `options`; shown after the learner's own verdict
    """

    kind = "court"
    size = (9.5, 3.6)
    table = traitlets.Bytes().tag(sync=True)

    def __init__(self, statement, runs, *, metrics, sides, verdict, because, key="", options=CHOICES, log_eta=True, seeds=1, lead=""):  # fmt: skip
        runs = list(runs)
        self._key, self._statement, self._options = key, statement, list(options)
        self._metrics = dict(metrics)
        for row in runs:
            missing = {"problem", "optimizer", "eta", "seed", *self._metrics} - set(row)
            if missing:
                raise ValueError(f"A row of runs lacks {', '.join(sorted(missing))}: {row}.")
        self._problems, self._optimizers = (
            list(dict.fromkeys(row[name] for row in runs)) for name in ("problem", "optimizer")
        )
        self._etas, self._seeds = (sorted({row[name] for row in runs}) for name in ("eta", "seed"))
        if verdict not in self._options:
            raise ValueError(f"The verdict {verdict!r} is not among {self._options}.")
        for optimizer, _ in sides:
            if optimizer not in self._optimizers:
                raise ValueError(f"No run is of {optimizer!r}. There are: {', '.join(self._optimizers)}.")
        self._values = self._pivot(runs)
        self._sides = [(self._optimizers.index(name), self._nearest(eta)) for name, eta in sides]
        rates = len({name for name, _ in sides}) == 1
        looks = [plots.style(name) for name in self._optimizers]
        super().__init__(
            table=self._values.astype(np.float32).tobytes(),
            scene={
                "title": f"On trial: “{statement}”",
                "lead": lead or "Choose the evidence, then judge. " + ("Drag the two learning rates." if rates else "Drag each one's learning rate."),
                "problems": self._problems,
                "optimizers": [{"label": look["label"], "colour": look["color"], "shape": look["marker"]} for look in looks],
                "etas": self._etas,
                "log": log_eta,
                "seeds": len(self._seeds),
                "first": min(seeds, len(self._seeds)),
                "metrics": [{"name": name, "label": words, **self._range(i)} for i, (name, words) in enumerate(self._metrics.items())],
                "sides": [{"optimizer": optimizer, "at": at} for optimizer, at in self._sides],
                "rates": rates,
                "options": self._options,
                "verdict": verdict,
                "because": because,
                "said": (memory.said(key) or {}).get("said", "") if key else "",
                "colours": [BLUE, VERMILION] if rates else [looks[optimizer]["color"] for optimizer, _ in self._sides],
            },
        )  # fmt: skip

    def _pivot(self, runs):
        """(metrics, problems, optimizers, etas, seeds); nan where nothing was run."""
        axes = [self._problems, self._optimizers, self._etas, self._seeds]
        values = np.full((len(self._metrics), *map(len, axes)), np.nan)
        places = [{name: i for i, name in enumerate(axis)} for axis in axes]
        for row in runs:
            at = tuple(
                place[row[name]] for place, name in zip(places, ("problem", "optimizer", "eta", "seed"), strict=True)
            )
            values[(slice(None), *at)] = [row[name] for name in self._metrics]
        return values

    def _nearest(self, eta):
        return int(np.argmin(abs(np.log(np.array(self._etas) / eta))))

    def _range(self, metric):
        """Ends of the metric's axis in powers of ten; from `top` on lies a band for what never arrived, if anything did not."""
        values = self._values[metric]
        lo, hi = np.log10([values[(values > 0)].min(), values[np.isfinite(values)].max()])
        lo = max(float(lo), float(hi) - 9)
        size = max(float(hi) - lo, 0.3)
        return {
            "lo": lo - 0.12 * size,
            "top": float(hi) + 0.05 * size,
            "hi": float(hi) + (0.15 if np.isinf(values).any() else 0.05) * size,
        }

    def answer(self, question):
        """`vote`: the learner's verdict, kept with the other answers."""
        said = question["said"]
        if self._key and said in self._options:
            note = memory.record(self._key, kind="vote", question=self._statement, options=self._options, said=said,
                                 verdict=self.scene["verdict"], because=self.scene["because"])  # fmt: skip
            return {"note": note}, []
        return {"note": ""}, []

    def median(self, side, problem=0, metric=0, seeds=None):
        """Median over the first `seeds` seeds of one side as it stands at first."""
        optimizer, at = self._sides[side]
        return float(np.median(self._values[metric, problem, optimizer, at, : seeds or len(self._seeds)]))

    @classmethod
    def bigger_is_faster(cls, **options):
        """“A bigger learning rate is faster”, on two bowls and a noisy one: true until the best rate, false beyond it."""
        from course.experiments.learning_rates import rate_runs

        return cls(
            "A bigger learning rate is faster.",
            rate_runs(),
            metrics={"steps": "steps to a loss of 0.001", "loss": "loss after 200 steps"},
            sides=[("gradient_descent", 0.5), ("gradient_descent", 1.0)],
            verdict="true if ...",
            because="true if it stays below the best rate, 2/(L + μ). Beyond it a bigger rate is slower, from 2/L on nothing settles, "
            "and with noise a smaller rate ends lower.",
            log_eta=False,
            **{"key": "06.bigger-is-faster", **options},
        )

    # --- without a kernel ---

    def summary(self):
        words = next(iter(self._metrics.values()))
        sides = [f"{plots.style(self._optimizers[o])['label']} at eta = {self._etas[k]:g}: {number(self.median(i, seeds=self.scene['first']))}"
                 for i, (o, k) in enumerate(self._sides)]  # fmt: skip
        return f"{self.scene['title']} First evidence, {self._problems[0]}, {self.scene['first']} of {len(self._seeds)} seeds, {words}: {'; '.join(sides)}."

    def still(self, figure):
        for i, (ax, problem) in enumerate(
            zip(figure.subplots(1, len(self._problems), squeeze=False)[0], self._problems, strict=True)
        ):
            for o, name in enumerate(self._optimizers):
                values = self._values[0, i, o]
                here = np.isfinite(values).all(axis=-1)
                look = plots.style(name)
                etas = np.array(self._etas)[here]
                ax.semilogy(etas, np.median(values[here], axis=-1), color=look["color"], label=look["label"])
                ax.fill_between(
                    etas, values[here].min(axis=-1), values[here].max(axis=-1), color=look["color"], alpha=0.15
                )
            ax.set(xlabel="learning rate η", title=problem, xscale="log" if self.scene["log"] else "linear")
            ax.set(ylim=(10.0 ** self.scene["metrics"][0]["lo"], 10.0 ** self.scene["metrics"][0]["hi"]))
        figure.axes[0].set(ylabel=next(iter(self._metrics.values())))
        figure.suptitle(self.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
