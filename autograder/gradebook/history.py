"""A student's whole record: everything that happened and was decided, oldest first."""

import json

from autograder.gradebook.changes import Changes

DECIDED = ("engine", "bundle")  # of what a run knows about itself: the versions of grader and hidden tests


class History(Changes):
    """What happened, in order."""

    def events(self, student: str) -> list[dict]:
        """All results, overrides, withdrawals and extensions of a student, oldest first; each says `when` and `what`.

        A result says what decided it: the run, the tier, the versions of the hidden tests and of the grader; `counts` is
        true for the one that counts now.
        """
        found = self._results(student)
        for row in self._rows("SELECT * FROM override WHERE student = ? ORDER BY id", student):
            found.append(
                _event(row, "set by hand", notebook=row["notebook"], function=row["function"], points=row["points"])
            )
        query = (
            "SELECT withdrawal.*, notebook, function, points FROM withdrawal JOIN override ON override.id = override "
            "WHERE student = ? ORDER BY override"
        )
        for row in self._rows(query, student):
            found.append(
                _event(row, "taken back", notebook=row["notebook"], function=row["function"], points=row["points"])
            )
        for row in self._rows("SELECT * FROM extension WHERE student = ? ORDER BY id", student):
            found.append(_event(row, "extension", notebook=row["notebook"], until=row["until"]))
        return sorted(found, key=lambda event: event["when"])  # stable: what came within one second stays in order

    def _results(self, student: str) -> list[dict]:
        counting = {
            (row["notebook"]): self.stands(student, row["notebook"]).row["result"]
            for row in list(self._rows("SELECT DISTINCT notebook FROM attempt WHERE student = ?", student))
        }
        query = (
            "SELECT attempt.notebook, attempt.sha256, attempt.source, attempt.handed_in, attempt.clock, attempt.marked_late, "
            "result.id, result.status, result.points, result.max_points, result.tier, result.run, run.started, run.about "
            "FROM attempt JOIN result ON result.attempt = attempt.id JOIN run ON run.id = result.run "
            "WHERE attempt.student = ? ORDER BY result.id"
        )
        found = []
        for row in self._rows(query, student):
            event = {"when": row["started"], "what": "graded"} | {name: row[name] for name in row.keys()}
            about = json.loads(event.pop("about"))
            event["marked_late"] = bool(event["marked_late"])
            event["counts"] = counting[row["notebook"]] == event.pop("id")
            event["decided_by"] = {name: about[name][:12] for name in DECIDED if name in about}
            del event["started"]
            found.append(event)
        return found


def _event(row: dict, what: str, **more: object) -> dict:
    return {"when": row["made"], "what": what, "reason": row["reason"]} | more
