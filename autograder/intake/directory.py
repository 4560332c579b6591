"""The list of contents at the end of a zip archive, read with suspicion.

A zip says everything twice: in the list at its end and before each entry. `entries` reads the list alone, in one piece
of bounded size, and `Entry.stream` compares it with what stands before the entry. Names are taken as UTF-8 wherever
they are valid UTF-8, marked or not (Ruby and macOS do not mark them), else as code page 437, as the format says.
"""

import struct
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import BinaryIO, NamedTuple

MAX_LIST = 400_000_000  # bytes of the list: some millions of entries
MAX_ROW = 2_000  # bytes of an entry in the list, on the average; its name has a hundred
TAIL = 65_557  # the end record with the longest comment
END, END64, FIND64 = b"PK\5\6", b"PK\6\6", b"PK\6\7"
LISTED, LOCAL = b"PK\1\2", b"PK\3\4"
ENCRYPTED = 0x1 | 0x40 | 0x2000


class ArchiveError(Exception):
    """An archive, or something in it, is refused; the message says why and what to do."""


class Entry(NamedTuple):
    """One entry as the list describes it; `ends` is where what follows it begins."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    flags: int
    crc: int
    mode: int  # Unix file mode, 0 where the list has none
    changed: str  # ISO UTC, or "" where it makes no sense
    ends: int


def entries(file: BinaryIO, most: int) -> list[Entry]:
    """All entries, in the list's order.

    Raises
    ------
    ArchiveError: no zip, a damaged or split one, more than `most` entries, or entries that lie upon each other.
    """
    try:
        start, size, count, shift = _end(file)
    except (OverflowError, ValueError, OSError):
        raise ArchiveError("is damaged: its end points nowhere") from None
    if count > most:
        raise ArchiveError(f"holds {count:,} files; more than {most:,} are not looked through")
    if not 46 * count <= size <= min(MAX_LIST, (count + 50) * MAX_ROW):
        raise ArchiveError("is damaged: its list of contents has an impossible size")
    file.seek(start)
    found = list(_listed(file.read(size), shift))
    if len(found) != count:
        raise ArchiveError(f"is damaged: it should list {count:,} files and lists {len(found):,}")
    by_place = sorted(range(count), key=lambda number: found[number].offset)
    ends = [*(found[number].offset for number in by_place[1:]), start]
    for number, end in zip(by_place, ends, strict=False):  # an empty archive has an end as well
        entry = found[number]
        if entry.offset + 30 + entry.packed > end:
            raise ArchiveError("has files that lie upon each other, as only a zip bomb has")
        found[number] = entry._replace(ends=end)
    return found


def _end(file: BinaryIO) -> tuple[int, int, int, int]:
    """(where the list starts, its bytes, its entries, what stands before the archive) from the record at the end."""
    length = file.seek(0, 2)
    file.seek(max(0, length - TAIL))
    tail = file.read(TAIL)
    place = tail.rfind(END)
    if place < 0 or len(tail) < place + 22:
        raise ArchiveError("is not a zip archive, or was cut off")
    disk, _, here, count, size, start = struct.unpack_from("<HHHHLL", tail, place + 4)
    end = length - len(tail) + place
    if place >= 20 and tail[place - 20 : place - 16] == FIND64:
        file.seek(struct.unpack_from("<Q", tail, place - 12)[0])
        end, record = file.tell(), file.read(56)
        if len(record) < 56 or record[:4] != END64:
            raise ArchiveError("is damaged: its end points nowhere")
        disk, _, here, count, size, start = struct.unpack_from("<LLQQQQ", record, 16)
    if disk or here != count:
        raise ArchiveError("is one part of a split archive; put the parts together first")
    shift = end - size - start
    if shift < 0:
        raise ArchiveError("is damaged: its list of contents lies outside of it")
    return start + shift, size, count, shift


def _listed(data: bytes, shift: int) -> Iterator[Entry]:
    place = 0
    while data[place : place + 4] == LISTED:
        if place + 46 > len(data):
            raise ArchiveError("is damaged: its list of contents was cut off")
        (flags, method, time, date, crc, packed, size, named, extra, comment) = struct.unpack_from(
            "<HHHHLLLHHH", data, place + 8
        )
        outer, offset = struct.unpack_from("<LL", data, place + 38)
        name = data[place + 46 : place + 46 + named]
        fields = _fields(data[place + 46 + named : place + 46 + named + extra])
        wide = fields.get(1, b"")
        numbers = []
        for number in (size, packed, offset):
            if number == 0xFFFFFFFF and len(wide) >= 8:
                number, wide = struct.unpack("<Q", wide[:8])[0], wide[8:]
            numbers.append(number)
        size, packed, offset = numbers
        changed = _stamp(fields.get(0x5455, b"")) or _dos(date, time)
        yield Entry(_name(name, flags), offset + shift, packed, size, method, flags, crc, outer >> 16, changed, 0)
        place += 46 + named + extra + comment


def _fields(extra: bytes) -> dict[int, bytes]:
    found, place = {}, 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        found.setdefault(kind, extra[place + 4 : place + 4 + size])
        place += 4 + size
    return found


def _name(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("utf-8", "backslashreplace") if flags & 0x800 else raw.decode("cp437")


def _stamp(field: bytes) -> str:
    """The time that Unix programs add, in seconds UTC."""
    if len(field) < 5 or not field[0] & 1:
        return ""
    return _iso(datetime.fromtimestamp(struct.unpack_from("<l", field, 1)[0], UTC))


def _dos(date: int, time: int) -> str:
    """The format's own time, which is the local time of whoever made the archive: taken for this machine's."""
    try:
        made = datetime(
            1980 + (date >> 9), date >> 5 & 15, date & 31, time >> 11, time >> 5 & 63, min(59, 2 * (time & 31))
        )
        return _iso(made.astimezone(UTC))
    except (ValueError, OverflowError, OSError):
        return ""


def _iso(when: datetime) -> str:
    return when.isoformat(timespec="seconds")
