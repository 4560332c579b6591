"""Zoom: what a curve looks like through a stronger and stronger glass, and how fast the tangent's error dies."""

import numpy as np
import traitlets

from course.objectives import OBJECTIVES
from course.widgets.base import CourseWidget
from course.widgets.own import as_landscape

WIDTHS = np.geomspace(1e-4, 1.0, 81)
POINTS = 81


class Zoom(CourseWidget):
    """Shrink the window and watch a smooth curve become its tangent; a kink stays a kink.

    places  [(label, curve, at)]: an Objective in one dimension, its name, or a function of an array (1,), and where to look
    h       half the width of the first window
    The error is |f(at + d h) - f(at) - f'(at) d h|, one window's half width h away in the direction d downhill.
    """

    kind = "zoom"
    views = traitlets.Bytes().tag(sync=True)
    errors = traitlets.Bytes().tag(sync=True)
    at = traitlets.Float().tag(sync=True)

    def __init__(self, places=None, h=0.35, title="", lead=""):
        places = places or [("a smooth curve", "double_well", 0.75), ("a kink", "absolute", 0.0)]
        views, errors, slopes, told, trouble = [], [], [], [], ""
        for _, curve, at in places:
            f = OBJECTIVES[curve] if isinstance(curve, str) else as_landscape(curve, ((at - 1, at + 1),), d=1)
            slope = float(np.asarray(f.gradient(np.array([at])))[0])
            way = -1.0 if slope > 0 else 1.0
            here = f.value(np.array([at]))
            window = WIDTHS[:, None] * np.linspace(-1, 1, POINTS)
            views.append((f.value((at + window)[..., None]) - here) / WIDTHS[:, None])
            error = np.abs(f.value((at + way * WIDTHS)[:, None]) - here - slope * way * WIDTHS)
            errors.append(np.log10(np.maximum(error, 1e-16)))
            small = WIDTHS <= 0.1
            trouble = trouble or getattr(f, "trouble", "")
            sound = np.isfinite(errors[-1]).all() and np.isfinite(slope)
            told.append(float(np.polyfit(np.log10(WIDTHS[small]), errors[-1][small], 1)[0]) if sound else 0.0)
            slopes.append(slope if sound else 0.0)
        self._told = list(zip([label for label, *_ in places], told, strict=True))
        reach = [float(max(1.0, 0.6 * np.ptp(np.append(view[-1][np.isfinite(view[-1])], 0.0)))) for view in views]
        super().__init__(
            at=float(WIDTHS[np.argmin(abs(np.log(WIDTHS / h)))]),
            views=np.array(views, dtype=np.float32).tobytes(),
            errors=np.array(errors, dtype=np.float32).tobytes(),
            scene={
                "title": title or "Drag h to the left to zoom in. When does the curve become a straight line?",
                "lead": lead or "The window shrinks around one point. The line through it is the tangent, all that a gradient knows.",
                "widths": WIDTHS.tolist(),
                "points": POINTS,
                "places": [
                    {"label": label, "at": at, "slope": slope, "reach": room, "order": order}
                    for (label, _, at), slope, room, order in zip(places, slopes, reach, told, strict=True)
                ],
            },
            trouble=trouble,
        )  # fmt: skip

    def summary(self):
        """How the error falls with the width of the window, for each place."""
        return (
            "Slope of the tangent's error on log-log paper: "
            + "; ".join(f"{label} {order:.2f}" for label, order in self._told)
            + "."
        )

    def still(self, figure):
        """Three windows on the first place, and the errors of all."""
        axes = figure.subplots(1, 4)
        views = np.frombuffer(self.views, np.float32).reshape(-1, len(WIDTHS), POINTS)
        place = self.scene["places"][0]
        u = np.linspace(-1, 1, POINTS)
        for ax, k in zip(axes, (80, 60, 40), strict=False):
            ax.plot(u, views[0, k], color="#707070", linewidth=3)
            ax.plot(u, place["slope"] * u, color="#0072B2", linewidth=1.2)
            ax.set(title=f"h = {WIDTHS[k]:.2g}", xticks=[], yticks=[], ylim=(-place["reach"], place["reach"]))
        errors = np.frombuffer(self.errors, np.float32).reshape(len(views), -1)
        for error, one, dash in zip(errors, self.scene["places"], ("-", "--", "-.", ":"), strict=False):
            axes[3].plot(WIDTHS, 10.0**error, dash, color="#222222", label=one["label"])
        axes[3].set(xscale="log", yscale="log", xlabel="h", title="error of the tangent")
        axes[3].legend()
