"""The hunt for counter-examples: random chords on eight losses of machine learning, some convex, some not."""

import numpy as np
import traitlets

from course.convexity import chord_gap, random_chords
from course.models import Hinge, LeastSquares, Logistic
from course.widgets.base import CourseWidget
from course.widgets.own import as_landscape

POINTS = 121
MARGIN = 0.25  # of the chord's length, shown beyond each end
TOLERANCE = 1e-9


class Hunt(CourseWidget):
    """Choose a loss, throw 1, 100 or 10,000 chords, and look at the worst one.

    losses  [(label, f, d, half)]: f a function of an array (d,), or of many (..., d); chords are thrown in the cube from -half to half.
            Default: `eight_losses()`.
    seed    of the thrown chords
    """

    kind = "hunt"
    slice = traitlets.Bytes().tag(sync=True)  # heights along the chord that is shown, float32
    chosen = traitlets.Int(0).tag(sync=True)
    tally = traitlets.List().tag(sync=True)  # for each loss [thrown, broken]

    def __init__(self, losses=None, *, seed=0, title="", lead=""):
        self._rng = np.random.default_rng(seed)
        self._own = [as_landscape(f, ((-half, half),) * d, d) for _, f, d, half in losses or ()]
        self._losses = (
            [(label, f.value, d, half) for (label, _, d, half), f in zip(losses, self._own, strict=True)]
            if losses
            else eight_losses()
        )
        super().__init__(
            tally=[[0, 0] for _ in self._losses],
            scene={
                "title": title or "Which of these losses are convex? Guess, then throw chords at them.",
                "lead": lead or "One chord that dips below its graph settles it for ever. Ten thousand that do not settle nothing.",
                "losses": [{"label": label, "d": d} for label, _, d, _ in self._losses],
                "margin": MARGIN,
                "points": POINTS,
            },
        )  # fmt: skip
        with self.trying():
            self._show(0, *self._throw(0, 1))

    def heard(self):
        return next((f.trouble for f in self._own if f.trouble), "")

    def answer(self, question):
        """`throw`: n chords on one loss; `choose`: another loss, one chord of it that does not count."""
        which = int(question["chosen"])
        n = int(question["n"]) if question["do"] == "throw" else 1
        a, b, lam, gap = self._throw(which, n)
        with self.hold_sync():
            if question["do"] == "throw":
                tally = [list(pair) for pair in self.tally]
                tally[which] = [tally[which][0] + n, tally[which][1] + int((gap > 0).sum())]
                self.tally = tally
            self._show(which, a, b, lam, gap)
        return {"lam": float(lam[np.argmax(gap)])}, []

    def _throw(self, which, n):
        """Chords a, b (n, d), lam (n,) and how far the graph is above each, 0 within rounding."""
        _, f, d, half = self._losses[which]
        a, b, lam = random_chords(-half, half, d, self._rng, n)
        gap = chord_gap(f, a, b, lam)
        size = np.maximum(np.abs(f(a)), np.abs(f(b)))
        return a, b, lam, np.where(gap > TOLERANCE * np.maximum(size, 1), gap, np.minimum(gap, 0))

    def _show(self, which, a, b, lam, gap):
        worst = int(np.argmax(gap))
        self.chosen, self.slice = which, self._along(which, a[worst], b[worst]).astype(np.float32).tobytes()

    def _along(self, which, a, b):
        """Heights on the line through two points (d,), a little beyond both."""
        share = np.linspace(-MARGIN, 1 + MARGIN, POINTS)[:, None]
        return np.asarray(self._losses[which][1](b + share * (a - b)), dtype=float)

    def alone(self):
        """`finds`: for each loss what 10,000 chords of its own found, and the worst of them."""
        finds, rng = [], self._rng
        self._rng = np.random.default_rng(0)
        for which in range(len(self._losses)):
            a, b, lam, gap = self._throw(which, 10_000)
            worst = int(np.argmax(gap))
            heights = self._along(which, a[worst], b[worst])
            finds.append(
                {"tally": [10_000, int((gap > 0).sum())], "lam": float(lam[worst]), "slice": heights.round(5).tolist()}
            )
        self._rng = rng
        return {"finds": finds}

    def summary(self):
        """What 2,000 chords find on each loss: a count of its own, so that the picture without a kernel says something."""
        return (
            "Share of 2000 random chords that the graph breaks through: "
            + "; ".join(f"{label} {share:.2f}" for label, share in self._shares())
            + "."
        )

    def _shares(self):
        for label, f, d, half in self._losses:
            a, b, lam = random_chords(-half, half, d, np.random.default_rng(0), 2000)
            yield label, float(np.mean(chord_gap(f, a, b, lam) > 1e-7))

    def still(self, figure):
        """Shares of broken chords as bars."""
        ax = figure.subplots()
        labels, shares = zip(*self._shares(), strict=True)
        ax.barh(labels, shares, color=["#D55E00" if share else "#0072B2" for share in shares])
        ax.invert_yaxis()
        ax.set(title="Share of 2000 random chords that the graph breaks through")


def eight_losses(seed=0, n=40):
    """Eight losses on small seeded data: [(label, f, d, half)]. Three are convex; none of the others is a deep network."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.normal(size=(n, 2)), np.ones(n)])
    y = np.where(X @ [1.5, -1.0, 0.3] + rng.normal(size=n) > 0, 1.0, -1.0)
    x = np.concatenate([rng.normal(-1.5, 0.5, n // 2), rng.normal(1.5, 0.5, n // 2)])

    def neuron(w):
        return np.mean((1 / (1 + np.exp(-(w @ X.T))) - (y > 0)) ** 2, axis=-1)

    def zero_one(w):
        return np.mean(np.sign(w @ X.T) != y, axis=-1)

    def product(u):
        return (1 - u[..., 0] * u[..., 1]) ** 2

    def k_means(c):
        return np.mean(np.min((c[..., None, :] - x[:, None]) ** 2, axis=-1), axis=-1)

    def mixture(m):
        return -np.mean(np.log(np.mean(np.exp(-((m[..., None, :] - x[:, None]) ** 2) / 2), axis=-1) + 1e-300), axis=-1)

    return [
        ("logistic regression", Logistic(X, y).value, 3, 4.0),
        ("least squares", LeastSquares(X, y).value, 3, 4.0),
        ("support vector machine", Hinge(X, y).value, 3, 4.0),
        ("one sigmoid neuron, squared error", neuron, 3, 4.0),
        ("share of mistakes (0-1 loss)", zero_one, 3, 4.0),
        ("one number as a product, (1 − uv)²", product, 2, 2.0),
        ("k-means", k_means, 2, 4.0),
        ("mixture of two Gaussians", mixture, 2, 4.0),
    ]
