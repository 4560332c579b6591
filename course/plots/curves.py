"""Pictures over one axis: curves with iterates, chords, losses over steps, measured rates beside the theory's line."""

import numpy as np

from course.plots.style import BLUE, GREEN, HALO, INK, ORANGE, STYLE, THEORY, VERMILION, axes, style


def curve(f, ax=None, *, box=None, iterates=None, rule="gradient_descent", color=INK, names=("x", "f(x)")):
    """A function of one variable, and the places a run visited on it.

    f: an Objective with d = 1 or a function of an array (n,); iterates: (steps,) or (steps, 1) positions.
    """
    ax = axes(ax)
    value, (lo, hi) = _one_dimensional(f, box)
    xs = np.linspace(lo, hi, 401)
    ax.plot(xs, value(xs), color=color, linewidth=1.6, zorder=2)
    ax.set(xlim=(lo, hi), xlabel=names[0], ylabel=names[1])
    if iterates is not None:
        at = np.asarray(iterates, dtype=float).reshape(-1)
        at = at[np.isfinite(at)]
        look = style(rule)
        heights = value(at)
        ax.plot(at, heights, color=look["color"], linewidth=0.9, alpha=0.7, zorder=3)
        ax.plot(at, heights, look["marker"], color=look["color"], markersize=5, zorder=4)
        ax.plot(at[:1], heights[:1], "o", markersize=8, color="white", markeredgecolor=look["color"], zorder=5)
    return ax


def chord(f, a, b, lam, ax=None, *, box=None):
    """The chord of f between a and b, and the gap between chord and curve at lam a + (1 - lam) b.

    Green where the chord lies above the curve (the inequality holds there), vermilion and dashed where it lies below.
    """
    a, b = float(a), float(b)
    span = abs(b - a) or 1.0
    ax = curve(f, ax, box=box or (min(a, b) - 0.35 * span, max(a, b) + 0.35 * span))
    value, _ = _one_dimensional(f, box or (a, b))
    middle = lam * a + (1 - lam) * b
    ends = value(np.array([a, b]))
    on_curve = float(value(np.array([middle]))[0])
    on_chord = lam * ends[0] + (1 - lam) * ends[1]
    holds = on_curve <= on_chord + 1e-12 * max(1.0, abs(on_chord))
    ax.plot([a, b], ends, color=BLUE, linewidth=1.8, marker="o", markersize=6, zorder=4)
    gap_look = {"color": GREEN, "linestyle": "-"} if holds else {"color": VERMILION, "linestyle": (0, (2, 1))}
    ax.plot([middle, middle], [on_curve, on_chord], linewidth=3, zorder=3, **gap_look)
    ax.plot(middle, on_curve, "o", color=INK, markersize=6, zorder=5)
    ax.plot(middle, on_chord, "s", color=BLUE, markersize=6, zorder=5)
    left = abs(middle - max(a, b)) < abs(middle - min(a, b))  # the side with more room
    ax.annotate(
        f"gap {on_curve - on_chord:+.3g}".replace("-", "\N{MINUS SIGN}"), (middle, (on_curve + on_chord) / 2),
        xytext=(-9 if left else 9, 0), textcoords="offset points", ha="right" if left else "left", va="center",
        color=gap_look["color"], fontweight="bold", path_effects=HALO, zorder=6,
    )  # fmt: skip
    for name, x, y in (("a", a, ends[0]), ("b", b, ends[1])):
        ax.annotate(name, (x, y), xytext=(0, 9), textcoords="offset points", ha="center", color=BLUE)
    return ax


