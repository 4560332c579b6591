"""Dial: a picture that a Python function draws from two or three sliders, each combination once."""

import inspect
import struct
from collections import OrderedDict
from io import BytesIO
from itertools import product

import matplotlib as mpl
import traitlets
from matplotlib.figure import Figure

from course.plots.style import RC
from course.widgets.base import CourseWidget

KEPT = 600  # pictures in memory, about 30 kB each
DENSITY = 2  # dots of the picture for each dot of a plain screen


class Dial(CourseWidget):
    """Turn the sliders: the picture of every combination is drawn once, and flipped through from then on.

        def spring(figure, beta, steps):
            figure.subplots().plot(...)
            return "one sentence that says what is to be seen"

        Dial(spring, beta=[0.0, 0.5, 0.9], steps=range(1, 20))

    draw     a function of a Matplotlib figure and one argument for each slider; what it returns is shown below the picture
    sliders  name = its values (numbers or words), from the first to the last; the argument's name with _ for spaces
    at       {name: first value}, else the middle one; labels {name: words}
    size, narrow  of the figure in inches, and what it is on a narrow page, where the words keep their size
    dark     on a dark page the picture's light and dark change places, hues stay; False for pictures that are photographs
    steady   axes stay where the first picture of a size has put them: nothing jumps, and a picture takes half the time; for pictures
             whose tick labels do not get wider
    `all()` draws every combination, for a page without Python.
    """

    kind = "dial"
    pictures = traitlets.Bytes().tag(sync=True)

    def __init__(
        self,
        draw,
        *,
        at=None,
        labels=None,
        size=(9.0, 3.8),
        narrow=(3.9, 3.6),
        dark=True,
        steady=False,
        title="",
        lead="",
        **sliders,
    ):
        if not callable(draw) or not sliders:
            raise TypeError(
                "Dial takes a function that draws, and at least one slider: Dial(draw, beta=[0.0, 0.5, 0.9])."
            )
        self._draw, self.size, self._sizes = draw, size, (size, narrow)
        self._values = {name: list(values) for name, values in sliders.items()}
        self._check_signature()
        self._steady, self._places = steady, {}  # {0 wide or 1 narrow: where the axes are}
        self._drawn = OrderedDict()  # {(0 wide or 1 narrow, index of each slider): (PNG, words)}
        first = [self._index(name, (at or {}).get(name)) for name in self._values]
        words = " ".join(
            str(title or (inspect.getdoc(draw) or draw.__name__.replace("_", " ")).splitlines()[0]).split()
        )
        super().__init__(
            scene={
                "title": words,
                "lead": lead,
                "sliders": [{"name": name, "label": (labels or {}).get(name, name.replace("_", " ")), "values": [_plain(v) for v in values]}
                            for name, values in self._values.items()],
                "at": first,
                "sizes": [[side * RC["figure.dpi"] for side in one] for one in self._sizes],
                "dark": dark,
                "drawn": [],
            },
        )  # fmt: skip
        self._first = tuple(first)
        with self.trying():
            self._publish([(0, *first), (1, *first)])

    def _check_signature(self):
        try:
            inspect.signature(self._draw).bind(None, **dict.fromkeys(self._values))
        except TypeError as error:
            wanted = ", ".join(["figure", *self._values])
            raise TypeError(
                f"The sliders do not fit the function, which is called as {self._draw.__name__}({wanted}): {error}."
            ) from None

    def _index(self, name, value):
        values = self._values[name]
        if not values:
            raise ValueError(f"The slider {name} has no values.")
        if value is None:
            return (len(values) - 1) // 2
        if value not in values:
            raise ValueError(f"{name} has no value {value!r}. It has: {', '.join(map(str, values))}.")
        return values.index(value)

    def picture(self, narrow, *at):
        """(PNG, words) for one combination, by the numbers of its values; drawn on first use, then kept."""
        key = (narrow, *at)
        if key not in self._drawn:
            with mpl.rc_context(RC):
                figure = Figure(figsize=self._sizes[narrow])
                words = self._draw(figure, **self._chosen(at))
                places = self._places.get(narrow, ())
                if len(places) == len(figure.axes) > 0:
                    figure.set_layout_engine("none")
                    for ax, place in zip(figure.axes, places, strict=True):
                        ax.set_position(place)
                out = BytesIO()
                figure.savefig(out, format="png", dpi=DENSITY * RC["figure.dpi"], metadata={"Software": None})
                if self._steady:
                    self._places.setdefault(narrow, [ax.get_position(original=True) for ax in figure.axes])
            self._drawn[key] = out.getvalue(), "" if words is None else " ".join(str(words).split())
            if len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
        self._drawn.move_to_end(key)
        return self._drawn[key]

    def _chosen(self, at):
        return {name: values[i] for (name, values), i in zip(self._values.items(), at, strict=True)}

    def answer(self, question):
        """`draw`: the picture at a combination. `ahead`: one that may be wanted next; its error waits until it is."""
        at = [int(i) for i in question["at"]]
        try:
            png, words = self.picture(*at)
        except Exception:
            if question["do"] == "draw":
                raise
            return {"at": at}, []
        return {"at": at, "words": words}, [png]

    def all(self, most=400):
        """Draw every combination and keep it in the widget; returns the widget: standalone(dial.all())."""
        every = list(product(range(2), *(range(len(values)) for values in self._values.values())))
        if len(every) > 2 * most:
            raise ValueError(
                f"There are {len(every) // 2} combinations, more than {most}: give the sliders fewer values."
            )
        self._publish(every)
        return self

    def _publish(self, places):
        drawn = [(at, *self.picture(*at)) for at in places]
        self.pictures = b"".join(struct.pack("<I", len(png)) + png for _, png, _ in drawn)
        self.scene = {**self.scene, "drawn": [{"at": list(at), "words": words} for at, _, words in drawn]}

    def summary(self):
        values = ", ".join(
            f"{one['label']} = {one['values'][i]}" for one, i in zip(self.scene["sliders"], self._first, strict=True)
        )
        words = self._drawn[0, *self._first][1] if (0, *self._first) in self._drawn else self.trouble
        return f"{self.scene['title']} At {values}: {words or 'see the picture'}"

    def still(self, figure):
        try:
            self._draw(figure, **self._chosen(self._first))
        except Exception:  # noqa: BLE001 - already told in `trouble`
            figure.clear()


def _plain(value):
    """A value of a slider as the front end shows it: a number or a word."""
    value = value.item() if hasattr(value, "item") else value
    return value if isinstance(value, (int, float, str)) else str(value)
