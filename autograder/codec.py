"""Plain data as bytes, and back: the only thing that crosses between trusted code and a student's process.

A frame is PREFIX (magic, length of the header, length of the payload), a JSON header, and a payload of raw buffers.
The header is the value's tree. None, bool, int, float, short str and list stand for themselves; everything else is an
object with one key: {"t": [...]} tuple, {"d": [[key, value], ...]} dict, {"a": [dtype, shape]} array and
{"s": bytes} long str (both take the next bytes of the payload), {"x": [kind, ...]} a reference to something that
stays on its own side (a function, a foreign object), which only the caller's `resolve` can give a meaning.

The decoder builds nothing but None, bool, int, float, str, list, tuple, dict and base ndarrays of bool, int, uint,
float or complex; it checks sizes before it allocates, and raises nothing but CodecError.
"""

import json
import math
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

PREFIX = struct.Struct("<4sIQ")
MAGIC = b"cg1\n"
SHORT = 64  # characters; a longer str travels in the payload, so that commas in text do not count as structure
DTYPES = {np.dtype(code).str: np.dtype(code) for code in "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()}
LARGEST_KEY = 2**60  # larger int keys can be chosen to share one hash, which makes a dict quadratic


class Reference(list):
    """What stands for something that stays on its own side: a kind and plain JSON values that tell which."""


class CodecError(ValueError):
    """A value that must not cross, or bytes that are not a frame."""


@dataclass(frozen=True)
class Bounds:
    """What one frame may hold at most: bytes of header and payload, elements, nesting, entries of a dict."""

    header: int = 4 << 20
    payload: int = 16 << 20
    elements: int = 250_000
    depth: int = 32
    entries: int = 10_000


BOUNDS = Bounds()
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(value: Any, foreign: Callable[[Any], Any] | None = None, bounds: Bounds = BOUNDS) -> bytes:
    """The frame for `value`; for anything that is not plain data, `foreign(object)` gives a Reference or plain data instead.

    Subclasses of the plain types travel as their base, NumPy scalars as Python scalars (complex ones as 0-d arrays).

    Raises
    ------
    CodecError: the value holds something that is not plain data (without `foreign`), or is beyond the bounds.
    """
    return _Encoder(foreign, bounds).frame(value)


def decode(frame: bytes, resolve: Callable[[list], Any] | None = None, bounds: Bounds = BOUNDS) -> Any:
    """The value of one whole frame; `resolve(reference)` gives the object that a reference stands for.

    Raises
    ------
    CodecError: anything that `encode` does not write, or that is beyond the bounds.
    """
    if len(frame) < PREFIX.size:
        raise CodecError(f"a frame has at least {PREFIX.size} bytes, not {len(frame)}")
    header, payload = lengths(frame[: PREFIX.size], bounds)
    if len(frame) != PREFIX.size + header + payload:
        raise CodecError("a frame is as long as its prefix says")
    body = memoryview(frame)[PREFIX.size :]
    return decode_body(body[:header], body[header:], resolve, bounds)


def lengths(prefix: bytes, bounds: Bounds = BOUNDS) -> tuple[int, int]:
    """Length of the header and of the payload, once both are known to be allowed."""
    magic, header, payload = PREFIX.unpack(prefix)
    if magic != MAGIC:
        raise CodecError("a frame begins with the magic bytes")
    if header > bounds.header or payload > bounds.payload:
        raise CodecError(f"a frame of {header} + {payload} bytes is too large")
    return header, payload


def decode_body(header, payload, resolve: Callable[[list], Any] | None = None, bounds: Bounds = BOUNDS) -> Any:
    """As `decode`, for the two parts of a frame that follow the prefix (bytes-like)."""
    header = bytes(header)
    if header.count(b",") + header.count(b"[") + header.count(b"{") > bounds.elements:
        raise CodecError(f"a frame has at most {bounds.elements} elements")
    try:
        tree = json.loads(header.decode())
        decoder = _Decoder(memoryview(payload), resolve, bounds)
        value = decoder.value(tree, 0)
    except CodecError:
        raise
    except (ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
        raise CodecError(f"not a frame's header: {type(error).__name__}") from None
    if decoder.position != len(payload):
        raise CodecError("a frame's payload is used up by its header")
    return value


class _Encoder:
    def __init__(self, foreign, bounds: Bounds) -> None:
        self.foreign = foreign
        self.bounds = bounds
        self.buffers: list[bytes] = []
        self.elements = 0

    def frame(self, value) -> bytes:
        try:
            header = _to_json(self.tree(value, 0)).encode("utf-8", "replace")
        except CodecError:
            raise
        except (ValueError, RecursionError) as error:  # an int of more digits than Python prints, a cycle
            raise CodecError(f"this value cannot cross: {type(error).__name__}") from None
        payload = sum(map(len, self.buffers))
        if len(header) > self.bounds.header or payload > self.bounds.payload:
            raise CodecError(f"a value of {len(header)} + {payload} bytes is too large to cross")
        return b"".join([PREFIX.pack(MAGIC, len(header), payload), header, *self.buffers])

    def tree(self, value, depth: int):
        self.elements += 1
        if self.elements > self.bounds.elements or depth > self.bounds.depth:
            raise CodecError("a value with so many elements, or nested so deeply, cannot cross")
        if value is None or value is True or value is False or type(value) is float or type(value) is int:
            return value
        if isinstance(value, np.ndarray):
            return self.array(value, depth)
        if isinstance(value, list):
            return [self.tree(item, depth + 1) for item in value]
        if isinstance(value, tuple):
            return {"t": [self.tree(item, depth + 1) for item in value]}
        if isinstance(value, dict) and all(map(_is_key, value)):
            return {"d": [[self.tree(key, depth + 1), self.tree(item, depth + 1)] for key, item in value.items()]}
        if isinstance(value, str):
            return self.text(str.__str__(value))
        if isinstance(value, np.generic) and value.dtype.kind in "biufc":
            return self.array(np.asarray(value), depth) if value.dtype.kind == "c" else self.tree(value.item(), depth)
        if isinstance(value, (int, float)):
            return int(value) if isinstance(value, int) else float(value)
        if isinstance(value, complex):
            return self.array(np.asarray(value, dtype=complex), depth)
        return self.foreigner(value, depth)

    def text(self, value: str):
        if len(value) <= SHORT:
            return value
        self.buffers.append(value.encode("utf-8", "replace"))
        return {"s": len(self.buffers[-1])}

    def array(self, value: np.ndarray, depth: int):
        base = np.asarray(value)
        if base.dtype.kind in "fc" and base.dtype.newbyteorder("<").str not in DTYPES:  # long double
            base = base.astype("f8" if base.dtype.kind == "f" else "c16")
        code = base.dtype.newbyteorder("<").str
        if code not in DTYPES:
            return self.foreigner(value, depth)
        if base.nbytes > self.bounds.payload:
            raise CodecError(f"an array of {base.nbytes} bytes is too large to cross")
        self.buffers.append(base.astype(code, copy=False).tobytes())
        return {"a": [code, list(base.shape)]}

    def foreigner(self, value, depth: int):
        if self.foreign is None:
            raise CodecError(f"only plain data can cross, not {type(value).__name__}")
        stand_in = self.foreign(value)
        return {"x": list(stand_in)} if isinstance(stand_in, Reference) else self.tree(stand_in, depth + 1)


class _Decoder:
    def __init__(self, payload: memoryview, resolve, bounds: Bounds) -> None:
        self.payload = payload
        self.position = 0
        self.resolve = resolve
        self.bounds = bounds

    def value(self, tree, depth: int):
        if tree is None or type(tree) in (bool, int, float):
            return tree
        if type(tree) is str:
            return _checked(tree)
        if depth > self.bounds.depth:
            raise CodecError("a frame nested so deeply")
        if type(tree) is list:
            return [self.value(item, depth + 1) for item in tree]
        ((tag, body),) = tree.items()
        if tag == "t":
            return tuple([self.value(item, depth + 1) for item in _a_list(body)])
        if tag == "a":
            return self.array(*_a_list(body))
        if tag == "s":
            return bytes(self.take(body)).decode()
        if tag == "d":
            return self.entries(_a_list(body), depth)
        if tag == "x" and self.resolve is not None:
            return self.resolve(_a_list(body))
        raise CodecError("a frame with an unknown tag")

    def entries(self, pairs: list, depth: int) -> dict:
        if len(pairs) > self.bounds.entries:
            raise CodecError("a dict with so many entries")
        result = {}
        for key, item in pairs:
            key = self.value(key, depth + 1)
            if not _is_key(key) or key in result:
                raise CodecError("a dict's keys are plain and differ")
            result[key] = self.value(item, depth + 1)
        return result

    def take(self, count: int) -> memoryview:
        if type(count) is not int or not 0 <= count <= len(self.payload) - self.position:
            raise CodecError("a buffer lies within the payload")
        self.position += count
        return self.payload[self.position - count : self.position]

    def array(self, code: str, shape: list) -> np.ndarray:
        dtype = DTYPES[code]
        if len(shape) > self.bounds.depth or not all(type(n) is int and 0 <= n < 2**40 for n in shape):
            raise CodecError("an array's shape is a short list of lengths")
        raw = self.take(math.prod(shape) * dtype.itemsize)
        if dtype.kind == "b" and len(raw) and np.frombuffer(raw, np.uint8).max() > 1:
            raise CodecError("a truth value is 0 or 1")
        return np.frombuffer(raw, dtype).reshape(shape).copy()


def _a_list(body) -> list:
    if type(body) is not list:
        raise CodecError("a tag's body is a list")
    return body


def _is_key(key) -> bool:
    if type(key) is int:
        return abs(key) < LARGEST_KEY
    return key is None or type(key) in (bool, float, str)


def _checked(text: str) -> str:
    """`text`, once it is known to hold no lone surrogates (nobody could write them to a file later)."""
    if not text.isascii():
        text.encode()
    return text
