"""A map over two hyperparameters: how fast a rule shrinks the distance on a quadratic, and what each eigen-direction does."""

import numpy as np
import traitlets

from course import descent
from course.objectives import quadratic
from course.widgets import packing
from course.widgets.base import CourseWidget, complaint
from course.widgets.own import as_rules

ACROSS, UP = 45, 31  # places of the map for which traces are at hand
SHARP = 161  # places a side of the map itself
STEPS = 45


class Plane(CourseWidget):
    """Drag the point through the plane of learning rate and momentum; the traces of the eigen-directions follow.

    rule         heavy_ball, or another rule with eta and `other` whose step is linear on a quadratic (nesterov, momentum, ...)
    eigenvalues  up to four curvatures of the quadratic, in rising order
    at           (eta, other) to begin with; the map reaches from 0 to `widest` times 1/L and from 0 to 0.99

    The shade is the spectral radius of one step, its largest over the eigenvalues: the factor by which the distance shrinks a
    step in the long run (Polyak 1964).
    """

    kind = "plane"
    family = traitlets.Bytes().tag(sync=True)
    rates = traitlets.Bytes().tag(sync=True)
    at = traitlets.List(traitlets.Float()).tag(sync=True)

    def __init__(
        self, rule="heavy_ball", eigenvalues=(1.0, 5.0, 25.0), at=None, *, other="beta", widest=4.0, title="", lead=""
    ):
        ((self._name, self._rule),) = as_rules([rule])
        self._eigenvalues, self._other = np.array(eigenvalues, dtype=float), other
        self._objective = quadratic(eigenvalues)
        L, mu = max(eigenvalues), min(eigenvalues)
        self._eta, self._beta = np.linspace(0, widest / L, ACROSS), np.linspace(0, 0.99, UP)
        at = [1 / L, 0.0] if at is None else [float(value) for value in at]
        trouble = ""
        try:
            traces = self._traces(self._eta, self._beta[:, None]).theta
            rates = self.radius(*np.meshgrid(np.linspace(0, widest / L, SHARP), np.linspace(0, 0.99, SHARP)))
        except Exception as error:  # noqa: BLE001 - a learner's own rule; it is told in the widget
            trouble = complaint(error)
            traces = np.full((STEPS + 1, UP, ACROSS, len(eigenvalues)), np.nan)
            rates = np.full((SHARP, SHARP, len(eigenvalues)), np.inf)
        slowest = rates.max(axis=-1)
        y, x = np.unravel_index(np.argmin(slowest), slowest.shape)
        kappa = L / mu
        super().__init__(
            at=at,
            trouble=trouble,
            family=packing.pack(np.moveaxis(traces, 0, 2), packing.scales([(-1.2, 1.2)] * len(eigenvalues))),
            rates=rates.astype(np.float32).tobytes(),
            scene={
                "title": title or "Drag the point. Where do all directions settle fastest?",
                "lead": lead or f"A valley that curves {kappa:g} times as much one way as the other. White is fast, dark is slow, hatched never arrives. "
                "Each trace is one direction of the valley.",
                "x": {"lo": 0.0, "hi": widest / L, "title": "learning rate η"},
                "y": {"lo": 0.0, "hi": 0.99, "title": f"momentum {other.replace('beta', 'β')}"},
                "sharp": SHARP,
                "shape": [UP, ACROSS, STEPS + 1, len(eigenvalues)],
                "unpack": packing.scales([(-1.2, 1.2)] * len(eigenvalues)),
                "eigenvalues": [float(value) for value in eigenvalues],
                "steps": STEPS,
                "best": [float(x / (SHARP - 1) * widest / L), float(y / (SHARP - 1) * 0.99)],
            },
        )  # fmt: skip

    def answer(self, question):
        """`traces`: those of one point of the plane exactly, and their rates."""
        eta, beta = (float(value) for value in question["at"])
        if question["do"] == "rest":
            self.at = [eta, beta]
            return None
        run = self._traces(eta, beta)
        return {"rates": self.radius(eta, beta).tolist()}, [packing.pack(run.theta, self.scene["unpack"])]

    def _traces(self, eta, beta):
        """The rule's path from (1, ..., 1) along the eigen-directions, for arrays of hyperparameters all at once."""
        return descent.minimize(
            self._rule, self._objective, np.ones(len(self._eigenvalues)), STEPS, eta=eta, **{self._other: beta}
        )

    def radius(self, eta, beta):
        """(..., k) spectral radius of one step for each of the k eigenvalues: the rule itself is asked where it sends the unit states."""
        eta, beta = np.broadcast_arrays(np.asarray(eta, dtype=float), np.asarray(beta, dtype=float))
        column = {"eta": eta[..., None], self._other: beta[..., None]}
        found = []
        for curvature in self._eigenvalues:
            states = [
                self._rule(
                    x + 0 * column["eta"], lambda theta, c=curvature: c * theta, 1, v + 0 * column["eta"], **column
                )
                for x, v in ((1.0, 0.0), (0.0, 1.0))
            ]
            step = np.stack([np.concatenate(state, axis=-1) for state in states], axis=-1)
            found.append(np.abs(np.linalg.eigvals(step)).max(axis=-1))
        return np.stack(found, axis=-1)

    def summary(self):
        """The rate at the first point and the best one of the map."""
        here, best = self.radius(*self.at).max(), self.radius(*self.scene["best"]).max()
        eta, beta = self.scene["best"]
        return (
            f"{self._name.replace('_', ' ')} at eta = {self.at[0]:.3g}, beta = {self.at[1]:.3g}: the distance shrinks by {here:.3f} a step; "
            f"best on the map is {best:.3f} at eta = {eta:.3g}, beta = {beta:.2f}."
        )

    def still(self, figure):
        """The map with the first point, and its traces."""
        left, right = figure.subplots(1, 2)
        rates = np.frombuffer(self.rates, np.float32).reshape(SHARP, SHARP, -1).max(axis=-1)
        x, y = self.scene["x"], self.scene["y"]
        places = np.linspace(x["lo"], x["hi"], SHARP), np.linspace(y["lo"], y["hi"], SHARP)
        shade = left.contourf(
            *places, rates, levels=[0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.98, 1.0], cmap="Blues", extend="min"
        )
        left.contourf(*places, rates, levels=[1.0, 1e9], colors="none", hatches=["//"])
        left.plot(*self.at, "o", color="#222222", markersize=10, markeredgecolor="white", clip_on=False, zorder=5)
        left.plot(*self.scene["best"], "*", color="#D55E00", markersize=13, markeredgecolor="white")
        left.set(xlabel=x["title"], ylabel=y["title"], title="Factor a step (hatched: diverges)")
        figure.colorbar(shade, ax=left)
        run = self._traces(*self.at)
        for k, curvature in enumerate(self._eigenvalues):
            right.plot(run.t, run.theta[:, k] - 2.4 * k, color="#0072B2")
            right.axhline(-2.4 * k, color="#999999", linewidth=0.6)
            right.text(STEPS, -2.4 * k + 0.2, f"λ = {curvature:g}", ha="right")
        right.set(yticks=[], xlabel="steps", title="Each direction of the valley")
