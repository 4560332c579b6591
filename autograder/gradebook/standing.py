"""What counts now: of each student's attempts at a notebook the one that counts, with all decisions in force."""

import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from autograder.gradebook.decisions import Decisions, extended
from autograder.gradebook.late import Arrival, assessed
from autograder.gradebook.records import unpacked

ATTEMPTS = (
    "SELECT attempt.id AS attempt, attempt.student, attempt.notebook, attempt.source, attempt.handed_in, attempt.clock, "
    "attempt.marked_late, result.id AS result, result.run, result.key, result.status "
    "FROM attempt JOIN result ON result.id = (SELECT max(id) FROM result WHERE result.attempt = attempt.id) {} "
    "ORDER BY attempt.student, attempt.notebook, attempt.last_run, attempt.id"
)
ALL, ONE = ATTEMPTS.format(""), ATTEMPTS.format("WHERE attempt.student = ? AND attempt.notebook = ?")


@dataclass(frozen=True)
class Standing:
    """What counts for one student and notebook: the `result` with decisions in force, and `graded`, as the tests decided.

    Of its attempt and result in the gradebook: source, handed_in, clock, marked_late, attempt and result (numbers), run,
    key. `attempts` says how many there are.
    """

    result: dict
    graded: dict
    row: dict
    attempts: int


class Standings(Decisions):
    """What counts now."""

    def standing(self) -> Iterator[dict]:
        """What counts now, a result a student and notebook, in order of their names; all decisions are in force."""
        for one in self.standings():
            yield one.result

    def standings(self) -> Iterator[Standing]:
        """`standing()` with what each rests on."""
        for _, rows in groupby(self._rows(ALL), key=lambda row: (row["student"], row["notebook"])):
            yield self._counting(list(rows))

    def stands(self, student: str, notebook: str) -> Standing | None:
        """What counts for this student and notebook, or None where nothing was handed in."""
        rows = list(self._rows(ONE, student, notebook))
        return self._counting(rows) if rows else None

    def visible(self, student: str, notebook: str) -> list:
        """The visible outputs of what counts."""
        one = self.stands(student, notebook)
        return [] if one is None else self.outputs(one)

    def outputs(self, one: Standing) -> list:
        """The visible outputs of what stands."""
        return unpacked(self._row("SELECT visible FROM result WHERE id = ?", one.row["result"])["visible"])

    def untimed(self) -> int:
        """How many attempts have a due date and no time from a platform, so that only the rule's `file_times` calls them late."""
        query = "SELECT notebook, count(*) FROM attempt WHERE clock != 'platform' AND NOT marked_late GROUP BY notebook"
        due = self.decisions()[1]
        return sum(count for notebook, count in map(tuple, self._rows(query)) if notebook in due)

    def decided(self, graded: dict, row: dict) -> dict:
        """A result as tests decided it, with overrides and the late rule in force.

        Points set by hand for a function are earned like others; points set for the whole notebook are final, and no late
        rule touches them.
        """
        rule, due, extensions, overrides = self.decisions()
        student, notebook = graded["student"], graded["notebook"]
        result, final = overridden(graded, overrides.get((student, notebook), ()))
        if final or result["points"] is None:
            return result
        until, extension = extended(due.get(notebook), student, notebook, extensions)
        late = assessed(result["points"], arrival(row), until, extension, rule)
        if late is None:
            return result
        return result | {"points": round(result["points"] - late["deduction"], 6), "late": late}

    def best(self, student: str, notebook: str) -> Standing | None:
        """The attempt with the most points, of equals the newest, whatever the rule says counts."""
        rows = list(self._rows(ONE, student, notebook))
        return self._best(rows) if rows else None

    def _counting(self, rows: list) -> Standing:
        """The attempt that counts, of those in order of their coming."""
        rule = self.decisions()[0]
        if rule.counts == "best" and len(rows) > 1 and rows[-1]["status"] != "grader failure":
            return self._best(rows)
        return self._standing(rows[-1], len(rows))

    def _best(self, rows: list) -> Standing:
        return max((self._standing(row, len(rows)) for row in reversed(rows)), key=_worth)

    def _standing(self, row: dict, attempts: int) -> Standing:
        graded = json.loads(self._row("SELECT body FROM result WHERE id = ?", row["result"])["body"])
        return Standing(self.decided(graded, row), graded, dict(row), attempts)


def overridden(result: dict, overrides: list[dict]) -> tuple[dict, bool]:
    """The result with the points set by hand (`overridden` lists why), and whether those of the whole notebook are."""
    if not overrides:
        return result, False
    result, whole = copy.deepcopy(result), None
    result["overridden"] = [dict(change) for change in overrides]
    for change in overrides:
        if change["function"] is None:
            whole = change["points"]
        elif change["function"] in result["functions"]:
            whole = None
            result["functions"][change["function"]]["points"] = change["points"]
            points = [function["points"] for function in result["functions"].values()]
            result["points"] = None if None in points else round(sum(points), 6)
    if whole is None:  # points of a function, set later, took its place
        result["overridden"] = [change for change in result["overridden"] if change["function"] is not None]
    else:
        result["points"] = whole
    return result, whole is not None


def arrival(row: dict) -> Arrival:
    """When the attempt in this row came, as far as is known."""
    return Arrival(_moment(row["handed_in"]), row["clock"], bool(row["marked_late"]))


def _moment(text: str | None) -> datetime | None:
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _worth(one: Standing) -> float:
    return -1.0 if one.result["points"] is None else one.result["points"]
