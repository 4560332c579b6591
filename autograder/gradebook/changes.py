"""Who gained and who lost: what counts now, compared with what counted when a run began.

What counted is kept in the file until `settle()`, so a run that was killed and continued is compared as one.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.gradebook.records import Records
from autograder.gradebook.standing import Standing, Standings

CAUSES = (("bundle", "hidden tests or exercise changed"), ("engine", "grader changed"), ("limits", "limits changed"))


@dataclass(frozen=True)
class Change:
    """Points before and after (None: not decided) of one function, or of the whole notebook where `function` is empty.

    `hidden`: the tests decide otherwise than before, but points set by hand stand in front, so nothing changed.
    """

    student: str
    notebook: str
    function: str
    before: float | None
    after: float | None
    why: str
    hidden: bool = False


@dataclass(frozen=True)
class Compared:
    """One student's notebook: whether its result is another than before, and what that changed."""

    regraded: bool
    changes: list[Change]


class Changes(Records, Standings):
    """Before and after."""

    def remember(self) -> None:
        """Keep what counts now, to compare with; what an unfinished run kept stays."""
        if self._row("SELECT 1 FROM before LIMIT 1"):
            return
        with self._transaction():
            self._db.executemany(
                "INSERT INTO before VALUES (?, ?, ?, ?)",
                (
                    (one.result["student"], one.result["notebook"], one.row["result"], json.dumps(points_of(one)))
                    for one in self.standings()
                ),
            )

    def settle(self) -> None:
        """Forget what was remembered: its changes were told."""
        with self._transaction():
            self._db.execute("DELETE FROM before")

    def compared(self) -> Iterator[Compared]:
        """What was remembered against what counts now, in order of students; who is new is in neither."""
        for row in self._rows("SELECT * FROM before ORDER BY student, notebook"):
            one = self.stands(row["student"], row["notebook"])
            was = json.loads(row["body"])
            why = self._why(row["result"], one)
            yield Compared(row["result"] != one.row["result"], differences(was, one, why))

    def _why(self, before: int, one: Standing) -> str:
        """What made the difference between the result of before and what counts now."""
        if before == one.row["result"]:
            return "an override, an extension, a due date or the late rule changed"
        old = self._row("SELECT attempt, run, status FROM result WHERE id = ?", before)
        if old["attempt"] != one.row["attempt"]:
            return "another attempt counts"
        if old["status"] == "grader failure":
            return "the grader had failed before"
        first, second = self.run_about(old["run"]), self.run_about(one.row["run"])
        found = [said for name, said in CAUSES if first.get(name) != second.get(name)]
        if first["tier"] != second["tier"]:
            found.append(f"graded in tier {second['tier']}, before in {first['tier']}")
        return ", ".join(found) or "graded again"


def points_of(one: Standing) -> dict:
    """All points of one that stands: decided and as graded, whole and by function."""
    return {
        "points": one.result["points"],
        "functions": {name: function["points"] for name, function in one.result["functions"].items()},
        "graded": one.graded["points"],
        "graded_functions": {name: function["points"] for name, function in one.graded["functions"].items()},
        "late": one.result.get("late", {}).get("deduction", 0.0),
        "by_hand": one.result.get("overridden", []),
    }


def differences(was: dict, one: Standing, why: str) -> list[Change]:
    """The changes between `points_of` before and what stands now: functions, then the whole notebook."""
    now, found = points_of(one), []
    student, notebook = one.result["student"], one.result["notebook"]
    by_hand = {change["function"]: change["reason"] for change in now["by_hand"]}
    for name in now["functions"] | was["functions"]:
        before, after = was["functions"].get(name), now["functions"].get(name)
        first, second = was["graded_functions"].get(name), now["graded_functions"].get(name)
        if before != after:
            found.append(Change(student, notebook, name, before, after, why))
        elif name in by_hand and first != second:
            found.append(
                Change(student, notebook, name, before, after, _hidden(first, second, by_hand[name], why), True)
            )
    before, after = was["points"], now["points"]
    if before != after:
        parts = [why] if any(not change.hidden for change in found) or was["late"] == now["late"] else []
        if was["late"] != now["late"]:
            parts.append(f"deduction for lateness {_said(was['late'])} before, {_said(now['late'])} now")
        if was["by_hand"] != now["by_hand"]:
            parts.append("points set by hand changed")
        found.append(Change(student, notebook, "", before, after, ", ".join(filter(None, parts))))
    elif None in by_hand and was["graded"] != now["graded"]:
        found.append(
            Change(
                student, notebook, "", before, after, _hidden(was["graded"], now["graded"], by_hand[None], why), True
            )
        )
    return found


def _hidden(before: float | None, after: float | None, reason: str, why: str) -> str:
    return f"{why}: {_said(before)} before, {_said(after)} now, but the points set by hand count ({reason})"


def _said(points: float | None) -> str:
    return "not decided" if points is None else f"{round(points, 4):g}"
