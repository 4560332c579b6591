"""Many numbers at once: a histogram with the few values that matter marked on it."""

import numpy as np

from course.plots.style import BLUE, INK, PALE, axes


def spread(values, ax=None, *, marks=(), bins=60, name="value", count="how many"):
    """Histogram of `values` (n,) with labelled vertical lines.

    marks: (position, text) pairs; texts are stacked from the top so that neighbours do not collide.
    """
    ax = axes(ax)
    values = np.asarray(values, dtype=float)
    ax.hist(values, bins=bins, color=PALE, edgecolor="white", linewidth=0.3)
    ax.set(xlabel=name, ylabel=count)
    places = [place for place, _ in marks]
    lo, hi = min([values.min(), *places]), max([values.max(), *places])
    pad = 0.06 * (hi - lo)
    ax.set_xlim(lo - pad, hi + pad)
    for k, (place, text) in enumerate(marks):
        color = BLUE if k == 0 else INK
        # Each line ends at its own words, so that it does not cross the words above.
        ax.axvline(
            place,
            ymax=0.97 - 0.13 * k,
            color=color,
            linewidth=2 if k == 0 else 1.2,
            linestyle="-" if k == 0 else (0, (4, 2)),
        )
        right = place == max(places) > (lo + hi) / 2  # only the last mark has its words to the left, inside the paper
        ax.annotate(
            text, (place, 0.96 - 0.13 * k), xycoords=("data", "axes fraction"), xytext=(-6 if right else 6, 0),
            textcoords="offset points", ha="right" if right else "left", va="top", color=color,
        )  # fmt: skip
    return ax
