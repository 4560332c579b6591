"""Pictures of the plane: contours, paths, arrow fields, basins. Points have shape (..., 2)."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from course.plots.style import BLACK, BLUE, GREEN, GREY, INK, ORANGE, PURPLE, axes, style

# Low ground is white, high ground pale slate: paths and arrows stay the darkest things in the picture.
GROUND = LinearSegmentedColormap.from_list("ground", ["#FFFFFF", "#E4EBF1", "#C3D0DC", "#9FB2C4"])
# Destinations of a basin map differ by colour and by mark.
BASINS = [(BLUE, "o"), (ORANGE, "s"), (GREEN, "^"), (PURPLE, "D"), (GREY, "v")]


def grid(objective, n=161):
    """Points of the objective's box, (n, n, 2), and the values there, (n, n). Two dimensions only."""
    if objective.d != 2:
        raise ValueError(
            f"A contour needs two coordinates, and {objective.name} has {objective.d}. For one, use plots.curve."
        )
    (x_lo, x_hi), (y_lo, y_hi) = objective.box
    points = np.stack(np.meshgrid(np.linspace(x_lo, x_hi, n), np.linspace(y_lo, y_hi, n)), axis=-1)
    return points, np.asarray(objective.value(points))


def contour(objective, ax=None, *, levels=None, names=("x", "y"), minimizers=True):
    """Contour map of a two-dimensional objective over its box.

    Without `levels` the lines enclose equal areas: evenly spaced in height on a quadratic, and still readable on
    a function whose walls are a million times higher than its valley.
    """
    ax = axes(ax)
    points, values = grid(objective)
    if levels is None:
        levels = np.unique(np.quantile(values, np.linspace(0, 1, 15)))
    shades = np.linspace(0, 1, max(len(levels) - 1, 1))
    ax.contourf(points[..., 0], points[..., 1], values, levels=levels, colors=GROUND(shades), extend="max")
    ax.contour(points[..., 0], points[..., 1], values, levels=levels, colors="#7C8FA1", linewidths=0.6)
    if minimizers and len(objective.minimizers):
        x, y = np.asarray(objective.minimizers).T
        ax.plot(x, y, linestyle="none", marker="+", markersize=11, markeredgewidth=2, color=INK, zorder=4)
    ax.set(xlim=objective.box[0], ylim=objective.box[1], xlabel=names[0], ylabel=names[1])
    return ax


def path(trajectory, ax, *, label=None, marks=True, **look):
    """A trajectory's path over a contour, from a ring (start) to a large mark (end), drawn as far as it is finite.

    Several runs are drawn in one look. `look` overrides the optimizer's own colour, dash and marker.
    """
    theta = np.asarray(trajectory.theta)
    runs = theta.reshape(len(theta), -1, theta.shape[-1])
    look = style(trajectory.rule) | look
    look["label"] = label or look["label"]
    mark = look.pop("marker")
    for k in range(runs.shape[1]):
        run = runs[np.isfinite(runs[:, k]).all(axis=-1), k]
        if len(run) == 0:
            continue
        (line,) = ax.plot(*run.T, zorder=5, **look)
        if marks:
            every = max(1, len(run) // 40)
            line.set(marker=mark, markersize=3.6, markevery=every, markeredgewidth=0)
        ax.plot(*run[0], "o", markersize=8, markerfacecolor="white", markeredgecolor=line.get_color(), zorder=6)
        ax.plot(*run[-1], mark, markersize=8.5, color=line.get_color(), markeredgecolor="white", zorder=6)
        look["label"] = "_again"
    return ax


def arrow_field(objective, ax=None, *, n=13, downhill=True, lengths=True, color=BLUE):
    """Arrows against the gradient (downhill) on an n x n grid of the box.

    Lengths grow with the square root of the slope, so that both a cliff and a plateau can be seen in one picture;
    `lengths=False` shows directions alone.
    """
    ax = axes(ax)
    points, _ = grid(objective, n + 2)
    points = points[1:-1, 1:-1]
    g = np.asarray(objective.gradient(points))
    norm = np.linalg.norm(g, axis=-1, keepdims=True)
    unit = np.divide(g, norm, out=np.zeros_like(g), where=norm > 0) * (-1 if downhill else 1)
    # Each axis has its own scale: arrows are laid out in data units, one grid cell at most.
    cell = np.array([np.ptp(side) for side in objective.box]) / n
    size = np.sqrt(norm / norm.max()) if lengths and norm.max() > 0 else np.ones_like(norm)
    reach = np.linalg.norm(unit / cell, axis=-1, keepdims=True)
    arrows = 0.9 * size * np.divide(unit, reach, out=np.zeros_like(unit), where=reach > 0)
    ax.quiver(
        *np.moveaxis(points, -1, 0), *np.moveaxis(arrows, -1, 0),
        angles="xy", scale_units="xy", scale=1, color=color, width=0.0045, headwidth=4.2, headlength=5, zorder=4,
    )  # fmt: skip
    return ax


def points(theta, ax, text="", *, color=BLACK, marker="o", offset=(8, 6)):
    """One marked point of the plane with its name beside it."""
    x, y = np.asarray(theta, dtype=float)
    ax.plot(x, y, marker, color=color, markersize=8, markeredgecolor="white", zorder=7)
    if text:
        ax.annotate(
            text, (x, y), xytext=offset, textcoords="offset points", color=color, zorder=8,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.85, "pad": 1.5},
            ha="left" if offset[0] >= 0 else "right", va="center",
        )  # fmt: skip
    return ax


def basin_map(starts, destination, minimizers, ax=None, *, names=("x", "y")):
    """Starts coloured by where they end.

    starts: (n, 2); destination: (n,) row of `minimizers` that each start reached, -1 for none of them;
    minimizers: (k, 2), k at most 5.
    """
    ax = axes(ax)
    starts, destination = np.asarray(starts), np.asarray(destination)
    minimizers = np.asarray(minimizers)
    if len(minimizers) > len(BASINS):
        raise ValueError(f"A basin map shows at most {len(BASINS)} destinations, and {len(minimizers)} were given.")
    for k, (place, (color, mark)) in enumerate(zip(minimizers, BASINS, strict=False)):
        here = starts[destination == k]
        ax.plot(*here.T, mark, markersize=3.4, color=color, alpha=0.75, markeredgewidth=0, zorder=2)
        ax.plot(*place, mark, markersize=13, color=color, markeredgecolor="white", markeredgewidth=2, zorder=6)
    lost = starts[destination < 0]
    if len(lost):
        ax.plot(*lost.T, "x", markersize=4, color=INK, zorder=3)
    ax.set(xlabel=names[0], ylabel=names[1])
    return ax
