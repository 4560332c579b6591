"""What every widget shares: the front end, a picture for where no kernel runs, a stable name.

The front end is plain JavaScript in `front/`, joined into one module (a notebook loads it from a Blob, where relative imports fail):
the shared pieces, then the one file of the widget's kind, whose function of the same name draws it.
A widget's state is `scene` (what does not change while it is moved) and a few traits that do.
"""

from functools import cache
from pathlib import Path

import anywidget
import traitlets

FRONT = Path(__file__).parent / "front"
SHARED = (
    "theme",
    "frame",
    "controls",
    "thumbs",
    "marks",
    "chart",
    "handle",
    "landscape",
    "fates",
    "family",
    "player",
    "wire",
    "paths",
)


@cache
def module(kind):
    """The front end of one kind of widget as one JavaScript module."""
    parts = [(FRONT / f"{name}.js").read_text(encoding="utf-8") for name in (*SHARED, kind)]
    return "\n".join([*parts, f"export default {{ render: (context) => {kind}(context) }};\n"])


@cache
def style():
    """The widgets' one style sheet."""
    return (FRONT / "style.css").read_text(encoding="utf-8")


class CourseWidget(anywidget.AnyWidget):
    """Base of the course's widgets: subclasses set `kind`, fill `scene` and draw `still(figure)`, the picture without a kernel."""

    kind = ""  # front/<kind>.js
    size = (9.0, 3.8)  # of the picture without a kernel, in inches

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits):
        super().__init__(_esm=module(self.kind), _css=style(), **traits)
        self.on_msg(self._receive)

    def answer(self, question):
        """Answer one message of the front end; returns ({...}, [buffers]) or None. Subclasses override it."""

    def _receive(self, _, question, buffers):
        reply = None
        with self.trying():
            reply = self.answer(question)
        content, parts = reply or ({}, [])
        self.send({**content, "answers": question.get("do", "")}, parts)

    def trying(self, *, once=False):
        """Context in which a learner's own function runs: what it raises is said in the widget, which lives on.

        Where nothing is raised, what was said before is taken back, unless this is one of several parts (`once`).
        """
        return _Trying(self, once)

    def alone(self):
        """What a page without Python needs besides (`standalone`), as entries of its scene. Subclasses may override it."""
        return {}

    def summary(self):
        """What a sighted reader sees in the first frame, in words. Subclasses override it."""
        return ""

    def still(self, figure):
        """Draw the first frame on a Matplotlib figure, for readers without a kernel. Subclasses override it."""

    def heard(self):
        """What a learner's own landscape complained of while it was used (own.Landscape), or ""."""
        return getattr(getattr(self, "_objective", None), "trouble", "")

    def words(self):
        """`summary()`; where the learner's own function left nothing to sum up, what it complained of."""
        try:
            return self.summary()
        except Exception:
            if not self.trouble:
                raise
            return self.trouble

    def __repr__(self):
        return f"{type(self).__name__}: {self.scene.get('title', '')}"

    def _ipython_display_(self):
        from course.widgets.asleep import show

        show(self)

    def png(self):
        """The first frame as a PNG file; where the learner's own function left none to draw, what it complained of."""
        from io import BytesIO
        from textwrap import fill

        import matplotlib as mpl
        from matplotlib.figure import Figure

        from course.plots.style import RC

        def drawn(draw):
            figure, out = Figure(figsize=self.size), BytesIO()
            draw(figure)
            figure.savefig(out, format="png", metadata={"Software": None})
            return out.getvalue()

        with mpl.rc_context(RC):
            try:
                return drawn(self.still)
            except Exception:
                if not self.trouble:
                    raise
                return drawn(lambda figure: figure.text(0.02, 0.5, fill(self.trouble, 90)))


class _Trying:
    def __init__(self, widget, once):
        self.widget, self.once = widget, once

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if isinstance(error, Exception):
            self.widget.trouble = self.widget.heard() or complaint(error)
        elif not self.once:
            self.widget.trouble = self.widget.heard()
        return isinstance(error, Exception)


def complaint(error):
    """An error of a learner's own function as one sentence for its own place in the widget."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if not trace.tb_frame.f_globals.get("__name__", "").startswith(("course", "numpy")):
            line = trace.tb_lineno
        trace = trace.tb_next
    where = f" (line {line} of your cell)" if line else ""
    return f"{type(error).__name__}: {str(error).rstrip('.')}{where}. Mend the function and run its cell again, then this one."
