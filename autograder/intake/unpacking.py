"""The bytes of one entry of a zip archive, unpacked in memory and never more than was announced and allowed."""

import struct
import zlib
from typing import BinaryIO

from autograder.intake.directory import ENCRYPTED, LOCAL, ArchiveError, Entry

RATIO, SMALL = 300, 5_000_000  # beyond `SMALL` bytes nothing honest is packed more tightly than that
CHUNK = 1 << 16
STORED, DEFLATED = 0, 8
METHODS = {9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz", 98: "PPMd", 99: "AES encryption"}


def check(entry: Entry, limit: int) -> None:
    """Refuse what need not be opened to be refused."""
    if entry.flags & ENCRYPTED or entry.method == 99:
        raise ArchiveError("is encrypted; ask for it without a password")
    if entry.method not in (STORED, DEFLATED):
        way = METHODS.get(entry.method, f"number {entry.method}")
        raise ArchiveError(f"is packed in a way that is not read here ({way}); unpack the archive and give the folder")
    if entry.size > limit:
        raise ArchiveError(f"is larger than {limit / 1e6:g} MB")
    if entry.size > SMALL and entry.size > RATIO * entry.packed:
        raise ArchiveError(
            f"would unpack to {entry.size // max(1, entry.packed)} times its size, as only a zip bomb does"
        )


def unpacked(file: BinaryIO, entry: Entry, limit: int) -> bytes:
    """The entry's bytes.

    Raises
    ------
    ArchiveError: encrypted, too large, damaged, or not what the list of contents says.
    """
    check(entry, limit)
    file.seek(entry.offset)
    head = file.read(30)
    if len(head) < 30 or head[:4] != LOCAL:
        raise ArchiveError("is damaged: it does not begin where the archive says")
    flags, method = struct.unpack_from("<HH", head, 6)
    named, extra = struct.unpack_from("<HH", head, 26)
    if entry.offset + 30 + named + extra + entry.packed > entry.ends:
        raise ArchiveError("is not as long as the archive says")
    if method != entry.method or (flags ^ entry.flags) & ENCRYPTED:
        raise ArchiveError("is described in two ways that contradict each other")
    file.seek(named + extra, 1)
    data = _stored(file, entry) if method == STORED else _inflated(file, entry)
    if len(data) != entry.size:
        raise ArchiveError(f"does not unpack to the {entry.size:,} bytes that the archive announces")
    if zlib.crc32(data) != entry.crc:
        raise ArchiveError("is damaged: its checksum is not right")
    return data


def _stored(file: BinaryIO, entry: Entry) -> bytes:
    if entry.packed != entry.size:
        raise ArchiveError("has two sizes though it is not packed")
    return file.read(entry.size)


def _inflated(file: BinaryIO, entry: Entry) -> bytes:
    """At most one byte more than announced, however much there would be."""
    machine, parts, left, room = zlib.decompressobj(-zlib.MAX_WBITS), [], entry.packed, entry.size + 1
    try:
        while room > 0 and not machine.eof and (left > 0 or machine.unconsumed_tail):
            chunk = machine.unconsumed_tail
            if not chunk:
                chunk = file.read(min(CHUNK, left))
                left -= len(chunk)
                if not chunk:
                    break
            parts.append(machine.decompress(chunk, room))
            room -= len(parts[-1])
    except zlib.error:
        raise ArchiveError("is damaged and cannot be unpacked") from None
    return b"".join(parts)
