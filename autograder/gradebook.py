"""The gradebook: one SQLite file that remembers every attempt and every result. Only the coordinator writes it.

An *attempt* is one version of one notebook that one student handed in; a *result* is what one way of grading (tests,
release, limits, engine: the key) made of it. Nothing is ever deleted or changed: a later attempt or result stands in
front of an earlier one, and an override stands in front of both, with its reason. What counts now is `standing()`.

While a run is open the file is locked for everyone else, so two graders cannot mix their results.
"""

import copy
import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

VERSION = 1

SCHEMA = """
CREATE TABLE run (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, tier TEXT NOT NULL, about TEXT NOT NULL
);
CREATE TABLE file (  -- what became of every file of a run's intake
    run INTEGER NOT NULL REFERENCES run, path TEXT NOT NULL, outcome TEXT NOT NULL, reason TEXT NOT NULL,
    PRIMARY KEY (run, path)
) WITHOUT ROWID;
CREATE TABLE attempt (
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT NOT NULL, sha256 TEXT NOT NULL,
    source TEXT NOT NULL, handed_in TEXT, first_run INTEGER NOT NULL REFERENCES run, last_run INTEGER NOT NULL REFERENCES run,
    UNIQUE (student, notebook, sha256)
);
CREATE TABLE result (
    id INTEGER PRIMARY KEY, attempt INTEGER NOT NULL REFERENCES attempt, key TEXT NOT NULL,
    run INTEGER NOT NULL REFERENCES run, status TEXT NOT NULL, points REAL, max_points REAL, tier TEXT NOT NULL,
    body TEXT NOT NULL, visible BLOB NOT NULL
);
CREATE INDEX result_attempt ON result (attempt);
CREATE INDEX result_key ON result (key);
CREATE TABLE override (  -- a decision of the instructor; function NULL means the whole notebook; the last one counts
    id INTEGER PRIMARY KEY, student TEXT NOT NULL, notebook TEXT NOT NULL, function TEXT, points REAL NOT NULL,
    reason TEXT NOT NULL CHECK (length(trim(reason)) > 0), made TEXT NOT NULL
);
CREATE VIEW standing AS
    SELECT attempt.student, attempt.notebook, attempt.sha256, attempt.source, attempt.handed_in, result.*
    FROM attempt JOIN result ON result.id = (SELECT max(id) FROM result WHERE result.attempt = attempt.id)
    WHERE attempt.id = (
        SELECT other.id FROM attempt AS other
        WHERE other.student = attempt.student AND other.notebook = attempt.notebook
        ORDER BY other.last_run DESC, other.id DESC LIMIT 1
    );
"""


class GradebookError(Exception):
    """The gradebook cannot be opened or used; the message says why and what to do."""


