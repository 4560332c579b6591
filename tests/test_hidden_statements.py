"""`assert_close` and `expect`: right values pass in every form, wrong values of any kind are wrong answers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from autograder.hidden import Wrong, assert_close, expect

numbers = arrays(float, array_shapes(max_dims=2, max_side=4), elements=st.floats(-1e6, 1e6))


class Foreign:
    """Stands for what a student might return; like a handle it is no array."""

    def __array__(self, *args, **kwargs):
        raise TypeError("no array")

    def __eq__(self, other):
        return False

    __hash__ = None


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([1, 2], np.array([1.0, 2.0])),
        ((1.0, 2.0), [1, 2]),
        (np.array([[1.0], [2.0]]), [[1], [2]]),
        (3, 3.0),
        (1 / 3, 0.33333333),
        ([1e-17, 1.0], [0.0, 1.0]),
        ([1e-9], [0.0]),
        ([np.inf, -np.inf, np.nan], [np.inf, -np.inf, np.nan]),
        (([1.0], [2.0, 3.0]), (np.array([1.0]), np.array([2.0, 3.0]))),
        (np.array([1.0, 2.0]), (1.0, 2.0)),
        ({"a": 1, "b": [2]}, {"b": np.array([2]), "a": 1.0}),
        ("saddle", "saddle"),
        (None, None),
        (True, True),
        ([], []),
        ([[1.0, 2.0], [3.0]], [[1.0, 2.0], [3.0]]),
    ],
)
def test_what_is_right_passes(actual, expected):
    assert_close(actual, expected, hint="no")


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ([1, 2], [1, 2.1]),
        ([1, 2, 3], [1, 2]),
        ([[1, 2]], [1, 2]),
        ([[1, 2], [3]], [[1, 2], [3, 4]]),
        (1.0, [1.0]),
        (None, [1.0]),
        ("1.0", 1.0),
        (["1", "2"], [1, 2]),
        (True, 1.0),
        (1 + 1j, 1.0),
        (Foreign(), 1.0),
        ([Foreign()], [1.0]),
        (np.nan, 1.0),
        (np.inf, 1e308),
        (1e308, np.inf),
        ([1.1e-7, 1.0], [1e-7, 1.0]),
        ([1e-6], [0.0]),
        ((1, 2, 3), (1, 2)),
        (5, (1, 2)),
        (Foreign(), (1, 2)),
        ({"a": 1}, {"a": 1, "b": 2}),
        ([("a", 1)], {"a": 1}),
        (1, True),
        (0, None),
        ("minimum", "saddle"),
        (10**400, 1.0),
        ({}, 1.0),
    ],
)
def test_what_is_wrong_is_a_wrong_answer_with_the_hint(actual, expected):
    with pytest.raises(Wrong) as raised:
        assert_close(actual, expected, hint="Look at the sign.")
    assert raised.value.hint.endswith("Look at the sign.")


@settings(deadline=None)
@given(numbers)
def test_everything_is_close_to_itself_as_list_and_array(values):
    assert_close(values.tolist(), values)
    assert_close(values, values.tolist())


@settings(deadline=None)
@given(numbers, st.integers(0, 3))
def test_one_element_moved_by_a_thousandth_is_seen(values, place):
    moved = values.copy()
    moved.flat[place % values.size] += 1e-3 * max(1.0, np.abs(values).max())
    with pytest.raises(Wrong):
        assert_close(moved, values)


@settings(deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
        lambda inner: st.lists(inner, max_size=3) | st.tuples(inner) | st.dictionaries(st.text(max_size=2), inner),
    )
)
def test_whatever_a_student_returns_the_test_ends_in_a_verdict(value):
    for expected in (1.0, [1.0, 2.0], ([1.0], [2.0]), {"a": 1.0}, None, "word", True):
        try:
            assert_close(value, expected)
        except Wrong:
            pass


def test_expect_takes_only_true_for_true():
    expect(True, hint="no")
    expect(np.bool_(True), hint="no")
    for value in (False, np.False_):
        with pytest.raises(Wrong, match="look here"):
            expect(value, hint="look here")
    for value in (1, "yes", np.array([True]), None, Foreign()):
        with pytest.raises(TypeError):
            expect(value, hint="no")
