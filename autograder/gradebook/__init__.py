"""The gradebook: one SQLite file that remembers every attempt, every result and every decision about them.

An *attempt* is one version of one notebook that one student handed in; a *result* is what one way of grading (tests,
release, limits, engine: the key) made of it. Nothing is ever deleted or changed: a later attempt or result stands in
front of an earlier one, and what an instructor decides (points set by hand, due dates, late rules, extensions) stands in
front of both, with its reason. What counts now is `standing()`.

While a command has the file open it is locked for everyone else, so two graders cannot mix their results.
"""

from autograder.gradebook.book import Gradebook
from autograder.gradebook.errors import GradebookError

__all__ = ["Gradebook", "GradebookError"]
