"""The pictures of a class report. Each is as narrow as a telephone; the page sets them side by side where there is room.

Colours are Okabe and Ito's (2008), and no picture tells by colour alone: bars stand in a fixed order with their numbers
in them, what was not attempted is an empty frame, and a table with the same numbers stands below each picture.
"""

from collections.abc import Callable, Sequence

import markupsafe
import matplotlib as mpl
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from autograder.report.figures import Difficulty, Discrimination, Distribution, Spread
from autograder.report.svg import COLOURS, RC, inline

INCH = 72  # of SVG's units
WIDTH, NARROW = 350, 300
MARGIN = 8
SHARES = (("full", "full marks", "blue"), ("partly", "some points", "sky"), ("nothing", "tried, no points", "orange"))


def points(name: str, found: Distribution, title: str) -> markupsafe.Markup:
    """How many students have how many points, with the median."""

    def draw(ax):
        width = found.edges[1] - found.edges[0]
        middles = [edge + width / 2 for edge in found.edges[:-1]]
        ax.bar(middles, found.counts, width=0.88 * width, color=COLOURS["blue"])
        highest = max(found.counts)
        for middle, count in zip(middles, found.counts, strict=True):
            if count:
                ax.text(middle, 1.02 * count, str(count), ha="center", va="bottom", fontsize=9.5)
        median, top = found.quartiles[1], found.edges[-1]
        ax.plot([median], [1.19 * highest], "v", color=COLOURS["vermilion"], markersize=7)
        left = median > top / 2
        ax.text(
            median + (-0.025 if left else 0.025) * top, 1.195 * highest, f"median {_brief(median)}", va="center",
            ha="right" if left else "left", color=COLOURS["vermilion"],
        )  # fmt: skip
        if found.most < top:  # there are extra points beyond
            ax.plot([found.most] * 2, [0, 1.12 * highest], color=COLOURS["soft"], linewidth=1, dashes=(2, 3), zorder=0)
        ax.set(xlim=(0, top), ylim=(0, 1.26 * highest), xlabel="points", yticks=[])
        ax.xaxis.set_major_locator(MaxNLocator(nbins=8, steps=[1, 2, 5, 10]))

    about = (
        f"{_students(found.n)}. Median {_brief(found.quartiles[1])} of {_brief(found.most)} points, the middle half between "
        f"{_brief(found.quartiles[0])} and {_brief(found.quartiles[2])}. {found.full} have full marks, {found.nothing} have none."
    )
    return _picture(name, 180, draw, title, about, below=38, wide=NARROW)


def difficulties(name: str, rows: Sequence[tuple[str, Difficulty]], title: str) -> markupsafe.Markup:
    """For each question the shares of students with full marks, some points, none, and who did not try."""
    row = 46

    def draw(ax):
        for place, (label, found) in enumerate(rows):
            bottom = 100 * found.untried
            ax.text(0, place - 0.18, label, fontsize=10.5, va="bottom", family="monospace")
            ax.text(100, place - 0.18, f"{_percent(found.earned)} of the points", fontsize=9.5, va="bottom", ha="right")
            start = 0.0
            for what, _, colour in SHARES:
                share = 100 * getattr(found, what)
                if share:  # the rim is seen where a pale bar would not be
                    rim = {"edgecolor": COLOURS["soft"], "linewidth": 0.7}
                    ax.barh(place + 0.12, share, left=start, height=0.44, facecolor=COLOURS[colour], **rim)
                if share >= 9:
                    ax.text(
                        start + share / 2, place + 0.12, f"{share:.0f}", ha="center", va="center", fontsize=9,
                        color=COLOURS[f"on-{colour}"],
                    )  # fmt: skip
                start += share
            if bottom > 0.5:
                ax.barh(
                    place + 0.12, bottom, left=start, height=0.44, facecolor="none", edgecolor=COLOURS["soft"],
                    linewidth=0.8, linestyle=(0, (3, 2)),
                )  # fmt: skip
                if bottom >= 9:
                    ax.text(start + bottom / 2, place + 0.12, f"{bottom:.0f}", ha="center", va="center", fontsize=9)
        ax.set(xlim=(-0.5, 100.5), ylim=(len(rows) - 0.5, -0.75))
        ax.axis("off")

    about = "; ".join(
        f"{label}: {_percent(found.earned)} of the points, full marks {_percent(found.full)}, some points {_percent(found.partly)}, "
        f"tried without points {_percent(found.nothing)}, not attempted {_percent(found.untried)}"
        for label, found in rows
    )
    return _picture(name, row * len(rows) + 12, draw, title, about + ".", below=2)


