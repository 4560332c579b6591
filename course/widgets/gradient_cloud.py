"""GradientCloud: the gradients of many minibatches around the full gradient, and what each batch size buys."""

from types import SimpleNamespace

import numpy as np
import traitlets

from course import descent
from course.datasets import breast_cancer, reshuffled, standardize, with_replacement
from course.models import Logistic
from course.plots.style import BLUE, ORANGE, PALE
from course.widgets import packing
from course.widgets.base import CourseWidget
from course.widgets.still import number

DRAWS = 256  # minibatches of each size in the cloud
RECORDS = 60  # at most, of each run
REACH = 2.2  # how long a gradient of length 1 is drawn, in units of the map


def two_measurements():
    """Logistic loss of the breast-cancer data on two standardized features, size and texture of the cells; l2 = 0.01."""
    data = breast_cancer()
    columns = [data.feature_names.index(name) for name in ("worst radius", "worst texture")]
    return Logistic(standardize(data.X)[:, columns], data.signs, l2=0.01)


class GradientCloud(CourseWidget):
    """Drag the batch size: the cloud of minibatch gradients shrinks with the root of it. Drag the point.

    model    a model of two weights: LeastSquares or Logistic (n rows, `on(rows)`, a finite L); default: two_measurements()
    start    (2,) where cloud and runs begin; batch, eta: the first batch size and learning rate
    etas     ends of the slider of learning rates (16 values, evenly spaced in the logarithm)
    passes   how often each run reads the data: every batch size looks at the same number of rows
    The cloud draws its rows with replacement (variance exactly 1/B); the runs reshuffle and deal, as everybody does.
    """

    kind = "cloud"
    size = (10.5, 3.6)
    start = traitlets.List(traitlets.Float()).tag(sync=True)
    cloud = traitlets.Bytes().tag(sync=True)
    family = traitlets.Bytes().tag(sync=True)
    facts = traitlets.Dict().tag(sync=True)

    def __init__(self, model=None, *, start=(1.0, 1.5), box=((-5.0, 2.0), (-3.2, 3.2)), batch=16, eta=0.5, etas=(0.03, 10.0),
                 passes=5, seed=0, names=("weight of size", "weight of texture"), title="", lead=""):  # fmt: skip
        self._model = model = two_measurements() if model is None else model
        if getattr(model, "d", None) != 2 or not hasattr(model, "on") or model.L is None:
            raise TypeError(
                "GradientCloud takes a model of two weights with rows and a finite L: LeastSquares or Logistic."
            )
        self._seed, self._box, self._start = seed, box, [float(value) for value in start]
        self._batches = [2**k for k in range(9) if 2**k < model.n] + [model.n]
        self._etas = np.geomspace(*etas, 16)
        self._least = float(
            descent.minimize("gradient_descent", model, model.start, 3000, every=3000, eta=1 / model.L).loss[-1]
        )
        streams = [with_replacement(model.n, size, np.random.default_rng([seed, size])) for size in self._batches[:-1]]
        self._rows = [np.stack([next(stream) for _ in range(DRAWS)]) for stream in streams] + [np.arange(model.n)[None]]
        self._steps = [passes * -(-model.n // size) for size in self._batches]
        self._every = [-(-steps // RECORDS) for steps in self._steps]
        self._top = float(np.ceil(2 * np.log10(model.value(self._start) - self._least)) / 2 + 0.8)
        self._unpack = packing.scales([*box, (-4.6, self._top)])
        self._grain = packing.scales([(-4.0, 4.0)] * 2)
        super().__init__(
            grid=packing.grid(model, box),
            scene={
                "title": title or "Drag the batch size. How far is a minibatch gradient from the full one?",
                "lead": lead
                or f"Each small arrow is the gradient of one minibatch, drawn downhill; the blue one is that of all {model.n} rows.",
                "grid": packing.GRID,
                "x": {"lo": box[0][0], "hi": box[0][1], "title": names[0]},
                "y": {"lo": box[1][0], "hi": box[1][1], "title": names[1]},
                "reach": REACH,
                "draws": DRAWS,
                "n": model.n,
                "batches": self._batches,
                "batch": batch,
                "etas": self._etas.tolist(),
                "eta": eta,
                "seen": [self._looked(k).tolist() for k in range(len(self._batches))],
                "steps": self._steps,
                "passes": passes,
                "loss": {"lo": -4.6, "hi": self._top, "log": True, "title": "loss above the minimum"},
                "records": RECORDS + 1,
                "unpack": self._unpack,
                "grain": self._grain,
                "colours": {"full": BLUE, "mini": ORANGE},
            },
        )
        self.start = self._start

    grid = traitlets.Bytes().tag(sync=True)

    def _looked(self, k):
        """Rows looked at before each record of the runs of batch size number k; the last batch of a pass may be shorter."""
        n, size = self._model.n, self._batches[k]
        steps = np.arange(0, self._steps[k] + 1, self._every[k])
        whole, rest = np.divmod(steps, -(-n // size))
        return whole * n + np.minimum(rest * size, n)

    def answer(self, question):
        """`cloud`: the minibatch gradients at a point. `run`: the start of the runs, and with it all that follows."""
        at = [float(value) for value in question["at"]]
        if question["do"] == "cloud":
            packed, facts = self._look(at)
            return {"facts": facts}, [packed]
        if at != self.start:
            with self.hold_sync():  # the point and all that belongs to it travel together
                self.start = at
        return None

    @traitlets.observe("start")
    def _moved(self, _):
        with self.trying(), self.hold_sync():
            self.cloud, self.facts = self._look(self.start)
            self.family = self._runs(self.start)

    def _look(self, at):
        """The cloud at a point for every batch size, packed, and what is told of it: full gradient, spread of 1 row, spreads."""
        at = np.array(at)
        rows = np.stack([self._model.on([i]).gradient(at) for i in range(self._model.n)])
        full = rows.mean(axis=0)
        clouds = [rows[chosen].mean(axis=1) for chosen in self._rows]
        spread = [_miss(cloud - full) for cloud in clouds[:-1]] + [0.0]
        clouds[-1] = np.broadcast_to(full, (DRAWS, 2))
        facts = {"full": full.tolist(), "one": _miss(rows - full), "spread": spread}
        return packing.pack(np.stack(clouds), self._grain), facts

    def run(self, k, at, etas):
        """Trajectory of gradient descent on minibatches of size number k; an array of etas makes one run each."""
        rows = reshuffled(self._model.n, self._batches[k], np.random.default_rng([self._seed, self._batches[k]]))
        return descent.minimize(
            "gradient_descent", self._model, at, self._steps[k], every=self._every[k], batches=rows, eta=etas
        )

    def _runs(self, at):
        shape = (len(self._batches), len(self._etas), RECORDS + 1, 3)
        values = np.full(shape, np.nan)
        for k in range(len(self._batches)):
            run = self.run(k, at, self._etas)
            height = np.log10(np.maximum(run.loss - self._least, 1e-9))
            values[k, :, : len(run.t)] = np.moveaxis(np.concatenate([run.theta, height[..., None]], axis=-1), 1, 0)
        return packing.pack(values, self._unpack)

    def _first(self):
        """Numbers of batch size and of learning rate in the first frame."""
        return self._batches.index(self.scene["batch"]), int(np.argmin(abs(np.log(self._etas / self.scene["eta"]))))

    def summary(self):
        k, j = self._first()
        ends = [self.run(i, self.start, self._etas[j]).loss[-1] - self._least for i in (k, -1)]
        spread, one = self.facts["spread"][k], self.facts["one"]
        return (
            f"Minibatch gradients of {self._batches[k]} rows around the full gradient, of length {np.linalg.norm(self.facts['full']):.3g}: "
            f"they miss it by {spread:.2g}, single rows by {one:.2g}. After {self.scene['passes']} passes over {self._model.n} rows at "
            f"eta = {self._etas[j]:.2g}, batches of {self._batches[k]} leave the loss {number(ends[0])} above its minimum, all rows at once {number(ends[1])}."
        )

    def still(self, figure):
        from course import plots

        k, j = self._first()
        left, middle, right = figure.subplots(1, 3)
        figure.suptitle(self.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
        (x, y), grain = self.start, packing.unpack(self.cloud, (-1, DRAWS, 2), self._grain)
        place = SimpleNamespace(d=2, value=self._model.value, box=self._box, minimizers=())
        plots.contour(place, ax=left, names=(self.scene["x"]["title"], self.scene["y"]["title"]))
        left.plot(*(self.start - REACH * grain[k]).T, ".", color=ORANGE, markersize=3, alpha=0.7)
        gx, gy = -REACH * np.array(self.facts["full"])
        left.annotate("", (x + gx, y + gy), (x, y), arrowprops={"color": BLUE, "width": 2, "headwidth": 8})
        sizes = np.array(self._batches[:-1], dtype=float)
        middle.loglog(sizes, self.facts["one"] / np.sqrt(sizes), color=PALE, label="1/√B")
        middle.loglog(sizes, self.facts["spread"][:-1], "o", color=ORANGE, label="measured")
        middle.set(xlabel="batch size B", title="distance to the full gradient")
        middle.legend()
        for i, color in ((k, ORANGE), (-1, BLUE)):
            run = self.run(i, self.start, self._etas[j])
            name = f"{self._batches[i]} rows a step" if i == k else "all rows a step"
            right.semilogy(self._looked(i), run.loss - self._least, color=color, label=name)
        right.set(xlabel="rows looked at", title="loss above the minimum")
        right.legend()


def _miss(difference):
    """Root of the mean squared length of vectors (n, 2)."""
    return float(np.sqrt(np.mean(np.sum(difference**2, axis=-1))))
