"""Noise escape: five hundred runs start in the shallow well; how noisy must the gradient be for them to find the deep one?"""

from types import SimpleNamespace

import numpy as np
import traitlets

from course.descent import minimize
from course.objectives import OBJECTIVES
from course.widgets.base import CourseWidget

SIGMAS = np.linspace(0.0, 12.0, 25)
RUNS, STEPS, FRAMES = 500, 3000, 21
BOX = (-2.2, 2.2)


class NoiseEscape(CourseWidget):
    """Turn the noise of the gradient up and see where 500 runs end.

    (x^2 - 1)^2 + 0.3 x from x = 1, eta = 0.02, 3000 steps, normal noise of standard deviation sigma added to every gradient.
    Share in the deep well: 0 up to sigma = 2, about 0.4 at 4, 0.8 at 6, then less again: much noise leaves the deep well too.

    sigma  the first size of the noise; seed: of the draws, which are the same at every sigma
    """

    kind = "noiseEscape"
    balls = traitlets.Bytes().tag(sync=True)  # places as bytes over BOX, (sigmas, frames, runs)
    at = traitlets.Float().tag(sync=True)

    def __init__(self, sigma=4.0, seed=0, title="", lead=""):
        well = OBJECTIVES["double_well"]
        rng = np.random.default_rng(seed)

        def noisy(theta):
            return well.gradient(theta) + SIGMAS[:, None, None] * rng.normal(
                size=(RUNS, 1)
            )  # the same draws at every sigma

        f = SimpleNamespace(name=well.name, d=1, value=well.value, gradient=noisy)
        run = minimize(
            "gradient_descent", f, np.ones((len(SIGMAS), RUNS, 1)), STEPS, every=STEPS // (FRAMES - 1), eta=0.02
        )
        x = run.theta[..., 0].swapaxes(0, 1)
        share = np.rint((np.clip(x, *BOX) - BOX[0]) / (BOX[1] - BOX[0]) * 255)
        self._deep = (x[:, -1] < 0.0754).mean(axis=-1)  # left of the hill between the wells
        grid = np.linspace(*BOX, 161)
        super().__init__(
            at=float(SIGMAS[np.argmin(abs(SIGMAS - sigma))]),
            balls=share.astype(np.uint8).tobytes(),
            scene={
                "title": title or "Can noise help? Turn it up until most runs find the deep well.",
                "lead": lead or f"{RUNS} runs start at the black ring, in the shallow well. Every gradient gets fresh noise of size σ.",
                "sigmas": SIGMAS.tolist(),
                "runs": RUNS,
                "frames": FRAMES,
                "stride": STEPS // (FRAMES - 1),
                "lo": BOX[0],
                "hi": BOX[1],
                "hill": 0.0754,
                "heights": [round(float(h), 4) for h in well.value(grid[:, None])],
                "deep": [round(float(d), 3) for d in self._deep],
            },
        )  # fmt: skip

    def summary(self):
        """Shares in the deep well at a few noise levels."""
        told = ", ".join(f"{sigma:g}: {self._deep[np.argmin(abs(SIGMAS - sigma))]:.2f}" for sigma in (0, 2, 4, 6, 12))
        return f"Share of {RUNS} runs that end in the deep well, by noise: {told}."

    def still(self, figure):
        """Where the runs end at the first noise level, and the share over all of them."""
        left, right = figure.subplots(1, 2)
        x = np.frombuffer(self.balls, np.uint8).reshape(len(SIGMAS), FRAMES, RUNS)[np.argmin(abs(SIGMAS - self.at)), -1]
        grid = np.linspace(*BOX, 161)
        left.hist(BOX[0] + x / 255 * (BOX[1] - BOX[0]), bins=45, color="#0072B2", density=True)
        left.plot(grid, np.array(self.scene["heights"]), color="#707070")
        left.set(ylim=(-0.6, 4), xlabel="θ", title=f"Where {RUNS} runs end, σ = {self.at:g}")
        right.plot(SIGMAS, self._deep, "o-", color="#0072B2", markersize=4)
        right.set(xlabel="noise σ", ylim=(0, 1), title="Share in the deep well")
