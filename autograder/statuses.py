"""What can become of a hidden test and of a submission, each with a sentence for either reader.

The student's sentence is one of these fixed texts: nothing that student code printed or raised during a
hidden call is ever quoted, because it could carry the hidden input.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Status:
    """One outcome: its `name` in results, and what it means `to_student` and `to_instructor`."""

    name: str
    to_student: str
    to_instructor: str


def _table(*rows: tuple[str, str, str]) -> dict[str, Status]:
    return {name: Status(name, student, instructor) for name, student, instructor in rows}


TEST = _table(
    ("passed", "This works.", "The test passed."),
    ("wrong", "The result is not the right one.", "The function returned, but not what the test expects."),
    (
        "error",
        "Your function stopped with an error here. Try it on small inputs of your own: other lengths, zeros, integers.",
        "The student's function raised an exception.",
    ),
    (
        "time",
        "Your function did not finish in time. Is there a loop that cannot end?",
        "The student process was stopped at the time limit.",
    ),
    (
        "memory",
        "Your function asked for more memory than is allowed. Is there a list or an array that grows without need?",
        "The student process was stopped at the memory limit, or could not allocate.",
    ),
    (
        "breach",
        "Your code did something that an exercise has no use for, and the grader stopped it. "
        "If that surprises you, speak to your instructor.",
        "The student process broke the protocol, asked for something forbidden, or vanished. Worth a look at the code.",
    ),
    (
        "not attempted",
        "Nothing is written here yet.",
        "The answer is untouched, missing, or says that it is not implemented.",
    ),
    (
        "grader failure",
        "The grader itself failed here. This is not your fault, and it costs you nothing: your instructor has been told.",
        "The hidden test or the grader failed, not the student. No points are decided; mend the test and grade again.",
    ),
)

SUBMISSION = _table(
    ("graded", "Your notebook was graded.", "Graded."),
    (
        "unreadable",
        "Your file could not be read as a notebook, so nothing in it could be graded. Please hand it in again.",
        "The file is not a notebook that can be read. Ask for it again.",
    ),
    (
        "grader failure",
        "The grader itself failed on part of your notebook. This is not your fault; your instructor has been told.",
        "Part of this submission could not be decided because the grader or a hidden test failed. It counts as no grade, "
        "never as a zero; it is tried again in the next run.",
    ),
)
