"""The file itself: opened, locked, brought to this version, written in transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from autograder.gradebook.errors import GradebookError, told
from autograder.gradebook.schema import VERSION, take_up


class Store:
    """The open file. Every word of SQLite's that goes wrong comes out as a GradebookError."""

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        with told(self.path):
            self._db = sqlite3.connect(self.path, isolation_level=None, timeout=1.0)
        try:
            with told(self.path):
                self._db.row_factory = sqlite3.Row
                self._db.execute("PRAGMA foreign_keys = ON")
                self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                with self._transaction():
                    version = take_up(self._db)
            if version > VERSION:
                raise GradebookError(
                    f"{path} was written by a newer version of the grader ({version}, this one: {VERSION}). "
                    "Use that version, or grade into another folder."
                )
        except BaseException:
            self._db.close()
            raise

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
            yield from self._db.execute(query, values)

    def _row(self, query: str, *values: object) -> sqlite3.Row | None:
        with told(self.path):
            return self._db.execute(query, values).fetchone()


def now() -> str:
    """This moment in UTC, as the gradebook writes it."""
    return datetime.now(UTC).isoformat(timespec="seconds")
