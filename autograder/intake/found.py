"""A file that was found, on the disk or inside archives, and how to get at its bytes later.

A `Found` holds no bytes: it knows the file on the disk and, inside archives, where each one begins, so that a hundred
thousand of them take little memory and any one is read without reading the others.
"""

import functools
import io
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from autograder.intake.directory import ArchiveError, Entry
from autograder.intake.unpacking import unpacked

MAX_BYTES = 20_000_000  # of a notebook
MAX_ARCHIVE = 100_000_000  # of an archive inside another


@dataclass(frozen=True, slots=True)
class Found:
    """One file: `parts` is its path below what was given (an archive counts as a folder), `source` the same as text.

    `size` is what the system or the archive says, `changed` when it was last changed (ISO UTC) or "".
    """

    path: Path
    inside: tuple[Entry, ...]
    parts: tuple[str, ...]
    source: str
    size: int
    changed: str

    @property
    def name(self) -> str:
        """The file's own name."""
        return self.parts[-1]

    def read(self, limit: int = MAX_BYTES) -> bytes:
        """Its bytes; of a file on the disk at most one more than `limit`.

        Raises
        ------
        OSError: the file cannot be read.
        ArchiveError: it lies in an archive that is refused.
        """
        return contents(self.path, self.inside, limit)


def contents(path: Path, inside: tuple[Entry, ...], limit: int = MAX_BYTES) -> bytes:
    """The bytes of a file, or of the entry that `inside` leads to, archive by archive."""
    if not inside:
        return read_bytes(path, limit)
    if len(inside) > 1:
        status = os.stat(path)
        outer = _archive(path, inside[:-1], (status.st_mtime_ns, status.st_size))
        return unpacked(io.BytesIO(outer), inside[-1], limit)
    with opened(path) as file:
        return unpacked(file, inside[0], limit)


def opened(path: Path) -> BinaryIO:
    """A regular file, open to read; never through a link, never waiting on a pipe."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return open(path, "rb", opener=lambda name, _: os.open(name, flags))


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """A regular file's bytes, at most one more than `limit`."""
    with opened(path) as file:
        return file.read(limit + 1)


@functools.lru_cache(maxsize=1)  # whoever looks through an archive inside another asks for it again and again
def _archive(path: Path, inside: tuple[Entry, ...], version: tuple[int, int]) -> bytes:
    return contents(path, inside, MAX_ARCHIVE)


__all__ = ["MAX_ARCHIVE", "MAX_BYTES", "ArchiveError", "Found", "contents", "opened", "read_bytes"]
