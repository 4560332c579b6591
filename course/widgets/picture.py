"""A Matplotlib picture that is drawn once; what moves on it is drawn again over the kept background.

Much faster than a new figure for every turn of a slider, and free of flicker: the front end only swaps one image.
"""

import base64
from io import BytesIO

import ipywidgets
import matplotlib as mpl
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from course.plots.style import RC, in_words
from course.quiz.cards import ASLEEP, VIEW

CSS = """<style>
.course-picture {max-width: 860px}
.course-picture img {max-width: 100%; height: auto; object-fit: contain}
.course-picture .widget-readout, .course-picture .jupyter-widgets-readout {min-width: 3.5em}
.course-picture .course-says {font-size: 14px; line-height: 1.45; min-height: 1.45em; color: var(--jp-ui-font-color1)}
.jp-OutputArea-child:has(+ .jp-OutputArea-child .course-asleep):has(+ * + .jp-OutputArea-child .course-picture),
.jp-OutputArea-child:has(.course-asleep):has(+ .jp-OutputArea-child .course-picture) {display: none}
</style>"""
SLEEPS = "<p class='course-asleep'><small>Run this cell to move the picture.</small></p>"


class Picture:
    """Base of the small widgets: a figure, controls below it, one sentence that says what is to be seen.

    Subclasses make their axes in `draw(figure)` and return the artists that move; `move()` sets those artists from the
    controls and returns the sentence. `controls` is the list of ipywidgets shown below the picture.
    """

    title = ""
    size = (8.4, 3.6)

    def __init__(self, controls):
        with mpl.rc_context(RC):
            self.figure = Figure(figsize=self.size)
            self.canvas = FigureCanvasAgg(self.figure)
            self.moving = self.draw(self.figure)
        for artist in self.moving:
            artist.set_animated(True)
        self.canvas.draw()
        self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self._image = ipywidgets.Image(format="png")
        self._says = ipywidgets.HTML()
        self.box = ipywidgets.VBox([ipywidgets.HTML(CSS), self._image, *controls, self._says])
        self.box.add_class("course-picture")
        self.box.add_class("course-live")
        self.refresh()
        self.first = self.said

    def draw(self, figure):
        raise NotImplementedError

    def move(self):
        raise NotImplementedError

    def refresh(self, *_):
        """Redraw what moves and say what is to be seen."""
        self.said = self.move()
        self.canvas.restore_region(self._background)
        for artist in self.moving:
            if artist.get_visible():
                artist.axes.draw_artist(artist)
        self._image.value = self.png(compress_level=1)
        self._says.value = f'<div class="course-says" role="status">{self.said}</div>'

    def png(self, **how):
        from PIL import Image

        out = BytesIO()
        Image.fromarray(_rgb(self.canvas)).save(out, format="png", **how)
        return out.getvalue()

    def __repr__(self):
        return f"{type(self).__name__}: {self.title}\n{self.first}"

    def _ipython_display_(self):
        from IPython.display import display

        words = f"{self.title} {self.first}"
        still = {"image/png": base64.b64encode(self.png()).decode(), "text/plain": repr(self)}
        display(still, raw=True, metadata={"image/png": {"alt": words}})
        display({"text/html": ASLEEP + SLEEPS + in_words(words), "text/plain": f"In words: {words}"}, raw=True)
        display({VIEW: {"version_major": 2, "version_minor": 0, "model_id": self.box.model_id}}, raw=True)


def slider(name, value, lo, hi, step, readout=".3f", **more):
    """A wide slider, named in full."""
    return ipywidgets.FloatSlider(
        value=value, min=lo, max=hi, step=step, description=name, readout_format=readout,
        layout={"width": "min(640px, 100%)"}, style={"description_width": "11em"}, **more,
    )  # fmt: skip


def _rgb(canvas):
    import numpy as np

    return np.asarray(canvas.buffer_rgba())[..., :3]
