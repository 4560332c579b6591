"""The codec: what may cross comes back equal, everything else is refused, and bytes can do no more than be refused."""

import math
import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.codec import BOUNDS, Bounds, CodecError, Reference, decode, encode

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
    ids=lambda value: re.sub(" at 0x.*?>", ">", repr(value)),  # a name is the same in every process
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
