"""What is in a folder on the disk: every regular file, and why the rest is not looked at."""

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from autograder.intake import names
from autograder.intake.archives import Left
from autograder.intake.found import Found


def below(root: Path, without: Path | None, label: str = "") -> Iterator[Found | Left]:
    """Every file below `root`, in order of names; links are not followed, `without` is not looked into."""
    walks = [_folder(root, (), label, without)]
    while walks:
        for step in walks[-1]:
            if isinstance(step, Path):
                walks.append(_folder(step, step.relative_to(root).parts, label, without))
                break
            yield step
        else:
            walks.pop()


def one(path: Path, parts: tuple[str, ...], source: str) -> Found:
    """A regular file on the disk.

    Raises
    ------
    OSError: there is none.
    """
    return _found(path, parts, source, path.stat())


def _found(path: Path, parts: tuple[str, ...], source: str, status: os.stat_result) -> Found:
    when = datetime.fromtimestamp(status.st_mtime, UTC).isoformat(timespec="seconds")
    return Found(path, (), parts, source, status.st_size, when)


def _folder(folder: Path, before: tuple[str, ...], label: str, without: Path | None) -> Iterator[Found | Left | Path]:
    """What lies directly in a folder; a path is a folder to look into next."""
    try:
        there = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        yield _source(label, before) or ".", "ignored", f"cannot be opened: {error.strerror}"
        return
    for entry in there:
        path, parts = Path(entry.path), (*before, entry.name)
        source = _source(label, parts)
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            yield source, "ignored", f"cannot be read: {error.strerror}"
            continue
        if entry.is_symlink():
            yield source, "ignored", "a link; links are not followed"
        elif entry.is_dir():
            if without is not None and path.resolve() == without:
                continue
            if entry.name in names.IGNORED_FOLDERS:
                yield source + "/", "ignored", "a folder that programs make for themselves"
            else:
                yield path
        elif not stat.S_ISREG(status.st_mode):
            yield source, "ignored", "not a regular file"
        else:
            yield _found(path, parts, source, status)


def _source(label: str, parts: tuple[str, ...]) -> str:
    path = names.text("/".join(parts))
    return f"{label}/{path}" if label and path else label or path
