"""Any bytes at all: the decoder builds base types or raises CodecError, and allocates nothing beyond its bounds."""

import json
import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.codec import BOUNDS, MAGIC, PREFIX, CodecError, decode, encode

BASE_TYPES = {type(None), bool, int, float, str, list, tuple, dict, np.ndarray}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()


def types_in(value) -> set[type]:
    inside = [value] if not isinstance(value, dict) else [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple)):
        inside = value
    return {type(value)}.union(*(types_in(it) for it in inside if it is not value))


def framed(header: bytes, payload: bytes = b"") -> bytes:
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"nonsense",
        b"\xff",
        b'{"t": 1}',
        b'{"t": [], "a": []}',
        b"{}",
        b'{"unknown": []}',
        b'{"x": ["callback", 1]}',
        b'{"a": ["<f8", [1]]}',
        b'{"a": ["|O", [0]]}',
        b'{"a": ["<f8", [-1, -1]]}',
        b'{"a": ["<f8", [0, 1e3]]}',
        b'{"a": ["<f8", [true]]}',
        b'{"a": ["<f8", [0, 1099511627775, 1099511627775]]}',
        b'{"a": ["<f8"]}',
        b'{"a": "<f8"}',
        b'{"s": -1}',
        b'{"s": 1}',
        b'{"s": null}',
        b'{"d": [1]}',
        b'{"d": [["a", 1], ["a", 2]]}',
        b'{"d": [[1, 1], [true, 2]]}',
        b'{"d": [[[], 1]]}',
        b'{"d": [[{"t": []}, 1]]}',
        b'{"d": [[1152921504606846976, 1]]}',
        b'"\\ud800"',
        b'["\\ud800"]',
        b"1" * 5000,
        b"[" * 100_000,
        b'{"t":' * 10_000,
        b"[" * 40 + b"]" * 40,
    ],
    ids=lambda header: header[:30].decode(errors="replace"),
)
def test_malformed_headers_are_refused(header):
    with pytest.raises(CodecError):
        decode(framed(header))


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"short",
        framed(b"1")[:-1],
        framed(b"1") + b"more",
        b"ZZZZ" + framed(b"1")[4:],
        framed(b"1", b"unused"),
        framed(b'{"a": ["<f8", [1]]}', b"seven b"),
        framed(b'[{"a": ["<f8", [1]]}, {"a": ["<f8", [1]]}]', b"eight by"),
        framed(b'{"s": 1}', b"\xff"),
        framed(b'{"a": ["|b1", [2]]}', b"\x01\x02"),
        PREFIX.pack(MAGIC, BOUNDS.header + 1, 0),
        PREFIX.pack(MAGIC, 1, 2**63) + b"1",
    ],
)
def test_frames_that_do_not_add_up_are_refused(frame):
    with pytest.raises(CodecError):
        decode(frame)


def test_a_truth_value_that_is_neither_true_nor_false_cannot_be_forged():
    forged = np.array([2, 1], np.uint8).view(bool)
    with pytest.raises(CodecError):
        decode(encode(forged))


@pytest.mark.parametrize(
    "header",
    [
        b"[" + b"[]," * (BOUNDS.header // 3 - 1) + b"1]",
        b"[" + b"{}," * (BOUNDS.elements // 2 - 1) + b"1]",
        b"[" + b"1," * (BOUNDS.elements - 2) + b"1]",
        b'["' + "é".encode() * (BOUNDS.header // 2 - 10) + "\U0001f600".encode() + b'"]',
        b'{"d":' + json.dumps([[n * (2**61 - 1), 0] for n in range(1, 20_000)]).encode() + b"}",
    ],
    ids=["empty lists", "empty objects", "numbers", "wide text", "keys of one hash"],
)
def test_decoding_takes_no_more_memory_than_its_bounds(header):
    frame = framed(header)
    tracemalloc.start()
    try:
        decode(frame)
    except CodecError:
        pass
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 16 * BOUNDS.header


def decoded_or_refused(frame: bytes) -> None:
    """Decoding gives base types or CodecError: no other type, no other exception."""
    try:
        value = decode(frame)
    except CodecError:
        return
    assert types_in(value) <= BASE_TYPES


JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("tdasx"), inner, max_size=2),
    max_leaves=12,
)


@settings(max_examples=300)
@given(JSON, st.binary(max_size=64))
def test_any_json_decodes_to_base_types_or_is_refused(tree, payload):
    decoded_or_refused(framed(json.dumps(tree).encode(), payload))


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_harmless(body):
    decoded_or_refused(body)
    decoded_or_refused(framed(body))


def test_damaged_frames_are_refused_or_harmless():
    """A bounded fuzz: flip, cut, insert and double bytes of real frames."""
    rng = random.Random(7)
    seeds = [
        encode(["call", 3, "adam_step", [np.ones(2), np.zeros((2, 0)), 0.1, None], {"beta": 0.9}]),
        encode({"a": (1, [2.5, "text" * 40]), 3: {None: np.array([True, False])}}),
        encode([float("nan"), -0.0, 10**30, "é\U0001f600", np.complex64([1j])]),
    ]
    for _ in range(4000):
        frame = bytearray(rng.choice(seeds))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(frame))
            match rng.randrange(4):
                case 0:
                    frame[at] = rng.randrange(256)
                case 1:
                    del frame[at : at + rng.randint(1, 8)]
                case 2:
                    frame[at:at] = rng.randbytes(rng.randint(1, 4))
                case 3:
                    frame[at:at] = frame[at : at + 16]
            if len(frame) < 2:
                break
        decoded_or_refused(bytes(frame))
