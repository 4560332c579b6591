"""What a run comes to: how many were graded and what they earned, by notebook, and who has no grade and why."""

from collections import Counter
from collections.abc import Iterable

from rich.table import Table


class Summary:
    """What there is to say about the results of those who were asked for: (student, notebook) pairs."""

    def __init__(self, asked: Iterable[tuple[str, str]]) -> None:
        self._missing = set(asked)
        self.decided = 0
        self.undecided: list[tuple[str, str]] = []  # (student, why)
        self._statuses: dict[str, Counter] = {}
        self._points: dict[str, list[float]] = {}
        self._most: dict[str, float] = {}

    def add(self, result: dict) -> None:
        """Take up one result, if it was asked for."""
        who = result["student"], result["notebook"]
        if who not in self._missing:
            return
        self._missing.remove(who)
        self._statuses.setdefault(result["notebook"], Counter())[result["status"]] += 1
        self._most[result["notebook"]] = result["max_points"]
        if result["points"] is None:
            self.undecided.append((result["student"], f"{result['status']}. {_why(result)}"))
        else:
            self.decided += 1
            self._points.setdefault(result["notebook"], []).append(result["points"])

    def table(self) -> Table:
        """Counts by notebook and status, with the mean of what was graded."""
        statuses = sorted(
            {status for counts in self._statuses.values() for status in counts}, key=lambda it: it != "graded"
        )
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("notebook", *statuses, "mean", "of", "full marks", "nothing"):
            table.add_column(column, justify="left" if column == "notebook" else "right")
        for notebook, counts in self._statuses.items():
            points, most = self._points.get(notebook, []), self._most[notebook]
            mean = f"{sum(points) / len(points):.2f}" if points else ""
            ends = str(sum(one >= most for one in points)), str(points.count(0))
            table.add_row(notebook, *(str(counts[status]) for status in statuses), mean, f"{most:g}", *ends)
        return table


def _why(result: dict) -> str:
    """What kept a submission from being graded."""
    if result["status"] == "unreadable" or result.get("detail"):
        return result["detail"]
    tests = (test for function in result["functions"].values() for test in function["tests"])
    return next((f"{test['name']}: {test['detail']}" for test in tests if test["status"] == "grader failure"), "")
