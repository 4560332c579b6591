"""Of all that one student handed in for one exercise: what counts, and what each file becomes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.intake.submission import Submission


@dataclass(slots=True)
class Fate:
    """What becomes of one file, told for all students whom it belongs to."""

    notebook: str
    remarks: list[str] = field(default_factory=list)
    counts_for: list[str] = field(default_factory=list)
    instead: dict[str, str] = field(default_factory=dict)  # student -> the file that counts

    def row(self, source: str) -> tuple[str, str, str]:
        """(path, outcome, reason)"""
        said = "".join(f"; {remark}" for remark in dict.fromkeys(self.remarks))
        if self.counts_for:
            who = " and ".join(self.counts_for) + (" (a group)" if len(self.counts_for) + len(self.instead) > 1 else "")
            also = "".join(f"; for {student} {other} counts instead" for student, other in self.instead.items())
            return source, "taken", f"{who}, {self.notebook}{said}{also}"
        return source, "superseded", f"{' and '.join(dict.fromkeys(self.instead.values()))} counts instead{said}"


def newest(taken: Iterable[tuple[Submission, int]], fates: dict[str, Fate]) -> list[Submission]:
    """One submission for each student and notebook, in order of both; `fates` (by source) learns the rest.

    Readable before unreadable, then the newest, then by the number that the platform gave it, then by name.
    """
    groups: dict[tuple[str, str], list[tuple[Submission, int]]] = {}
    for submission, order in taken:
        groups.setdefault((submission.student, submission.notebook), []).append((submission, order))
    counting = []
    for student, notebook in sorted(groups):
        ranked = sorted(groups[student, notebook], key=_rank)
        best = ranked[-1][0]
        counting.append(best)
        fates[best.source].counts_for.append(student)
        for submission, _ in ranked[:-1]:
            if submission.source != best.source:
                fates[submission.source].instead[student] = best.source
    return counting


def _rank(one: tuple[Submission, int]) -> tuple:
    submission, order = one
    return not submission.problem, submission.handed_in, order, submission.source