def discriminations(name: str, rows: Sequence[tuple[str, Discrimination]], title: str) -> markupsafe.Markup:
    """Each question's correlation with the rest of its notebook, with its interval."""
    row = 46

    def draw(ax):
        for at in (-0.5, 0, 0.5, 1):
            ax.axvline(at, color=COLOURS["ink" if at == 0 else "rule"], linewidth=0.8, zorder=0)
        for place, (label, found) in enumerate(rows):
            ax.text(-1, place - 0.18, label, fontsize=10.5, va="bottom", family="monospace")
            if found.r is None:
                ax.text(-1, place + 0.12, found.why, fontsize=9, va="center", color=COLOURS["soft"])
                continue
            ax.text(1, place - 0.18, f"r = {_signed(found.r)}", fontsize=9.5, va="bottom", ha="right")
            ax.plot([found.low, found.high], [place + 0.12] * 2, color=COLOURS["blue"], linewidth=2.2)
            ax.plot([found.r], [place + 0.12], "o", color=COLOURS["blue"], markersize=7)
        ax.set(xlim=(-1.02, 1.02), ylim=(len(rows) - 0.5, -0.75), yticks=[], xticks=[-1, -0.5, 0, 0.5, 1])
        ax.set_xticklabels(["\u22121", "\u22120.5", "0", "0.5", "1"])
        ax.tick_params(axis="x", length=0)
        ax.spines["bottom"].set_visible(False)

    about = "; ".join(
        f"{label}: {found.why}" if found.r is None else
        f"{label}: r {_signed(found.r)}, interval {_signed(found.low)} to {_signed(found.high)}, {found.verdict}"
        for label, found in rows
    )  # fmt: skip
    return _picture(name, row * len(rows) + 30, draw, title, about + ".", below=20)


def spreads(name: str, rows: Sequence[tuple[str, Spread]], title: str, unit: str, log: bool) -> markupsafe.Markup:
    """Least, median, 95th percentile and most of some quantity, a row a notebook."""
    row = 38

    def draw(ax):
        low = min(found.low for _, found in rows)
        high = max(found.most for _, found in rows)
        ax.set_xscale("log" if log else "linear")
        for place, (label, found) in enumerate(rows):
            ax.text(0, place - 0.16, label, transform=ax.get_yaxis_transform(), fontsize=10, va="bottom")
            ax.text(
                1, place - 0.16, f"median {_brief(found.median)}, most {_brief(found.most)} {unit}", fontsize=9.5,
                transform=ax.get_yaxis_transform(), va="bottom", ha="right", color=COLOURS["soft"],
            )  # fmt: skip
            ax.plot([found.low, found.most], [place + 0.14] * 2, color=COLOURS["sky"], linewidth=1.4)
            ax.plot([found.low, found.high], [place + 0.14] * 2, color=COLOURS["blue"], linewidth=4)
            ax.plot([found.median], [place + 0.14], "o", color=COLOURS["card"], markeredgecolor=COLOURS["blue"],
                    markeredgewidth=2, markersize=8)  # fmt: skip
            ax.plot([found.most], [place + 0.14], "|", color=COLOURS["sky"], markersize=9, markeredgewidth=1.6)
        ax.set(
            xlim=(low / 1.3, high * 1.3) if log else (0, high * 1.03),
            ylim=(len(rows) - 0.5, -0.75),
            yticks=[],
            xlabel=unit,
        )
        ax.xaxis.set_major_formatter(lambda value, _: _brief(value))
        ax.xaxis.set_minor_formatter("")

    about = "; ".join(
        f"{label}: median {_brief(found.median)}, 95 of 100 at most {_brief(found.high)}, most {_brief(found.most)} {unit}"
        for label, found in rows
    )
    return _picture(name, row * len(rows) + 46, draw, title, about + ".", below=36)


def shares(name: str, rows: Sequence[tuple[str, float, str]], title: str) -> markupsafe.Markup:
    """A share for each label, as a bar of its own with a note beside it."""
    row = 38

    def draw(ax):
        for place, (label, share, note) in enumerate(rows):
            ax.text(0, place - 0.16, label, fontsize=10, va="bottom")
            ax.text(100, place - 0.16, note, fontsize=9.5, va="bottom", ha="right", color=COLOURS["soft"])
            ax.barh(place + 0.12, 100, height=0.36, facecolor="none", edgecolor=COLOURS["rule"], linewidth=0.8)
            ax.barh(place + 0.12, 100 * share, height=0.36, color=COLOURS["blue"])
            inside = share > 0.2
            ax.text(
                100 * share + (-1.5 if inside else 1.5), place + 0.12, _percent(share), fontsize=9, va="center",
                ha="right" if inside else "left", color=COLOURS["on-blue" if inside else "ink"],
            )  # fmt: skip
        ax.set(xlim=(-0.5, 100.5), ylim=(len(rows) - 0.5, -0.75))
        ax.axis("off")

    about = "; ".join(f"{label}: {_percent(share)} ({note})" for label, share, note in rows)
    return _picture(name, row * len(rows) + 12, draw, title, about + ".", below=2)


def _picture(
    name: str, height: float, draw: Callable, title: str, about: str, below: float, wide: float = WIDTH
) -> markupsafe.Markup:
    """One pair of axes over the whole width of a picture `height` high, with room for a scale `below`."""
    with mpl.rc_context(RC):
        figure = Figure(figsize=(wide / INCH, height / INCH), dpi=INCH)
        FigureCanvasSVG(figure)
        rectangle = MARGIN / wide, below / height, 1 - 2 * MARGIN / wide, 1 - (below + 2) / height
        draw(figure.add_axes(rectangle))
        return inline(figure, name, title, about)


def _students(n: int) -> str:
    return f"{n:,} student" + ("" if n == 1 else "s")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _signed(r: float) -> str:
    return f"{r:.2f}".replace("-", "\u2212")


def _brief(value: float) -> str:
    """Three digits, never in powers of ten."""
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
