"""Things that are moved by hand and answer in the same frame."""

from course.widgets.explorer import Explorer
from course.widgets.standalone import standalone

__all__ = ["Explorer", "standalone"]
