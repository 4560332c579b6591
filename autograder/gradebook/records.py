"""What happened: runs, the files of each intake, attempts and their results. Only the coordinator writes here."""

import json
import zlib
from collections.abc import Iterable

from autograder.gradebook.store import Store, now


class Records(Store):
    """Runs, attempts and results."""

    def begin_run(self, tier: str, about: dict, files: Iterable[tuple[str, str, str]] = ()) -> int:
        """Open a run and keep what became of each file: (path, outcome, reason)."""
        with self._transaction():
            row = (now(), tier, json.dumps(about, sort_keys=True))
            run = self._db.execute("INSERT INTO run (started, tier, about) VALUES (?, ?, ?)", row).lastrowid
            self._db.executemany("INSERT INTO file VALUES (?, ?, ?, ?)", ((run, *file) for file in files))
        return run

    def end_run(self, run: int) -> None:
        """Note that a run came to its end."""
        with self._transaction():
            self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (now(), run))

    def known(self, key: str) -> tuple[dict, list] | None:
        """The result and visible outputs that this key had before, or None. What has no grade is tried again."""
        row = self._row(
            "SELECT body, visible FROM result WHERE key = ? AND status NOT IN ('grader failure', 'unreadable') "
            "ORDER BY id DESC LIMIT 1",
            key,
        )
        return None if row is None else (json.loads(row["body"]), unpacked(row["visible"]))

    def record(
        self,
        run: int,
        key: str,
        source: str,
        handed_in: str | None,
        result: dict,
        visible: list,
        marked_late: bool = False,
        clock: str = "file",
    ) -> bool:
        """Keep one result, in one transaction; return whether it is new.

        A result that the attempt already has under this key is not written twice. `clock` says whose time `handed_in` is:
        the "platform" that took the file, or only the "file" itself or an "archive", whose times copying changes. Where the same bytes were
        handed in more than once, the earliest time counts, and a platform's before a file's.
        """
        who = (result["student"], result["notebook"], result["submission_sha256"])
        with self._transaction():
            self._db.execute(
                "INSERT INTO attempt (student, notebook, sha256, source, handed_in, first_run, last_run, marked_late, clock) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (student, notebook, sha256) DO UPDATE SET "
                "last_run = excluded.last_run, marked_late = min(marked_late, excluded.marked_late), "
                "handed_in = CASE WHEN clock = excluded.clock "
                "THEN min(coalesce(handed_in, excluded.handed_in), coalesce(excluded.handed_in, handed_in)) "
                "WHEN excluded.clock = 'platform' THEN excluded.handed_in ELSE handed_in END, "
                "clock = CASE WHEN 'platform' IN (clock, excluded.clock) THEN 'platform' ELSE clock END",
                (*who, source, handed_in or None, run, run, bool(marked_late), clock),
            )
            attempt = self._db.execute(
                "SELECT id FROM attempt WHERE student = ? AND notebook = ? AND sha256 = ?", who
            ).fetchone()["id"]
            last = self._db.execute(
                "SELECT key, status FROM result WHERE attempt = ? ORDER BY id DESC LIMIT 1", (attempt,)
            ).fetchone()
            if last is not None and tuple(last) == (key, result["status"]) and result["status"] != "grader failure":
                return False
            self._db.execute(
                "INSERT INTO result (attempt, key, run, status, points, max_points, tier, body, visible) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (attempt, key, run, result["status"], result["points"], result["max_points"], result["tier"])
                + (json.dumps(result), packed(visible)),
            )
        return True

    def notebooks(self) -> list[str]:
        """The names of all notebooks that were handed in."""
        return [row["notebook"] for row in self._rows("SELECT DISTINCT notebook FROM attempt ORDER BY notebook")]

    def history(self, student: str | None = None) -> list[dict]:
        """Every result of every attempt, oldest first."""
        rows = self._rows(
            "SELECT attempt.student, attempt.notebook, attempt.sha256, attempt.source, attempt.handed_in, attempt.clock, "
            "attempt.marked_late, result.run, result.status, result.points, result.max_points, result.tier, result.key "
            "FROM result JOIN attempt ON attempt.id = result.attempt WHERE ?1 IS NULL OR student = ?1 ORDER BY result.id",
            student,
        )
        return [dict(row) for row in rows]

    def files(self, run: int) -> list[tuple[str, str, str]]:
        """What became of each file of a run: (path, outcome, reason)."""
        return [tuple(row)[1:] for row in self._rows("SELECT * FROM file WHERE run = ? ORDER BY path", run)]

    def run_about(self, run: int) -> dict:
        """Its number (id), when a run began and ended, in which tier, and all else that decided its results."""
        row = self._row("SELECT started, finished, tier, about FROM run WHERE id = ?", run)
        known = {"id": run, "started": row["started"], "finished": row["finished"], "tier": row["tier"]}
        return known | json.loads(row["about"])

    def last_about(self) -> dict:
        """`run_about` of the last run, or an empty dict."""
        row = self._row("SELECT max(id) AS id FROM run")
        return {} if row["id"] is None else self.run_about(row["id"])


def packed(visible: list) -> bytes:
    """Visible outputs as the file keeps them."""
    return zlib.compress(json.dumps(visible).encode(), 1)


def unpacked(blob: bytes) -> list:
    """What `packed` packed."""
    return json.loads(zlib.decompress(blob))
