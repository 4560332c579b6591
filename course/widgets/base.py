"""What every widget shares: one front end, a picture for where no kernel runs, a stable name.

The front end is plain JavaScript in `front/`, joined into one module (a notebook loads it from a Blob, where relative imports fail).
A widget's state is `kind` (which painter), `scene` (what does not change while it is moved) and a few traits that do.
"""

import base64
from functools import cache
from pathlib import Path

import anywidget
import traitlets

FRONT = Path(__file__).parent / "front"
SHARED = ("frame", "chart", "landscape", "player", "wire")
KINDS = ("explorer",)


@cache
def module():
    """The front end as one JavaScript module: shared pieces, one file a kind, the door last."""
    return "\n".join((FRONT / f"{name}.js").read_text(encoding="utf-8") for name in (*SHARED, *KINDS, "main"))


@cache
def style():
    """The widgets' one style sheet."""
    return (FRONT / "style.css").read_text(encoding="utf-8")


class CourseWidget(anywidget.AnyWidget):
    """Base of the course's widgets: subclasses set `kind`, fill `scene` and draw `still(figure)`, the picture without a kernel."""

    _esm = traitlets.Unicode().tag(sync=True)
    _css = traitlets.Unicode().tag(sync=True)
    kind = traitlets.Unicode().tag(sync=True)
    scene = traitlets.Dict().tag(sync=True)
    trouble = traitlets.Unicode("").tag(sync=True)

    def __init__(self, **traits):
        super().__init__(_esm=module(), _css=style(), **traits)
        self.on_msg(self._receive)

    def answer(self, question):
        """Answer one message of the front end; returns ({...}, [buffers]) or None. Subclasses override it."""

    def _receive(self, _, question, buffers):
        reply = None
        try:
            reply = self.answer(question)
        except Exception as error:  # noqa: BLE001 - a learner's own function may raise anything; the widget says so and lives on
            self.trouble = complaint(error)
        else:
            self.trouble = ""
        content, parts = reply or ({}, [])
        self.send({**content, "answers": question.get("do", "")}, parts)

    def summary(self):
        """What a sighted reader sees in the first frame, in words. Subclasses override it."""
        return ""

    def still(self, figure):
        """Draw the first frame on a Matplotlib figure, for readers without a kernel. Subclasses override it."""

    def __repr__(self):
        return f"{type(self).__name__}: {self.scene.get('title', '')}"

    def _ipython_display_(self):
        from IPython.display import display

        words = self.summary()
        picture = base64.b64encode(self._png()).decode()
        display(
            {"image/png": picture, "text/plain": f"{self!r}\n{words}"}, raw=True, metadata={"image/png": {"alt": words}}
        )
        note = '<p class="course-still">Run the cell to wake this picture: then it moves under your hand.</p>'
        display({"text/html": note, "text/plain": ""}, raw=True)
        view = {"model_id": self.model_id, "version_major": 2, "version_minor": 0}
        display({"application/vnd.jupyter.widget-view+json": view, "text/plain": ""}, raw=True)

    def _png(self):
        from io import BytesIO

        import matplotlib as mpl
        from matplotlib.figure import Figure

        from course.plots.style import RC

        with mpl.rc_context(RC):
            figure = Figure(figsize=(9, 3.8))
            self.still(figure)
            out = BytesIO()
            figure.savefig(out, format="png", metadata={"Software": None})
        return out.getvalue()


def complaint(error):
    """An error of a learner's own function as one sentence for its own place in the widget."""
    line, trace = None, error.__traceback__
    while trace is not None:
        if not trace.tb_frame.f_globals.get("__name__", "").startswith(("course", "numpy")):
            line = trace.tb_lineno
        trace = trace.tb_next
    where = f" (line {line} of your cell)" if line else ""
    return f"{type(error).__name__}: {error}{where}. Mend the function and run its cell again, then this one."
