"""What can go wrong with the gradebook's file, in words that help."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class GradebookError(Exception):
    """The gradebook cannot be opened or used; the message says why and what to do."""


READ_ONLY = "the file or its disk is read-only. Copy its folder to a place where you may write."
KEPT = "What it held before is still there"


def writable(path: Path) -> bool:
    """Whether this file, and what SQLite keeps beside it, can be written."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Whatever SQLite complains about inside comes out as a GradebookError with a sentence."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        raise GradebookError(_sentence(path, error)) from None


def _sentence(path: Path, error: sqlite3.DatabaseError) -> str:
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")) or "locked" in str(error):
        return f"{path} is in use: another command is working with it. Wait until it ends."
    if name.startswith("SQLITE_READONLY") or (path.exists() and not writable(path)):
        return f"{path} cannot be written to: {READ_ONLY}"
    if name.startswith(("SQLITE_FULL", "SQLITE_IOERR")):
        return (
            f"{path} cannot be written to: {_disk(name, error)}. {KEPT}; make room on the disk (or lift the limit on the "
            "size of files) and give the same command again."
        )
    if name.startswith("SQLITE_CANTOPEN"):
        return f"{path} cannot be opened. Does its folder exist, and may you write in it?"
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return f"{path} is not a gradebook: {error}. Move it away, or choose another folder of results."
    if isinstance(error, sqlite3.OperationalError):
        return f"{path} cannot be opened: {error}."
    return f"{path} is not a gradebook: {error}. Move it away, or choose another folder of results."


def _disk(name: str, error: sqlite3.DatabaseError) -> str:
    return "the disk is full" if name == "SQLITE_FULL" else f"the disk refuses ({error})"
