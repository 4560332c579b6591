"""The codec: what may cross comes back equal, everything else is refused, and bytes can do no more than be refused."""

import json
import math
import random
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.codec import BOUNDS, MAGIC, PREFIX, Bounds, CodecError, Reference, decode, encode

BASE_TYPES = {type(None), bool, int, float, str, list, tuple, dict, np.ndarray}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
DTYPES = st.sampled_from("? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16".split()).map(np.dtype)
ARRAYS = hnp.arrays(DTYPES, hnp.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4))
KEYS = st.none() | st.booleans() | st.integers(-(2**60) + 1, 2**60 - 1) | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS | ARRAYS,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


def same(one, other) -> bool:
    """Equal in type, form and bits."""
    if type(one) is not type(other):
        return False
    if isinstance(one, np.ndarray):
        return (one.dtype, one.shape, one.tobytes()) == (other.dtype, other.shape, other.tobytes())
    if isinstance(one, (list, tuple)):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict):
        return same(list(one.items()), list(other.items()))
    if isinstance(one, float):
        return (math.isnan(one) and math.isnan(other)) or (
            one == other and math.copysign(1, one) == math.copysign(1, other)
        )
    return one == other


def types_in(value) -> set[type]:
    inside = [value] if not isinstance(value, dict) else [*value.keys(), *value.values()]
    if isinstance(value, (list, tuple)):
        inside = value
    return {type(value)}.union(*(types_in(it) for it in inside if it is not value))


def framed(header: bytes, payload: bytes = b"") -> bytes:
    return PREFIX.pack(MAGIC, len(header), len(payload)) + header + payload


@given(VALUES)
def test_plain_data_comes_back_as_it_was(value):
    assert same(decode(encode(value)), value)


@given(ARRAYS)
def test_arrays_come_back_as_base_arrays_of_their_own(array):
    back = decode(encode(array))
    assert type(back) is np.ndarray and back.flags.owndata and back.flags.writeable and back.flags.aligned


@pytest.mark.parametrize(
    ("value", "back"),
    [
        (np.float32(0.5), 0.5),
        (np.int8(-3), -3),
        (np.bool_(True), True),
        (np.str_("text"), "text"),
        (np.float64(2.0), 2.0),
        (2j, np.array(2j)),
        (np.complex64(1), np.array(1, np.complex64)),
        (np.longdouble([1, 2]), np.array([1.0, 2.0])),
        (np.arange(6, dtype=">i4").reshape(2, 3).T, np.arange(6, dtype="<i4").reshape(2, 3).T.copy()),
        (np.arange(10)[::-3], np.array([9, 6, 3, 0])),
        (np.ma.array([1.0, 2.0], mask=[True, False]), np.array([1.0, 2.0])),
        ("lone \ud800 surrogate", "lone ? surrogate"),
        ("long " * 100 + "\ud800", "long " * 100 + "?"),
    ],
)
def test_close_relatives_of_plain_data_travel_as_their_base(value, back):
    assert same(decode(encode(value)), back)


def test_subclasses_lose_everything_of_their_own():
    class Equal(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    class Always(np.ndarray):
        def __eq__(self, other):
            return True

    class Named(tuple):
        pass

    value = [Equal(1.5), np.ones(2).view(Always), Named([1]), type("L", (list,), {})([2]), type("D", (dict,), {})(a=1)]
    back = decode(encode(value))
    assert same(back, [1.5, np.ones(2), (1,), [2], {"a": 1}])


@pytest.mark.parametrize(
    "value",
    [
        object(),
        {1, 2},
        b"bytes",
        len,
        np.array([None]),
        np.array(["text"]),
        np.zeros(1, [("field", float)]),
        np.array(["2020"], "datetime64[Y]"),
        {(1, 2): 3},
        {2**60: 1},
        [lambda: 0],
    ],
    ids=repr,
)
def test_anything_else_does_not_cross(value):
    with pytest.raises(CodecError):
        encode(value)


def test_what_does_not_cross_can_be_given_a_reference_or_plain_data_instead():
    stands_for = {"len": Reference(["function", 7]), "range": [0, 1, 2]}
    frame = encode([len, range], lambda value: stands_for[value.__name__])
    assert decode(frame, lambda reference: f"<{reference}>") == ["<['function', 7]>", [0, 1, 2]]
    with pytest.raises(CodecError):
        decode(frame)


def test_what_is_too_large_or_too_deep_is_refused_before_it_is_sent():
    cycle = []
    cycle.append(cycle)
    deep = []
    for _ in range(BOUNDS.depth + 1):
        deep = [deep]
    broadcast = np.broadcast_to(1.0, (BOUNDS.payload,))  # takes eight bytes, would be half a gigabyte
    for value in (cycle, deep, 10**5000, [0] * (BOUNDS.elements + 1), broadcast, "x" * (BOUNDS.payload + 1)):
        with pytest.raises(CodecError):
            encode(value)


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


def test_bounds_can_be_narrower():
    narrow = Bounds(header=100, payload=100, elements=10, depth=2, entries=1)
    assert decode(encode([1], bounds=narrow), bounds=narrow) == [1]
    for value in (np.zeros(20), list(range(20)), [[[[1]]]]):
        with pytest.raises(CodecError):
            encode(value, bounds=narrow)
        with pytest.raises(CodecError):
            decode(encode(value), bounds=narrow)
    with pytest.raises(CodecError):
        decode(encode({1: 1, 2: 2}), bounds=narrow)


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
