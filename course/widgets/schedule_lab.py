"""ScheduleLab: a learning rate over time, and how far from the minimum it ends where the noise stays and where it dies."""

from functools import cache

import numpy as np
import traitlets

from course.experiments.noisy_quadratic import mean_squares, sampled_squares
from course.plots.style import BLUE, GREEN, ORANGE, PALE
from course.schedules import SCHEDULES
from course.widgets import packing
from course.widgets.base import CourseWidget

STEPS, START, RUNS = 10_000, 5.0, 200
ETAS = np.array([0.01, 0.015, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5])
RECORDS = np.unique(np.rint(np.geomspace(1, STEPS, 81)).astype(int))
TIMES = np.unique(np.rint(np.geomspace(1, STEPS, 400)).astype(int))  # at which the learning rate itself is drawn
DOTS = (10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000)
# kind of schedule: (label, name of its knob, values of the knob, t -> eta for eta_0 and the knob's values)
KINDS = {
    "constant": ("constant", "", [0.0], lambda eta, _: SCHEDULES["constant"](eta)),
    "inverse_time": ("1/(1 + kt)", "decay k", [a * 10.0**p for p in range(-3, 1) for a in (1, 2, 5)] + [10.0],
                     lambda eta, k: SCHEDULES["inverse_time"](eta, k)),
    "step_decay": ("halving", "halve every", [50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0],
                   lambda eta, every: SCHEDULES["step_decay"](eta, 0.5, every)),
    "cosine": ("cosine", "", [float(STEPS)], lambda eta, T: SCHEDULES["cosine"](eta, T)),
    "warm_restarts": ("cosine with restarts", "first cycle", [10.0, 30.0, 100.0, 300.0, 1000.0, 3000.0],
                      lambda eta, T0: SCHEDULES["warm_restarts"](eta, T0)),
}  # fmt: skip
ETA_SCALE = packing.scales([(-6.0, 0.5)])
SQUARE = (-7.0, 2.0)  # powers of ten on the axis of mean squared distances
SQUARE_SCALE = packing.scales([SQUARE])


def schedule(kind, eta0, knob):
    """The schedule of a kind from course.schedules; arrays give one schedule each."""
    return KINDS[kind][3](eta0, knob)


@cache
def table(kind):
    """All of one kind: log10 of eta(t) / eta_0 (knobs, TIMES), of the mean squares (knobs, etas, 2, RECORDS) and of the averages
    of the last half (knobs, etas, 2)."""
    knobs = np.array(KINDS[kind][2])
    etas = np.broadcast_to(ETAS, (len(knobs), len(ETAS)))
    squares, averages = mean_squares(schedule(kind, etas, knobs[:, None]), STEPS, RECORDS, START)
    shape = schedule(kind, 1.0, knobs[:, None])(TIMES - 1)  # step number n uses eta(n - 1)
    squares, averages = np.moveaxis(squares, (0, 1), (3, 2)), np.moveaxis(averages, 0, 2)
    return tuple(
        _log(np.broadcast_to(a, s))
        for a, s in [(shape, (len(knobs), len(TIMES))), (squares, squares.shape), (averages, averages.shape)]
    )


def _log(values):
    with np.errstate(divide="ignore"):
        return np.maximum(np.log10(np.nan_to_num(values, nan=np.inf)), -300.0)


