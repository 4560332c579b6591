"""Things that are moved by hand and answer in the same frame. `presets` has each of them with its question."""

from course.widgets import presets
from course.widgets.chord import Chord
from course.widgets.dial import Dial
from course.widgets.explorer import Explorer
from course.widgets.fog import FogHike
from course.widgets.gradient_cloud import GradientCloud
from course.widgets.hunt import Hunt
from course.widgets.myth_court import MythCourt
from course.widgets.schedule_lab import ScheduleLab
from course.widgets.standalone import standalone
from course.widgets.step_anatomy import StepAnatomy
from course.widgets.valley import Valley

__all__ = [
    "Chord",
    "Dial",
    "Explorer",
    "FogHike",
    "GradientCloud",
    "Hunt",
    "MythCourt",
    "ScheduleLab",
    "StepAnatomy",
    "Valley",
    "presets",
    "standalone",
]
