"""Rolling: a ball with memory on a curve with two pits. The slider is beta, not the learning rate."""

import numpy as np

from course import descent
from course.widgets.valley import ETAS, Valley

BETAS = np.linspace(0.0, 0.97, ETAS)


class Rolling(Valley):
    """Drag beta and see which pit keeps the ball; drag the ball to start elsewhere.

    Heavy ball on (x^2 - 1)^2 + 0.3 x with eta = 0.01: from 1.8 it stays in the shallow pit at 0.960 up to beta = 0.8 and
    reaches the deep one at -1.036 from beta = 0.9 on; from the other side much memory carries it out of the deep one.

    start, beta  where the ball starts and how much it remembers at first; eta, steps: the same for every beta
    """

    def __init__(self, start=1.8, eta=0.01, beta=0.0, steps=400, title="", lead=""):
        self._eta = eta
        super().__init__(
            "double_well", ("heavy_ball",), start=[start], steps=steps, eta=beta, etas=(BETAS[0], BETAS[-1]), sliders={},
            knob={"name": "memory β", "symbol": "β", "log": False}, schedules=[],
            title=title or "Drag β until the ball rolls over the ridge.",
            lead=lead or f"A ball with memory, η = {eta:g}, {steps} steps. The pit on the left is the deeper one.",
        )  # fmt: skip

    def _run(self, index, start, values):
        name, rule = self._rules[index]
        return descent.minimize(
            rule, self._objective, start, self._steps, every=self._stride, eta=self._eta, beta=values
        )
