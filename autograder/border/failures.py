"""How a student's process can fail, each with a sentence for the instructor and one for the student.

Nothing that the process chose freely is quoted: it could carry a hidden input. What is told is the kind of failure, the
name of a well-known exception, and a line of the student's own cell.
"""

import builtins

KINDS = {
    "wrong": "The function returned something that cannot be right.",
    "error": "The function stopped with an exception.",
    "time": "The process was stopped at the time limit.",
    "memory": "The process ran out of the memory it may use.",
    "breach": "The process broke the protocol or asked for something forbidden, and was stopped.",
    "crash": "The process ended by itself.",
    "missing": "The function is not defined.",
}
TO_STUDENT = {
    "wrong": "The result is not of the kind asked for.",
    "error": "Your function stopped with an error.",
    "time": "Your function did not finish in time. Is there a loop that cannot end?",
    "memory": "Your function asked for more memory than is allowed. Does something grow without need?",
    "breach": "Your code did something that an exercise has no use for, and the grader stopped it.",
    "crash": "Your function ended the Python process it ran in.",
    "missing": "This function is not defined. Did you rename or delete it?",
}
EXCEPTIONS = {name for name, it in vars(builtins).items() if isinstance(it, type) and issubclass(it, BaseException)}
WELL_KNOWN = {name for name in EXCEPTIONS if not name.startswith("_")}
WELL_KNOWN |= {"LinAlgError", "AxisError", "StdinNotImplementedError", "UsageError", "CodecError"}
TOO_LARGE = "The result is far larger than the one asked for, or never ends."


class GraderFailure(Exception):
    """Ours, not the student's: never a zero. `.instructor` says what happened, `.student` that it costs nothing."""

    kind = "grader"
    student = "The grader itself failed here. This is not your fault, and it costs you nothing."

    @property
    def instructor(self) -> str:
        """The message."""
        return str(self)


class CallbackFailure(GraderFailure):
    """A function that the test passed in failed, or gave what cannot cross.

    Whether the test is to blame, or the arguments that the student called it with, only the solution can tell.
    """


class StudentError(Exception):
    """The student's process failed; `kind` is one of KINDS.

    `instructor` and `student` are a sentence for each. `exception` is the name of a well-known exception type or None;
    `cell` and `line` (from 1) say where in the student's own cells it arose, or are None.
    """

    def __init__(
        self, kind: str, instructor: str = "", student: str = "", exception=None, cell=None, line=None
    ) -> None:
        super().__init__(kind, instructor, student, exception, cell, line)
        self.kind, self.exception, self.cell, self.line = kind, exception, cell, line
        self.instructor = instructor or KINDS[kind]
        self.student = student or TO_STUDENT[kind]

    def __str__(self) -> str:
        return f"{self.kind}: {self.instructor}"


class Foreign(StudentError, TypeError):
    """A test used as a number, an array or a sequence what is an object of the student's own making."""


def raised(report: dict, lines: list[int]) -> StudentError:
    """The failure for a student process's report of an exception, of which nothing is believed unchecked.

    `lines` holds the number of lines of each cell that was run.
    """
    name, cell, line = (report.get(key) for key in ("type", "cell", "line"))
    name = name if isinstance(name, str) and name in WELL_KNOWN else None
    if type(cell) is not int or not 0 <= cell < len(lines) or type(line) is not int or not 1 <= line <= lines[cell]:
        cell = line = None
    if name == "CodecError":
        return StudentError("wrong", "The result is too large, too deeply nested or endless.", TOO_LARGE)
    kind = "memory" if name == "MemoryError" else "error"
    what = name or "an exception of its own making"
    place = f", line {line} of its cell" if line else ""
    instructor = f"The student's code stopped with {what}{place}."
    student = f"Your code stopped with {what}{place}." if kind == "error" else ""
    return StudentError(kind, instructor, student, name, cell, line)
