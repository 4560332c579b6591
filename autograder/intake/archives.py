"""What is in a zip archive: the files that may be looked at, and why the others may not.

Nothing is unpacked to the disk, so a name can do no harm there; odd names are refused all the same, since whoever
made them meant them for somebody's disk, and since a report that quotes them should mean what it says.
"""

import io
import re
import stat
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from autograder.intake import names
from autograder.intake.directory import ArchiveError, Entry, entries
from autograder.intake.found import MAX_ARCHIVE, MAX_BYTES, Found, opened
from autograder.intake.unpacking import check

MOST = 2_000_000  # files in an archive that an instructor gives
MOST_TRIED = 200_000  # in one that may be a student's
MOST_INSIDE = 5_000  # files in all that one student's archive holds, archives in it included
MOST_BYTES = 400_000_000  # unpacked, of these
DEEPEST = 3  # a platform's archive, a student's in it, one in that
LONGEST_PART, LONGEST = 255, 1_000

Left = tuple[str, str, str]  # (source, outcome, reason) of what is not looked at


class Allowance:
    """How much one student's archive may hold, whatever lies in it and however deep."""

    def __init__(self) -> None:
        self.files, self.bytes = MOST_INSIDE, MOST_BYTES

    def take(self, found: list[Entry]) -> None:
        """Count these entries; those that are never opened cost nothing but their number."""
        self.files -= len(found)
        self.bytes -= sum(min(entry.size, MAX_ARCHIVE) for entry in found if names.kind(entry.name) != "other")
        if self.files < 0:
            raise ArchiveError(f"holds, with the archives in it, more than {MOST_INSIDE:,} files")
        if self.bytes < 0:
            raise ArchiveError(f"would unpack to more than {MOST_BYTES / 1e6:g} MB, as a zip bomb does")


def inside(path: Path, label: str = "", most: int = MOST) -> Iterator[Found | Left]:
    """What an archive holds that the instructor gave: only its number of files is bounded. `label` begins each source.

    Raises
    ------
    ArchiveError: it cannot be read as a zip archive.
    """
    with opened(path) as file:
        listed = entries(file, most)
    yield from _members(Found(path, (), (), label, 0, ""), listed)


def opened_up(archive: Found, allowance: Allowance) -> Iterator[Found | Left]:
    """What a student's archive holds; refused as a whole where it is one that honest programs do not make."""
    try:
        if len(archive.inside) >= DEEPEST:
            raise ArchiveError(f"is an archive in an archive, {DEEPEST} deep; it is not opened")
        if archive.inside:
            check(archive.inside[-1], MAX_ARCHIVE)
            with io.BytesIO(archive.read(MAX_ARCHIVE)) as file:
                listed = entries(file, MOST_INSIDE)
        else:
            with opened(archive.path) as file:
                listed = entries(file, MOST_INSIDE)
        allowance.take(listed)
    except ArchiveError as error:
        yield archive.source, "unmatched", f"refused: the archive {error}"
        return
    except OSError as error:
        yield archive.source, "unmatched", f"cannot be read: {error.strerror}"
        return
    yield from _members(archive, listed)


def _members(archive: Found, listed: list[Entry]) -> Iterator[Found | Left]:
    before = archive.source + "/" if archive.source else ""
    how_often = Counter(_plain(entry.name) for entry in listed)
    folders: set[str] = set()
    for entry in listed:
        if entry.name.endswith(("/", "\\")) and not entry.size:
            continue  # a folder; what is in it is listed by itself
        parts = tuple(part for part in entry.name.replace("\\", "/").split("/") if part not in ("", "."))
        source = before + names.text(entry.name)
        own = next((number for number, part in enumerate(parts[:-1]) if part in names.IGNORED_FOLDERS), None)
        if own is not None:
            folder = before + names.text("/".join(parts[: own + 1])) + "/"
            if folder not in folders:
                folders.add(folder)
                yield folder, "ignored", "a folder that programs make for themselves"
            continue
        why = _why_refused(entry, parts, how_often[_plain(entry.name)])
        kind = names.kind(parts[-1]) if parts else "other"
        if why:
            yield source, "unmatched" if kind in ("notebook", "zip") else "ignored", f"refused: {why}"
        else:
            yield Found(
                archive.path, (*archive.inside, entry), (*archive.parts, *parts), source, entry.size, entry.changed
            )


def _why_refused(entry: Entry, parts: tuple[str, ...], how_often: int) -> str:
    name = entry.name
    if any(unicodedata.category(char) in ("Cc", "Cs") for char in name) or not parts:
        return "its name holds characters that no name has"
    if len(name) > LONGEST or any(len(part.encode()) > LONGEST_PART for part in parts):
        return "its name is too long for any system"
    if name.startswith(("/", "\\")):
        return "its name begins at the root of the disk"
    if re.match(r"[A-Za-z]:", name):
        return "its name holds the letter of a drive"
    if ".." in parts:
        return "its name leads out of the archive (..)"
    if entry.mode and (kind := stat.S_IFMT(entry.mode)) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "it is a link; links are not followed" if kind == stat.S_IFLNK else "it is a device, not a file"
    if how_often > 1:
        return "the archive holds several files of this name (but perhaps for capitals), so which one is meant cannot be told"
    try:
        if names.kind(parts[-1]) != "other":
            check(entry, MAX_ARCHIVE if names.kind(parts[-1]) == "zip" else MAX_BYTES)
    except ArchiveError as error:
        return f"it {error}"
    return ""


def _plain(name: str) -> str:
    """What systems that ignore capitals take for the same name."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold().strip("/")
