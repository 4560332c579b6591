"""The explorer as a map of destinations: every point is coloured by the minimum that a descent from it reaches."""

import numpy as np
import traitlets

from course import descent
from course.objectives import OBJECTIVES
from course.plots.fields import BASINS
from course.widgets.descents import FRAMES
from course.widgets.explorer import Explorer

COARSE, FINE = 49, 161  # starts a side: for every learning rate, and for the one where the slider rests
ETAS = 27
LOST = 255


class Basins(Explorer):
    """Where does a descent from here end? Drag the learning rate and watch the borders dissolve.

    objective  with known minimizers, at most 5; rules: the first of them is used
    eta, etas  the first learning rate, and the ends of the slider (27 values, evenly spaced in the logarithm)
    near       a run has arrived when it ends within this distance of a minimizer after 100 steps
    """

    size = (5.6, 4.4)
    fates = traitlets.Bytes().tag(sync=True)
    fine = traitlets.Bytes().tag(sync=True)
    fine_at = traitlets.Int(-1).tag(sync=True)

    def __init__(self, objective=None, rules=("gradient_descent",), *, eta=0.01, etas=(0.004, 0.03), near=0.5, **scene):
        objective = OBJECTIVES["himmelblau"] if objective is None else objective
        self._goals, self._near, self._all = np.asarray(objective.minimizers), near, etas
        super().__init__(
            objective, rules[:1], start=scene.pop("start", None), eta=eta, etas=etas, steps=FRAMES - 1, sliders={},
            **{"title": "Every start is coloured by where it ends. Drag the learning rate.",
               "lead": "Below about 0.012 the borders are calm curves. Above it, a start a hair away can end in another valley.",
               "views": ("map", "over"), "schedules": [], "fates": COARSE, "fine": FINE,
               "places": [{"colour": colour, "shape": mark, "label": "ABCDE"[i]} for i, (colour, mark) in enumerate(BASINS[: len(self._goals)])],
               "over": {"lo": 0, "hi": 1, "title": "share of starts that end in each"}, **scene},
        )  # fmt: skip
        self.scene = {**self.scene, "rules": [{"label": "path", "colour": "#000000", "dash": [], "shape": "o"}]}
        with self.trying():
            self.fates = self._fates(self._values, COARSE)
            self._refine(int(np.argmin(abs(self._values - self.at))))

    def _knob(self, etas):
        return np.geomspace(*etas, ETAS)

    def answer(self, question):
        """`fine`: the map of one learning rate in full sharpness. All else as in the explorer."""
        if question["do"] == "fine":
            return self._refine(question["at"])
        return super().answer(question)

    def _refine(self, index):
        with self.hold_sync():
            self.fine = self._fates(self._values[index : index + 1], FINE)
            self.fine_at = index

    def _fates(self, etas, n):
        """Number of the minimizer that each of n x n starts reaches at each eta, uint8 (etas, n, n), row 0 at the bottom."""
        (_, rule), (x, y) = self._rules[0], self._box
        starts = np.stack(np.meshgrid(np.linspace(*x, n), np.linspace(*y, n)), axis=-1)
        run = descent.minimize(rule, self._objective, starts, FRAMES - 1, every=FRAMES - 1, eta=etas[:, None, None])
        far = np.linalg.norm(run.final[..., None, :] - self._goals, axis=-1)
        with np.errstate(invalid="ignore"):
            fate = np.where(far.min(axis=-1) < self._near, far.argmin(axis=-1), LOST)
        return fate.astype(np.uint8).tobytes()

    def summary(self):
        """Shares of the starts at the first learning rate."""
        fate = np.frombuffer(self.fine, np.uint8)
        shares = [f"{look['label']} {np.mean(fate == i):.2f}" for i, look in enumerate(self.scene["places"])]
        return f"On {self.scene['name']} with eta = {self.at:.3g}, share of starts that end in {', '.join(shares)}; elsewhere {np.mean(fate == LOST):.2f}."

    def still(self, figure):
        """Starts coloured by their destination at the first learning rate."""
        from course import plots

        ax = figure.subplots()
        fate = np.frombuffer(self.fine, np.uint8).reshape(FINE, FINE)[::3, ::3].astype(int)
        (x, y), n = self._box, len(fate)
        starts = np.stack(np.meshgrid(np.linspace(*x, n), np.linspace(*y, n)), axis=-1)
        plots.basin_map(
            starts.reshape(-1, 2), np.where(fate == LOST, -1, fate).ravel(), self._goals, ax, names=("θ₁", "θ₂")
        )
        ax.set(title=f"Where a descent ends (η = {self.at:.3g})", aspect="equal", xlim=x, ylim=y)