class Gradebook:
    """An open gradebook: `with Gradebook(path) as book: ...`.

    Raises
    ------
    GradebookError: another process holds the file, or it is not a gradebook of this version.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        try:
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=1.0)
            self._db.row_factory = sqlite3.Row
            self._db.execute("PRAGMA foreign_keys = ON")
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            with self._transaction():
                version = self._db.execute("PRAGMA user_version").fetchone()[0]
                if version == 0:
                    for statement in SCHEMA.split(";\n"):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version = {VERSION}")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                raise GradebookError(
                    f"{path} is in use: another command is working with it. Wait until it ends."
                ) from None
            raise GradebookError(f"{path} cannot be opened: {error}.") from None
        except sqlite3.DatabaseError as error:
            raise GradebookError(
                f"{path} is not a gradebook: {error}. Move it away, or choose another --out."
            ) from None
        if version not in (0, VERSION):
            raise GradebookError(
                f"{path} was written by another version of the grader ({version}, this one: {VERSION})."
            )

    def __enter__(self) -> "Gradebook":
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def begin_run(self, tier: str, about: dict, files: Iterable[tuple[str, str, str]] = ()) -> int:
        """Open a run and keep what became of each file: (path, outcome, reason)."""
        with self._transaction():
            row = (_now(), tier, json.dumps(about, sort_keys=True))
            run = self._db.execute("INSERT INTO run (started, tier, about) VALUES (?, ?, ?)", row).lastrowid
            self._db.executemany("INSERT INTO file VALUES (?, ?, ?, ?)", ((run, *file) for file in files))
        return run

    def end_run(self, run: int) -> None:
        """Note that a run came to its end."""
        self._db.execute("UPDATE run SET finished = ? WHERE id = ?", (_now(), run))

    def known(self, key: str) -> tuple[dict, list] | None:
        """The result and visible outputs that this key had before, or None. A grader failure is tried again."""
        row = self._db.execute(
            "SELECT body, visible FROM result WHERE key = ? AND status != 'grader failure' ORDER BY id DESC LIMIT 1",
            (key,),
        ).fetchone()
        return None if row is None else (json.loads(row["body"]), _unpack(row["visible"]))

    def record(self, run: int, key: str, source: str, handed_in: str | None, result: dict, visible: list) -> bool:
        """Keep one result, in one transaction; return whether it is new.

        A result that the attempt already has under this key is not written twice.
        """
        who = (result["student"], result["notebook"], result["submission_sha256"])
        with self._transaction():
            self._db.execute(
                "INSERT INTO attempt (student, notebook, sha256, source, handed_in, first_run, last_run) "
                "VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (student, notebook, sha256) DO UPDATE SET last_run = excluded.last_run",
                (*who, source, handed_in, run, run),
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
                + (json.dumps(result), _pack(visible)),
            )
        return True

    def override(self, student: str, notebook: str, points: float, reason: str, function: str | None = None) -> None:
        """Set points by hand, for a notebook or one of its functions; the reason is kept with them."""
        if not reason.strip():
            raise GradebookError("An override needs a reason: it will be read by whoever asks about this grade.")
        row = (student, notebook, function, float(points), reason.strip(), _now())
        self._db.execute(
            "INSERT INTO override (student, notebook, function, points, reason, made) VALUES (?, ?, ?, ?, ?, ?)", row
        )

    def standing(self) -> Iterator[dict]:
        """What counts now, a result a student and notebook, in order of their names; overrides are in force."""
        overrides = self._overrides()
        for row in self._db.execute("SELECT body FROM standing ORDER BY student, notebook"):
            result = json.loads(row["body"])
            yield _overridden(result, overrides.get((result["student"], result["notebook"]), ()))

    def decided(self, result: dict) -> dict:
        """The result with its student's overrides in force."""
        return _overridden(result, self._overrides(result["student"]).get((result["student"], result["notebook"]), ()))

    def notebooks(self) -> list[str]:
        """The names of all notebooks that were handed in."""
        return [row["notebook"] for row in self._db.execute("SELECT DISTINCT notebook FROM attempt ORDER BY notebook")]

    def _overrides(self, student: str | None = None) -> dict[tuple[str, str], list[sqlite3.Row]]:
        found: dict[tuple[str, str], list[sqlite3.Row]] = {}
        for row in self._db.execute("SELECT * FROM override WHERE ?1 IS NULL OR student = ?1 ORDER BY id", (student,)):
            found.setdefault((row["student"], row["notebook"]), []).append(row)
        return found

    def visible(self, student: str, notebook: str) -> list:
        """The visible outputs of the standing result."""
        row = self._db.execute(
            "SELECT visible FROM standing WHERE student = ? AND notebook = ?", (student, notebook)
        ).fetchone()
        return [] if row is None else _unpack(row["visible"])

    def history(self, student: str | None = None) -> list[dict]:
        """Every result of every attempt, oldest first."""
        rows = self._db.execute(
            "SELECT attempt.student, attempt.notebook, attempt.sha256, attempt.source, attempt.handed_in, result.run, "
            "result.status, result.points, result.max_points, result.tier, result.key "
            "FROM result JOIN attempt ON attempt.id = result.attempt WHERE ?1 IS NULL OR student = ?1 ORDER BY result.id",
            (student,),
        )
        return [dict(row) for row in rows]

    def files(self, run: int) -> list[tuple[str, str, str]]:
        """What became of each file of a run: (path, outcome, reason)."""
        return [tuple(row)[1:] for row in self._db.execute("SELECT * FROM file WHERE run = ? ORDER BY path", (run,))]


def _overridden(result: dict, overrides: Iterable[sqlite3.Row]) -> dict:
    """The result with the instructor's own points; `overridden` lists why."""
    if not overrides:
        return result
    result, whole = copy.deepcopy(result), None
    for row in overrides:
        result.setdefault("overridden", []).append(
            {"function": row["function"], "points": row["points"], "reason": row["reason"]}
        )
        if row["function"] is None:
            whole = row["points"]
        elif row["function"] in result["functions"]:
            whole = None
            result["functions"][row["function"]]["points"] = row["points"]
            points = [function["points"] for function in result["functions"].values()]
            result["points"] = None if None in points else round(sum(points), 6)
    if whole is not None:
        result["points"] = whole
    return result


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _pack(visible: list) -> bytes:
    return zlib.compress(json.dumps(visible).encode(), 1)


def _unpack(blob: bytes) -> list:
    return json.loads(zlib.decompress(blob))
