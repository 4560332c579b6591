"""Zip archives as nobody honest makes them: every number and name can be set to something untrue."""

import struct
import zlib
from dataclasses import dataclass, field


@dataclass
class Part:
    """One entry. `told` overrides what the list at the end says: name, size, packed, crc, flags, method, offset."""

    name: str | bytes
    data: bytes = b""
    method: int = 8
    flags: int = 0x800
    mode: int = 0o100644
    extra: bytes = b""
    told: dict = field(default_factory=dict)
    packed: bytes | None = None  # what really lies there, if not the data

    @property
    def raw_name(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode()


def deflated(data):
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return machine.compress(data) + machine.flush()


def archive(*parts, comment=b"", before=b"", count=None, size=None, start=None):
    """The bytes of an archive of these parts; count, size and start are what its end record says."""
    body, rows = bytearray(before), []
    for part in parts:
        offset = len(body) - len(before)
        packed = part.packed if part.packed is not None else (deflated(part.data) if part.method == 8 else part.data)
        crc = zlib.crc32(part.data)
        head = (part.flags, part.method, 0x6000, 0x5C61, crc, len(packed), len(part.data), len(part.raw_name), 0)
        body += b"PK\3\4" + struct.pack("<HHHHHLLLHH", 20, *head) + part.raw_name + packed
        told = {"size": len(part.data), "packed": len(packed), "crc": crc, "offset": offset} | part.told
        name = told.get("name", part.raw_name)
        rows.append(
            b"PK\1\2"
            + struct.pack("<HHHHHHLLL", 0x314, 20, told.get("flags", part.flags), told.get("method", part.method),
                          0x6000, 0x5C61, told["crc"], told["packed"], told["size"])
            + struct.pack("<HHHHHLL", len(name), len(part.extra), 0, 0, 0, part.mode << 16, told["offset"])
            + name + part.extra
        )  # fmt: skip
    listed = b"".join(rows)
    where = len(body) - len(before) if start is None else start
    body += listed
    number = len(rows) if count is None else count
    body += b"PK\5\6" + struct.pack(
        "<HHHHLLH", 0, 0, number, number, len(listed) if size is None else size, where, len(comment)
    )
    return bytes(body) + comment
