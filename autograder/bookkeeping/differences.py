"""Who gained and who lost: on the screen as long as it can be read, in changes.csv whole."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

from rich.console import Group
from rich.markup import escape
from rich.table import Table

from autograder import exports
from autograder.gradebook.changes import Change, Compared

MOST = 20
COLUMNS = ("student", "notebook", "function", "before", "after", "why")


class Differences:
    """What changed between two states of the gradebook."""

    def __init__(self, compared: Iterable[Compared], path: Path | None = None) -> None:
        """Take up every comparison; where `path` is given and something was graded anew, all changes are written to it."""
        self.regraded = self.gained = self.lost = self.same = 0
        self.whole: list[Change] = []  # of notebooks, not of their functions
        self.hidden: list[Change] = []
        self._whole_list = "grades.csv has everyone's points" if path is None else "changes.csv has all of them"
        rows = []
        for one in compared:
            self.regraded += one.regraded
            self._count(one.changes)
            rows += one.changes
        if path is not None and (rows or self.regraded):
            with exports.written(path) as table:
                lines = csv.writer(table, lineterminator="\n")
                lines.writerow(COLUMNS)
                lines.writerows(_row(change) for change in rows)

    def say(self, say: Callable) -> None:
        """Say it: nothing where nothing was graded anew and nothing changed."""
        if self.gained or self.lost:
            say(f"[bold]Points changed:[/] {self.gained} gained, {self.lost} lost, {self.same} as before.")
            say(Group(self._table(), *self._more()))
        elif self.regraded:
            say(f"{self.regraded} graded anew: nobody's points changed.")
        if self.hidden:
            say(f"[bold]Points set by hand hide {_many(len(self.hidden), 'change')}:[/]")
            for change in self.hidden[:MOST]:
                say(f"  [bold]{escape(change.student)}[/]  {escape(_place(change))}: {escape(change.why)}")
            if len(self.hidden) > MOST:
                say(f"  ... and {len(self.hidden) - MOST} more; {self._whole_list}.")

    def _count(self, changes: list[Change]) -> None:
        self.hidden += [change for change in changes if change.hidden]
        whole = [change for change in changes if not change.function and not change.hidden]
        self.whole += whole
        step = _step(whole[0]) if whole else 0
        self.gained += step > 0
        self.lost += step < 0
        self.same += not whole

    def _table(self) -> Table:
        table = Table(box=None, pad_edge=False, header_style="bold")
        for column in ("student", "notebook", "before", "after", "", "why"):
            numbers = column in ("before", "after", "")
            table.add_column(
                column, justify="right" if numbers else "left", no_wrap=column == "notebook", overflow="fold"
            )
        for change in sorted(self.whole, key=lambda change: (_step(change), change.student, change.notebook))[:MOST]:
            step = _step(change)
            sign = "" if None in (change.before, change.after) else f"[{'green' if step > 0 else 'red'}]{step:+.4g}[/]"
            points = (_points(change.before), _points(change.after), sign, escape(change.why))
            table.add_row(escape(change.student), escape(change.notebook.removesuffix("_exercises")), *points)
        return table

    def _more(self) -> list[str]:
        left = len(self.whole) - MOST
        return [f"... and {left} more; {self._whole_list}."] if left > 0 else []


def _row(change: Change) -> tuple[str, ...]:
    words = map(exports.safe_text, (change.student, change.notebook, change.function))
    return (*words, _points(change.before), _points(change.after), exports.safe_text(change.why))


def _step(change: Change) -> float:
    """How much it went up; to have a grade at last is a gain, to have none any more a loss, whatever it is."""
    if change.before is None or change.after is None:
        return (change.after is not None) - (change.before is not None)
    return change.after - change.before


def _points(points: float | None) -> str:
    return "not decided" if points is None else f"{round(points, 4):.12g}"


def _place(change: Change) -> str:
    return f"{change.notebook}, {change.function}" if change.function else change.notebook


def _many(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