class ScheduleLab(CourseWidget):
    """Drag the first step and the decay. Left: eta over time. Right: the mean squared distance, with noise that stays and noise that dies.

    kind        first kind of schedule: "constant", "inverse_time", "step_decay", "cosine", "warm_restarts" (halving is step_decay)
    eta0, knob  the first learning rate, and the first value of the knob of that kind, where it has one
    The curves are exact expectations (course.experiments.noisy_quadratic); the dots are 200 runs of `minimize`, made at rest.
    """

    kind = "schedules"
    size = (10.5, 3.4)
    shapes = traitlets.Bytes().tag(sync=True)
    squares = traitlets.Bytes().tag(sync=True)
    averages = traitlets.Bytes().tag(sync=True)
    dots = traitlets.Bytes().tag(sync=True)

    def __init__(self, kind="inverse_time", eta0=0.5, knob=0.5, *, title="", lead=""):
        if kind not in KINDS:
            raise ValueError(f"There is no kind {kind!r}. There are: {', '.join(KINDS)}.")
        knobs = np.array(KINDS[kind][2])
        self._first = (
            kind,
            float(ETAS[np.argmin(abs(np.log(ETAS / eta0)))]),
            float(knobs[np.argmin(abs(knobs - knob))]),
        )
        tables = [table(name) for name in KINDS]
        super().__init__(
            shapes=b"".join(packing.pack(shape[..., None], ETA_SCALE) for shape, _, _ in tables),
            squares=b"".join(packing.pack(square[..., None], SQUARE_SCALE) for _, square, _ in tables),
            averages=b"".join(packing.pack(average[..., None], SQUARE_SCALE) for _, _, average in tables),
            dots=self._sample(*self._first),
            scene={
                "title": title or "Drag the first learning rate. Drag the decay. When does a smaller step pay?",
                "lead": lead or "Two problems, both x²/2. In one the noise of the gradient stays; in the other it dies at the minimum, as when a model fits every row.",
                "kinds": [{"name": name, "label": label, "knob": word, "values": values} for name, (label, word, values, _) in KINDS.items()],
                "kind": kind,
                "eta0": self._first[1],
                "knob": self._first[2],
                "etas": ETAS.tolist(),
                "steps": STEPS,
                "runs": RUNS,
                "records": RECORDS.tolist(),
                "times": TIMES.tolist(),
                "at": list(DOTS),
                "square": {"lo": SQUARE[0], "hi": SQUARE[1]},
                "unpack": {"eta": ETA_SCALE, "square": SQUARE_SCALE},
                "colours": {"eta": BLUE, "noisy": ORANGE, "interpolating": GREEN},
            },
        )  # fmt: skip

    def answer(self, question):
        """`runs`: the mean squares of real runs on the noisy problem, of a kind of schedule at eta_0 and knob."""
        return {"of": [question["kind"], question["eta0"], question["knob"]]}, [
            self._sample(question["kind"], question["eta0"], question["knob"])
        ]

    @staticmethod
    @cache
    def _sample(kind, eta0, knob):
        squares, t = sampled_squares(schedule(kind, eta0, knob), STEPS, RUNS, DOTS[0], START)
        return np.log10(squares[np.searchsorted(t, DOTS), 0]).astype(np.float32).tobytes()

    def _ends(self, kind, eta0, knob):
        """Mean squared distance after all steps on both problems, (2,)."""
        at = KINDS[kind][2].index(knob), int(np.argmin(abs(ETAS - eta0)))
        return 10.0 ** table(kind)[1][at][:, -1]

    def summary(self):
        kind, eta0, knob = self._first
        now, constant = self._ends(*self._first), self._ends("constant", eta0, 0.0)
        words = [f"{value:.2g}" if value > 1e-9 else "below 1e-9" for value in (*now, *constant)]
        label, word = KINDS[kind][:2]
        return (
            f"{label}, eta0 = {eta0:g}{f', {word} = {knob:g}' if word else ''}: mean squared distance after {STEPS} steps {words[0]} where the "
            f"noise stays and {words[1]} where it dies; with constant eta0, {words[2]} and {words[3]}."
        )

    def still(self, figure):
        kind, eta0, knob = self._first
        left, *charts = figure.subplots(1, 3)
        figure.suptitle(self.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
        at = KINDS[kind][2].index(knob), int(np.argmin(abs(ETAS - eta0)))
        left.loglog(TIMES, eta0 * 10.0 ** table(kind)[0][at[0]], color=BLUE)
        left.set(xlabel="step", title="learning rate", ylim=(1e-5, 3))
        names = ("noise stays: distance²", "noise dies: distance²")
        for i, (ax, name, color) in enumerate(zip(charts, names, (ORANGE, GREEN), strict=True)):
            ax.loglog(
                RECORDS,
                10.0 ** np.maximum(table("constant")[1][0, at[1], i], -20),
                color=PALE,
                linestyle="--",
                label="constant",
            )
            ax.loglog(RECORDS, 10.0 ** np.maximum(table(kind)[1][at][i], -20), color=color, label=KINDS[kind][0])
            ax.set(xlabel="steps", title=name, ylim=(10.0 ** SQUARE[0], 10.0 ** SQUARE[1]))
            ax.legend(loc="lower left")
