"""The first frame of a widget without a kernel, in Matplotlib and in words."""

import numpy as np

from course import plots


def explorer(widget, runs, figure):
    """Map and losses of an Explorer side by side."""
    left, right = figure.subplots(1, 2)
    figure.suptitle(widget.scene["title"], x=0.01, ha="left", fontsize=12, fontweight="bold")
    plots.contour(_boxed(widget), ax=left, names=("θ₁", "θ₂"))
    loss = widget.scene["loss"]
    for look, run in zip(_looks(widget), runs, strict=False):
        left.plot(*run.theta.T, **look)
        left.plot(*run.theta[-1], "o", color=look["color"], markeredgecolor="white")
        right.plot(run.t, widget._height(run.loss), **look)
    left.plot(*widget.start, "o", color="#222222", markersize=9, markeredgecolor="white", zorder=8)
    left.set(xlim=widget._box[0], ylim=widget._box[1])
    right.set(xlabel="steps", title=loss["title"], ylim=(loss["lo"], loss["hi"]))
    if loss["log"]:
        right.yaxis.set_major_formatter(lambda power, _: f"$10^{{{power:.0f}}}$")
    if runs:
        right.legend()


def outcomes(widget, runs):
    """One sentence: where each rule stands after all steps."""
    if not runs:
        return widget.trouble
    ends = [
        f"{look['label']} {number(run.loss[-1] - (run.minimum or 0))}{_rate(widget, run)}"
        for look, run in zip(widget.scene["rules"], runs, strict=True)
    ]
    eta = "" if widget.scene["tuned"] else f", eta = {widget.at:.3g}"
    where = ", ".join(f"{x:g}" for x in widget.start)
    return f"On {widget.scene['name']} from ({where}){eta}: {widget.scene['loss']['title']} after {widget._steps} steps: {'; '.join(ends)}."


def number(value):
    """Three digits, where they are the same on every machine."""
    if not np.isfinite(value) or abs(value) > 1e12:
        return "off the map"
    return f"{value:.3g}" if abs(value) > 1e-9 else "below 1e-9"


def _rate(widget, run):
    return f" at eta = {run.hyper['eta']:.2g}" if widget.scene["tuned"] else ""


def _looks(widget):
    for name, look in zip((name for name, _ in widget._rules), widget.scene["rules"], strict=True):
        known = plots.style(name)
        yield {"color": look["colour"], "linestyle": known["linestyle"], "label": look["label"]}


def _boxed(widget):
    """The objective as `plots.contour` takes it, over the widget's box."""
    from types import SimpleNamespace

    f = widget._objective
    return SimpleNamespace(name=f.name, d=2, value=f.value, box=widget._box, minimizers=f.minimizers)
