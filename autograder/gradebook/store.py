"""The file itself: opened, locked, brought to this version, written in transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from autograder.gradebook.errors import READ_ONLY, GradebookError, told, writable
from autograder.gradebook.schema import VERSION, take_up


class Store:
    """The open file. Whatever SQLite complains about comes out as a GradebookError. On a read-only disk it can be looked at."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._looked_at = self.path.exists() and not writable(self.path)
        with told(self.path):
            self._db = _to_look_at(self.path) if self._looked_at else _to_write(self.path)
        try:
            with told(self.path):
                self._db.row_factory = sqlite3.Row
                if self._looked_at:
                    version = self._db.execute("PRAGMA user_version").fetchone()[0]
                else:
                    self._lock()
                    with self._transaction():
                        version = take_up(self._db)
            if self._looked_at and version < VERSION:
                raise GradebookError(f"{path} is of an earlier version and cannot be taken up: {READ_ONLY}")
            if version > VERSION:
                raise GradebookError(
                    f"{path} was written by a newer version of the grader ({version}, this one: {VERSION}). "
                    "Use that version, or grade into another folder."
                )
        except BaseException:
            self._db.close()
            raise

    def _lock(self) -> None:
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")

    def __enter__(self):
        return self

    def __exit__(self, *exc: object) -> None:
        self._db.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        """All of it or nothing, on the disk when it is over."""
        with told(self.path):
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:  # a full disk may have undone it already
                    self._db.execute("ROLLBACK")
                raise

    def _rows(self, query: str, *values: object) -> Iterator[sqlite3.Row]:
        with told(self.path):
            for row in self._db.execute(query, values):  # noqa: UP028 (`yield from` would close a closed file's cursor)
                yield row

    def _row(self, query: str, *values: object) -> sqlite3.Row | None:
        with told(self.path):
            return self._db.execute(query, values).fetchone()


def _to_write(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, timeout=1.0)


def _to_look_at(path: Path) -> sqlite3.Connection:
    """A file on a read-only disk can be read as it is, if nothing of it waits to be taken in."""
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        raise GradebookError(f"{path} was left in the middle of a command and cannot be mended: {READ_ONLY}")
    address = path.absolute().as_uri() + "?mode=ro&immutable=1"
    return sqlite3.connect(address, uri=True, isolation_level=None)


def now() -> str:
    """This moment in UTC, as the gradebook writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
