"""Things that are moved by hand and answer in the same frame. `presets` has each of them with its question."""

from course.widgets import presets
from course.widgets.chord import Chord
from course.widgets.explorer import Explorer
from course.widgets.hunt import Hunt
from course.widgets.standalone import standalone
from course.widgets.valley import Valley

__all__ = ["Chord", "Explorer", "Hunt", "Valley", "presets", "standalone"]
