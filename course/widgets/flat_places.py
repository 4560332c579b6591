"""Three flat places: a minimum, a saddle and a plateau look the same to a gradient; time tells them apart."""

import numpy as np
import traitlets

from course.descent import minimize
from course.objectives import OBJECTIVES, quadratic
from course.widgets import packing
from course.widgets.base import CourseWidget

STEPS = 10_000
NUDGES = list(range(1, 17))


class FlatPlaces(CourseWidget):
    """Nudge a ball off three flat places by 10^-k and wait.

    Gradient descent with eta = 0.1 on 1/2 x^2 at 0 (minimum) and on -1/2 x^2 at 0 (a saddle along its way down); with eta = 1 on
    the sigmoid from 8 (plateau). Steps to leave a saddle, |x| = 1: 49 for 1e-2, 97 for 1e-4, 194 for 1e-8, 387 for 1e-16,
    as ln(10^k) / ln 1.1 says; the plateau is left (x < 0) after 3001 for small nudges.

    k  the first nudge, 10^-k
    """

    kind = "flatPlaces"
    size = (9.0, 4.2)
    family = traitlets.Bytes().tag(sync=True)
    at = traitlets.Int().tag(sync=True)

    def __init__(self, k=4, title="", lead=""):
        saddle = quadratic([-1.0], name="saddle", start=[0.0], box=[(-1.2, 1.2)])
        bowl = quadratic([1.0], name="minimum", start=[0.0], box=[(-1.2, 1.2)])
        sigmoid = OBJECTIVES["sigmoid_plateau"]
        self._places = [
            ("minimum", bowl, 0.0, 0.1, 1.0),
            ("saddle", saddle, 0.0, 0.1, 1.0),
            ("plateau", sigmoid, 8.0, 1.0, 8.0),
        ]
        frames = np.unique(np.concatenate([[0], np.rint(np.geomspace(1, STEPS, 121))]).astype(int))
        family, leaves, slopes, curves = [], [], [], []
        for _, f, place, eta, far in self._places:
            nudged = place - 10.0 ** -np.array(NUDGES)[:, None]
            run = minimize("gradient_descent", f, nudged, STEPS, eta=eta)
            x = run.theta[..., 0]
            moved = np.abs(x - place)
            gone = moved >= far
            leaves.append([int(gone[:, i].argmax()) if gone[:, i].any() else None for i in range(len(NUDGES))])
            family.append(np.stack([x[frames].T, np.log10(np.clip(moved[frames].T, 1e-17, 1e3))], axis=-1))
            slopes.append([float(abs(s)) for s in f.gradient(nudged)[:, 0]])
            lo, hi = f.box[0]
            grid = np.linspace(lo, hi, 121)
            curves.append({"lo": lo, "hi": hi, "heights": [round(float(h), 4) for h in f.value(grid[:, None])]})
        unpack = packing.scales([(-6.0, 6.0), (-17.0, 3.0)])
        super().__init__(
            at=k,
            family=packing.pack(np.array(family), unpack),
            scene={
                "title": title or "Three balls, three flat places. Which one is at a minimum?",
                "lead": lead or "Each ball was nudged by 10⁻ᵏ to the left. All three slopes are tiny: the gradient cannot tell. Wait, and shrink the nudge.",
                "nudges": NUDGES,
                "frames": frames.tolist(),
                "unpack": unpack,
                "places": [
                    {"label": label, "place": place, "leaves": leave, "slopes": slope, **curve}
                    for (label, _, place, _, _), leave, slope, curve in zip(self._places, leaves, slopes, curves, strict=True)
                ],
            },
        )  # fmt: skip

    def _leaves(self, label):
        (place,) = (place for place in self.scene["places"] if place["label"] == label)
        return place["leaves"][self.at - 1]

    def summary(self):
        """After how many steps each ball has left, at the first nudge."""
        told = [f"{p['label']} {self._leaves(p['label']) or 'never'}" for p in self.scene["places"]]
        return f"Nudged by 1e-{self.at}, steps until the ball has left: {'; '.join(told)}."

    def still(self, figure):
        """The three places and the waiting times over the nudge."""
        axes = figure.subplots(1, 4)
        for ax, place in zip(axes, self.scene["places"], strict=False):
            ax.plot(np.linspace(place["lo"], place["hi"], 121), place["heights"], color="#707070")
            height = np.interp(place["place"], np.linspace(place["lo"], place["hi"], 121), place["heights"])
            ax.plot([place["place"]], [height], "o", color="#222222", markersize=10)
            ax.set(title=place["label"], xticks=[], yticks=[])
        saddle, plateau = self.scene["places"][1:]
        axes[3].plot(NUDGES, saddle["leaves"], "s-", color="#E69F00", markersize=4, label="saddle")
        axes[3].plot(NUDGES, plateau["leaves"], "^-", color="#009E73", markersize=4, label="plateau")
        axes[3].set(yscale="log", xlabel="k (nudge 10⁻ᵏ)", title="steps to leave")
        axes[3].legend()
