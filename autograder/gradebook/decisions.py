"""What an instructor decides: points set by hand, due dates, late rules, extensions. The latest decision counts."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from autograder.gradebook.errors import GradebookError
from autograder.gradebook.late import Rule
from autograder.gradebook.store import Store, now


class Decisions(Store):
    """Overrides, due dates, the late rule and extensions. They change no result; `standing()` puts them in force."""

    _in_force: tuple | None = None

    def decisions(self) -> tuple[Rule, dict, dict, dict]:
        """(rule, due dates, extensions, overrides) in force; kept between calls, since nobody else can change the file."""
        if self._in_force is None:
            self._in_force = self.rule(), self.due(), self.extensions(), self.overrides()
        return self._in_force

    @contextmanager
    def _deciding(self) -> Iterator[None]:
        with self._transaction():
            yield
        self._in_force = None

    def override(self, student: str, notebook: str, points: float, reason: str, function: str | None = None) -> None:
        """Set points by hand, for a notebook or one of its functions; the reason is kept with them."""
        row = (student, notebook, function, float(points), _reason(reason, "An override"), now())
        with self._deciding():
            self._db.execute(
                "INSERT INTO override (student, notebook, function, points, reason, made) VALUES (?, ?, ?, ?, ?, ?)",
                row,
            )

    def take_back(self, student: str, notebook: str, reason: str, function: str | None = None) -> int:
        """Take back what was set by hand for exactly this notebook or function; how many decisions that were."""
        reason = _reason(reason, "Taking an override back")
        with self._deciding():
            return self._db.execute(
                "INSERT INTO withdrawal (override, reason, made) SELECT id, ?, ? FROM override "
                "WHERE student = ? AND notebook = ? AND function IS ? AND id NOT IN (SELECT override FROM withdrawal)",
                (reason, now(), student, notebook, function),
            ).rowcount

    def overrides(self) -> dict[tuple[str, str], list[dict]]:
        """(student, notebook) -> the overrides in force, oldest first: function (None for the whole), points, reason."""
        found: dict[tuple[str, str], list[dict]] = {}
        rows = self._rows("SELECT * FROM override WHERE id NOT IN (SELECT override FROM withdrawal) ORDER BY id")
        for row in rows:
            change = {name: row[name] for name in ("function", "points", "reason")}
            found.setdefault((row["student"], row["notebook"]), []).append(change)
        return found

    def set_due(self, dates: Mapping[str, datetime | None]) -> None:
        """Say when notebooks are due; None takes a due date away."""
        with self._deciding():
            self._db.executemany(
                "INSERT INTO due (notebook, moment, made) VALUES (?, ?, ?)",
                [(name, moment and moment.isoformat(timespec="seconds"), now()) for name, moment in dates.items()],
            )

    def due(self) -> dict[str, datetime]:
        """notebook -> when it is due, for those that have a due date."""
        latest = {row["notebook"]: row["moment"] for row in self._rows("SELECT notebook, moment FROM due ORDER BY id")}
        return {name: datetime.fromisoformat(moment) for name, moment in sorted(latest.items()) if moment}

    def set_rule(self, rule: Rule) -> None:
        """Put a late rule in force, in place of the one before."""
        with self._deciding():
            self._db.execute("INSERT INTO rule (body, made) VALUES (?, ?)", (json.dumps(rule.as_dict()), now()))

    def rule(self) -> Rule:
        """The late rule in force; without one nothing is deducted and the newest attempt counts."""
        row = self._row("SELECT body FROM rule ORDER BY id DESC LIMIT 1")
        return Rule() if row is None else Rule.from_dict(json.loads(row["body"]))

    def extend(self, student: str, until: datetime | None, reason: str, notebook: str | None = None) -> None:
        """Give a student until then, for one notebook or for all; None takes earlier extensions of that kind back."""
        moment = until and until.isoformat(timespec="seconds")
        row = (student, notebook, moment, _reason(reason, "An extension"), now())
        with self._deciding():
            self._db.execute(
                "INSERT INTO extension (student, notebook, until, reason, made) VALUES (?, ?, ?, ?, ?)", row
            )

    def extensions(self) -> dict[tuple[str, str | None], tuple[datetime, str]]:
        """(student, notebook or None for all) -> (until when, the reason)."""
        rows = self._rows("SELECT * FROM extension ORDER BY id")
        latest = {(row["student"], row["notebook"]): (row["until"], row["reason"]) for row in rows}
        return {who: (datetime.fromisoformat(until), why) for who, (until, why) in latest.items() if until}


def extended(
    due: datetime | None, student: str, notebook: str, extensions: Mapping[tuple[str, str | None], tuple[datetime, str]]
) -> tuple[datetime | None, bool]:
    """When this student's notebook is due, and whether an extension says so. No extension makes it earlier."""
    given = [extensions[who][0] for who in ((student, notebook), (student, None)) if who in extensions]
    if due is None or not given:
        return due, bool(given)
    return max(due, *given), max(given) > due


def _reason(text: str, what: str) -> str:
    if not text.strip():
        raise GradebookError(f"{what} needs a reason: it will be read by whoever asks about this grade.")
    return text.strip()
