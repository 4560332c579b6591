"""What a class report counts, taken up from one result after the other; no result is kept.

Of every result only numbers stay (points of each question, time, memory), and by name only what an instructor may want to
look at: what was not decided, stopped, late or set by hand.
"""

import math
from array import array
from collections import Counter
from dataclasses import dataclass, field

LOOKED_AT = ("time", "memory", "breach", "grader failure")  # of a hidden test: worth knowing by name
NOT_FAILED = ("passed", "not attempted", "grader failure")
MOST_DETAIL = 300
NAN = math.nan


@dataclass(frozen=True)
class Incident:
    """Something that happened to one student's work; `function` is "" where it concerns all of it."""

    student: str
    notebook: str
    function: str
    status: str
    detail: str


@dataclass
class Question:
    """One graded function: the points of each who handed the notebook in (nan: not decided), and who tried it."""

    notebook: str
    name: str
    most: float
    points: array = field(default_factory=lambda: array("d"))
    tried: array = field(default_factory=lambda: array("b"))


@dataclass
class Notebook:
    """One exercise notebook: who handed it in (`rows`, as indices of students), and what came of it, row by row."""

    name: str
    most: float
    questions: dict[str, Question] = field(default_factory=dict)
    rows: array = field(default_factory=lambda: array("L"))
    points: array = field(default_factory=lambda: array("d"))
    seconds: array = field(default_factory=lambda: array("d"))
    megabytes: array = field(default_factory=lambda: array("d"))
    statuses: Counter = field(default_factory=Counter)


class Tally:
    """Takes up results as `Gradebook.standing()` yields them, in any order."""

    def __init__(self) -> None:
        self.students: dict[str, int] = {}  # name -> index
        self.notebooks: dict[str, Notebook] = {}
        self.tiers: Counter = Counter()
        self.statements: dict[tuple[str, str, str], list[int]] = {}  # (notebook, function, line) -> [failed, tried]
        self.misconceptions: Counter = Counter()  # (notebook, function, what it says)
        self.incidents: list[Incident] = []
        self.late: list[tuple[str, str, dict]] = []
        self.by_hand: list[tuple[str, str, dict]] = []
        self.measured: dict[tuple[str, str], dict[str, dict[str, dict[str, float]]]] = {}

    def add(self, result: dict) -> None:
        """Take up what counts for one student and notebook."""
        student, name = result["student"], result["notebook"]
        row = self.students.setdefault(student, len(self.students))
        notebook = self.notebooks.setdefault(name, Notebook(name, result["max_points"]))
        notebook.most = result["max_points"]
        place = len(notebook.rows)
        notebook.rows.append(row)
        notebook.points.append(_number(result["points"]))
        usage = result.get("usage") or {}
        notebook.seconds.append(_number(usage.get("seconds")))
        notebook.megabytes.append(_number(usage.get("peak_bytes")) / 1e6)
        notebook.statuses[result["status"]] += 1
        self.tiers[result["tier"]] += 1
        if result["points"] is None:
            self._incident(student, name, "", result["status"], result.get("detail", ""))
        for function, found in result["functions"].items():
            self._take_question(notebook, place, function, found)
            self._take_tests(student, name, function, found)
        if result.get("late"):
            self.late.append((student, name, result["late"]))
        self.by_hand += ((student, name, change) for change in result.get("overridden", ()))

    def _take_question(self, notebook: Notebook, place: int, function: str, found: dict) -> None:
        question = notebook.questions.setdefault(function, Question(notebook.name, function, found["max_points"]))
        missing = place - len(question.points)  # rows graded before the exercise had this question
        question.points.extend([NAN] * missing)
        question.tried.extend([0] * missing)
        question.points.append(_number(found["points"]))
        tests = found["tests"]
        question.tried.append(any(test["status"] != "not attempted" for test in tests) or bool(found["points"]))

    def _take_tests(self, student: str, notebook: str, function: str, found: dict) -> None:
        if said := (found.get("behaves_like") or {}).get("says"):
            self.misconceptions[notebook, function, said] += 1
        lines: dict[str, bool] = {}
        seen = set()
        for test in found["tests"]:
            status, line = test["status"], test["line"]
            if status != "not attempted":
                lines[line] = lines.get(line, False) or status not in NOT_FAILED
            if status in LOOKED_AT and status not in seen:  # one a question: the others say the same
                seen.add(status)
                self._incident(student, notebook, function, status, test.get("detail", ""))
            if numbers := _numbers(test.get("measured")):
                own = self.measured.setdefault((notebook, function), {}).setdefault(student, {})
                own.setdefault(line, {}).update(numbers)
        for line, failed in lines.items():
            count = self.statements.setdefault((notebook, function, line), [0, 0])
            count[0] += failed
            count[1] += 1

    def _incident(self, student: str, notebook: str, function: str, status: str, detail: str) -> None:
        self.incidents.append(Incident(student, notebook, function, status, detail[:MOST_DETAIL]))


def _number(value: float | None) -> float:
    return NAN if value is None else float(value)


def _numbers(measured: object) -> dict[str, float]:
    """What a hidden test recorded, as far as it is a finite number."""
    if not isinstance(measured, dict):
        return {}
    fine = {key: value for key, value in measured.items() if isinstance(value, (int, float)) and math.isfinite(value)}
    return {key: float(value) for key, value in fine.items()}
