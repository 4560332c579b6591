"""Find what was handed in, in whatever way a platform or people lay it out, and account for every file.

find(given, exercises) -> Intake

A file ends as taken (it will be graded), superseded (a newer one of the same student counts), ignored or unmatched
(somebody should look at it), with a reason. Archives are read where they lie; links are not followed and only regular
files are opened.
"""

from autograder.intake.directory import ArchiveError
from autograder.intake.exercise import identify
from autograder.intake.finding import find
from autograder.intake.found import MAX_BYTES, read_bytes
from autograder.intake.gathering import IntakeError
from autograder.intake.layouts import LAYOUTS, LayoutError
from autograder.intake.roster import RosterError
from autograder.intake.submission import Intake, Submission

__all__ = [
    "LAYOUTS",
    "MAX_BYTES",
    "ArchiveError",
    "Intake",
    "IntakeError",
    "LayoutError",
    "RosterError",
    "Submission",
    "find",
    "identify",
    "read_bytes",
]
