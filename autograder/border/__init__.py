"""The trusted side of the border: a student's process, the `student` proxy, what crosses, and how it can fail."""

from autograder.border.failures import CallbackFailure, GraderFailure, StudentError
from autograder.border.process import OBJECT, Cell, StudentProcess, Usage
from autograder.border.references import Callback, Handle, Opaque
from autograder.border.student import Student

__all__ = [
    "OBJECT",
    "Callback",
    "CallbackFailure",
    "Cell",
    "GraderFailure",
    "Handle",
    "Opaque",
    "Student",
    "StudentError",
    "StudentProcess",
    "Usage",
]
