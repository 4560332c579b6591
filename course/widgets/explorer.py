"""Explorer: a landscape, the paths of several rules over all learning rates of a slider, and their losses."""

import numpy as np
import traitlets

from course.widgets import packing, still
from course.widgets.descents import Descents
from course.widgets.own import as_landscape

ETAS = 64


class Explorer(Descents):
    """Drag the start, drag the learning rate, and see where each rule goes.

    objective  an Objective in two dimensions; or a function of an array (2,), then with a box ((lo, hi), (lo, hi))
    rules      names in OPTIMIZERS, update rules, or functions such as the exercises' adam_step
    eta, etas  the first learning rate, and the ends of the slider (64 values, evenly spaced in the logarithm)
    steps      how many each rule takes (rounded up to a multiple of 100 if above)
    hyper      {rule name: {hyperparameter: value}} where it is not the rule's default
    sliders    {hyperparameter: (lo, hi)} under "More to try"
    views      of "map", "loss" (over steps), "over" (last loss over the learning rates)
    decades    how far the loss axis reaches below the first loss
    tuned      begin with each rule at its own best learning rate; race=True puts that choice in front
    """

    kind = "explorer"
    grid = traitlets.Bytes().tag(sync=True)

    def __init__(self, objective, rules=("gradient_descent", "momentum", "adam"), *, start=None, eta=0.1, etas=(1e-3, 1.0),
                 steps=200, hyper=None, sliders=None, box=None, title="", lead="", views=("map", "loss"), tuned=False, race=False,
                 decades=9, **scene):  # fmt: skip
        objective = as_landscape(objective, box)
        self._box = [list(map(float, side)) for side in (box or objective.box)]
        lo, hi = np.log10(etas).tolist()
        scene = {
            "title": title or "Drag the start. Drag the learning rate.",
            "lead": lead,
            "views": list(views),
            "drags": True,
            "equal": False,
            "wide": 1.1,
            "race": race,
            "tuned": tuned,
            "counts": False,
            "grid": packing.GRID,
            "x": {"lo": self._box[0][0], "hi": self._box[0][1], "title": "θ₁"},
            "y": {"lo": self._box[1][0], "hi": self._box[1][1], "title": "θ₂"},
            "knob": {
                "name": "learning rate η",
                "symbol": "η",
                "unit": "",
                "tunes": True,
                "axis": {"lo": lo, "hi": hi, "log": True, "title": "learning rate η"},
            },
            **scene,
        }
        super().__init__(objective, rules, self._knob(etas), at=eta, start=start, steps=steps, hyper=hyper, sliders=sliders,
                         scene=scene, decades=decades, grid=packing.grid(objective, self._box))  # fmt: skip

    def _knob(self, etas):
        return np.geomspace(*etas, ETAS)

    def summary(self):
        """Where each rule stands after all steps, at the first value of the slider."""
        return still.outcomes(self, self._first())

    def still(self, figure):
        """The map with every path at the first value of the slider, and the losses beside it."""
        still.explorer(self, self._first(), figure)
