"""How the course's figures look: one colour, dash and marker per optimizer, one rcParams set, pictures in words.

Colours are Okabe and Ito's palette (2008), without its yellow, which is too pale for a thin line on white paper.
"""

import html

import matplotlib as mpl
import matplotlib.patheffects as effects
import matplotlib.pyplot as plt

BLUE, ORANGE, VERMILION, PURPLE = "#0072B2", "#E69F00", "#D55E00", "#CC79A7"
SKY, GREEN, BLACK, GREY = "#56B4E9", "#009E73", "#000000", "#707070"
INK, PALE = "#222222", "#B8B8B8"

# (colour, dash, marker, label). A dash is Matplotlib's (offset, on-off sequence in line widths).
_ROWS = {
    "gradient_descent": (BLUE, "-", "o", "gradient descent"),
    "momentum": (ORANGE, (0, (6, 2)), "s", "momentum (moving average)"),
    "heavy_ball": (VERMILION, (0, (6, 1.5, 1, 1.5)), "^", "heavy ball"),
    "nesterov": (PURPLE, (0, (3, 1.2)), "v", "Nesterov"),
    "adagrad": (SKY, (0, (1, 1.2)), "P", "AdaGrad"),
    "rmsprop": (BLACK, (0, (4, 2)), "X", "RMSProp"),
    "adam": (GREEN, "-", "D", "Adam"),
    "adam_uncorrected": (GREY, (0, (1, 1.2)), "d", "Adam, uncorrected"),
    "amsgrad": (BLACK, (0, (6, 1.5, 1, 1.5, 1, 1.5)), ">", "AMSGrad"),
    "adamw": (GREEN, (0, (6, 2)), "<", "AdamW"),
}
STYLE = {
    name: {"color": color, "linestyle": dash, "marker": marker, "label": label}
    for name, (color, dash, marker, label) in _ROWS.items()
}
# Rules that the table does not know, in the order in which a picture meets them.
YOURS = [
    {"color": BLACK, "linestyle": "-", "marker": "*"},
    {"color": VERMILION, "linestyle": (0, (4, 2)), "marker": "p"},
    {"color": GREY, "linestyle": (0, (1, 1.2)), "marker": "h"},
]
THEORY = {"color": "#8C8C8C", "linestyle": "-", "linewidth": 1.0, "zorder": 1}
# A white rim keeps words readable where a line passes behind them.
HALO = [effects.withStroke(linewidth=3.0, foreground="white")]

RC = {
    "figure.figsize": (6.0, 4.0),
    "figure.dpi": 100,
    "savefig.dpi": 100,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.w_pad": 0.1,
    "figure.constrained_layout.h_pad": 0.08,
    "figure.facecolor": "white",
    "font.family": "DejaVu Sans",
    "font.size": 10,
    "axes.titlesize": 11.5,
    "axes.titlelocation": "left",
    "axes.titleweight": "bold",
    "axes.titlepad": 9,
    "axes.labelsize": 10,
    "axes.labelcolor": INK,
    "axes.edgecolor": "#888888",
    "axes.linewidth": 0.8,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.grid": False,
    "xtick.color": "#666666",
    "ytick.color": "#666666",
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "lines.linewidth": 1.8,
    "lines.markersize": 4.5,
    "legend.frameon": False,
}


def use_style():
    """Set the course's look for every figure made from now on (about 600 x 400 pixels, white paper)."""
    mpl.rcParams.update(RC)


def style(name, nth=0):
    """Keyword arguments for `ax.plot`: colour, dash, marker and label of the optimizer `name`.

    A rule that the table does not know (a learner's own) is drawn in black with stars under its own name; a picture
    with several of them counts them by `nth`.
    """
    return dict(STYLE[name]) if name in STYLE else YOURS[nth % len(YOURS)] | {"label": str(name).replace("_", " ")}


def axes(ax=None):
    """`ax` itself, or the axes of a new figure in the course's look."""
    if ax is None:
        with mpl.rc_context(RC):
            _, ax = plt.subplots()
    return ax


def alt(figure, words):
    """Give a figure (or the figure of an Axes) its alt text: what a sighted reader concludes.

    In a notebook the picture then carries the text as `alt` in its metadata, where nbconvert's classic template and a
    site's own template find it, and below it a small disclosure with the same words, because JupyterLab, GitHub and
    nbconvert's default template give an output picture no alt attribute.
    Returns nothing, so that as the last line of a cell it does not show the picture twice.
    """
    words = " ".join(words.split())
    if not words:
        raise ValueError("The alt text is empty. Write what a sighted reader concludes from the picture.")
    figure = getattr(figure, "figure", figure)
    figure.alt_text = words
    figure._ipython_display_ = lambda: _show(figure)


def in_words(words, label="The picture in words"):
    """The disclosure below a picture, as HTML."""
    return (
        f'<details style="font-size:0.85em;opacity:0.75;margin:0 0 0.6em 0.4em"><summary>{html.escape(label)}</summary>'
        f"<p>{html.escape(words)}</p></details>"
    )


def _show(figure):
    from IPython.core.pylabtools import print_figure
    from IPython.display import display

    # No "tight" cropping (all pictures keep one width) and no stamp of Matplotlib's version in the file.
    png = print_figure(figure, base64=True, bbox_inches=None, metadata={"Software": None})
    titles = [ax.get_title(loc=loc) for ax in figure.axes for loc in ("left", "center") if ax.get_title(loc=loc)]
    name = f"Figure: {titles[0]}" if titles else "Figure"
    display({"image/png": png, "text/plain": name}, raw=True, metadata={"image/png": {"alt": figure.alt_text}})
    display({"text/html": in_words(figure.alt_text), "text/plain": f"In words: {figure.alt_text}"}, raw=True)