def loss_curves(trajectories, ax=None, *, minimum=0.0, floor=1e-16, until=None, every=1, unit="steps"):
    """Loss above `minimum` over steps on a log axis, each curve named at its end.

    trajectories: a list of single-run trajectories, or {label: trajectory}; until: the last step drawn; every: draw
    every so many records only, where a loss that jumps up and down at each step would fill the picture.
    """
    ax = axes(ax)
    if isinstance(trajectories, dict):
        named = trajectories
    else:
        named = {style(one.rule)["label"]: one for one in trajectories}
        if len(named) < len(trajectories):
            raise ValueError("Two of these runs have the same rule. Give {label: trajectory} to tell them apart.")
    ends, unknown = [], 0
    for label, one in named.items():
        loss, t = np.asarray(one.loss, dtype=float), np.asarray(one.t)
        if loss.ndim != 1:
            raise ValueError(f"loss_curves draws single runs; {label!r} holds runs of shape {loss.shape[1:]}.")
        drawn = (t <= (t[-1] if until is None else until)) & (np.arange(len(t)) % every == 0)
        loss, t = loss[drawn], t[drawn]
        gap = np.where(np.isfinite(loss), np.maximum(loss - minimum, floor), np.nan)
        look = style(one.rule, unknown) | {"label": label}
        unknown += one.rule not in STYLE
        ax.semilogy(t, gap, markevery=max(1, len(gap) // 8), **look)
        if len(finite := np.flatnonzero(np.isfinite(gap))):
            ends.append((label, t[finite[-1]], gap[finite[-1]], look["color"]))
    ax.set(xlabel=unit, ylabel="loss" if minimum == 0 else "loss above the minimum")
    _name_ends(ax, ends)
    return ax


def rates(steps, errors, factor, ax=None, *, rule="gradient_descent", label=None, unit="steps"):
    """Measured errors (n,) over steps (n,), and behind them the line that theory draws: errors[0] * factor ** steps."""
    ax = axes(ax)
    steps, errors = np.asarray(steps), np.asarray(errors, dtype=float)
    ax.semilogy(steps, errors[0] * float(factor) ** (steps - steps[0]), **THEORY)
    look = style(rule)
    look["label"] = label or look["label"]
    # Marks alone: a line would hide the theory's where both agree.
    ax.semilogy(steps, errors, markevery=max(1, len(errors) // 20), **look | {"linestyle": "none"})
    ax.set(xlabel=unit, ylabel="distance to the minimizer")
    ends = [
        (look["label"], steps[-1], errors[-1], look["color"]),
        (f"theory: × {factor:.3g} a step", steps[-1], errors[0] * float(factor) ** (steps[-1] - steps[0]), "#707070"),
    ]
    _name_ends(ax, ends)
    return ax


def strip(trajectory, axis, ax=None, *, name=None, run=()):
    """One coordinate over the steps, with a diamond wherever the direction of travel turned (zigzags)."""
    ax = axes(ax)
    theta = np.asarray(trajectory.theta)[(slice(None), *run, axis)]
    t = np.asarray(trajectory.t)
    look = style(trajectory.rule)
    ax.axhline(0, color="#BBBBBB", linewidth=0.8, zorder=0)
    ax.plot(t, theta, color=look["color"], linewidth=1.4, zorder=3)
    moves = np.diff(theta)
    going = np.flatnonzero(moves)  # a pause is not a turn
    turns = going[1:][np.sign(moves[going[1:]]) != np.sign(moves[going[:-1]])]
    ax.plot(
        t[turns], theta[turns], "D", color=ORANGE, markersize=4.5, markeredgecolor=INK, markeredgewidth=0.5, zorder=4
    )
    ax.set(xlabel="steps", ylabel=name or f"coordinate {axis}", xlim=(t[0], t[-1]))
    return ax


def _one_dimensional(f, box):
    """f as a function of positions (n,), and the interval to draw."""
    if hasattr(f, "value"):
        if f.d != 1:
            raise ValueError(f"A curve needs one coordinate, and {f.name} has {f.d}. For two, use plots.contour.")
        return lambda x: np.asarray(f.value(np.asarray(x)[..., None])), box or f.box[0]
    if box is None:
        raise ValueError("A plain function does not know where to be drawn: give box=(lo, hi).")
    return lambda x: np.asarray(f(np.asarray(x))), box


def _name_ends(ax, ends, gap=13):
    """Write each curve's name at its end, pushed apart by `gap` points where curves end close together."""
    ax.get_xlim(), ax.get_ylim()  # settles the limits, which transData alone would read too early
    points = 72 / ax.figure.dpi
    heights = [ax.transData.transform((x, y))[1] * points for _, x, y, _ in ends]
    placed = {}
    for i in sorted(range(len(ends)), key=heights.__getitem__):
        placed[i] = max(heights[i], max(placed.values()) + gap if placed else -np.inf)
    # Pushing up only would let a crowd drift off the top: shift the whole crowd back by half of its drift.
    drift = (max(placed.values()) - max(heights)) / 2 if placed else 0
    for i, (label, x, y, color) in enumerate(ends):
        ax.annotate(
            label, (x, y), xytext=(8, placed[i] - drift - heights[i]), textcoords="offset points",
            color=color, va="center", fontsize=9, annotation_clip=False,
        )  # fmt: skip
