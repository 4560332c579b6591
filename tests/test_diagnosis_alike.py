"""What counts as the same behaviour, and how much a behaviour says."""

import numpy as np
import pytest

from autograder.diagnosis.alike import alike, same_points
from autograder.diagnosis.evidence import bits, meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.0 + 1e-12),
        (2, 2.0),
        ([1.0, 2.0], np.array([1.0, 2.0])),
        ((np.ones(2), 3.0), [[1, 1], 3]),
        ((np.ones(2), np.zeros(2)), np.array([[1.0, 1.0], [0.0, 0.0]])),
        (np.float32(1) / 3 * np.ones(3, np.float32), np.ones(3) / 3),
        (np.inf, np.inf),
        (np.array([np.nan, 1.0]), [np.nan, 1.0]),
        ({"a": [1, None]}, {"a": (1, None)}),
        ("saddle", "saddle"),
        ([], np.array([])),
    ],
)
def test_the_same_numbers_are_alike_in_any_container_and_up_to_rounding(one, other):
    assert alike(one, other) and alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1.0, 1.0 + 1e-6),
        (1.0, np.inf),
        (np.inf, -np.inf),
        (np.array([1.0, np.inf]), np.array([1.0, 2.0])),
        (1.0, np.nan),
        (1.0, [1.0]),
        (np.ones(2), np.ones((2, 1))),
        (True, 1),
        (None, 0.0),
        ("saddle", "Saddle"),
        ((1.0, np.ones(2)), (1.0, np.ones(3))),
        ({"a": 1}, {"b": 1}),
        (1e-9, 2e-9),
        (np.float32(1.0), 1.001),
    ],
)
def test_anything_else_is_not(one, other):
    assert not alike(one, other) and not alike(other, one)


def test_points_are_the_same_in_any_order_and_however_often():
    points = [((np.array([x, 1.0]),), {}) for x in (0.0, 0.5, 1.0)]
    assert same_points(points, [*reversed(points), points[0]])
    assert not same_points(points, points[:2])
    assert not same_points(points, [((np.array([x, np.inf]),), {}) for x in (0.0, 0.5, 1.0)])
    assert same_points([], []) and not same_points(points, [])


def test_a_float_says_more_than_a_whole_number_and_nothing_says_nothing():
    assert bits(0.25) > bits(3) > bits("saddle") > bits(True) > bits(None) == bits(np.nan) == bits(np.inf) == 0
    assert bits([0.25, 3.0], [0.25, 4.0]) == bits(3.0), "only what is not right counts"
    assert bits(np.full(100, 0.25)) == bits(0.25), "the same number again says nothing new"


def test_only_one_meaning_is_meant():
    says = {"wrong_a": "a", "wrong_again": "a", "wrong_b": "b"}
    assert meant({}, says) is None
    assert meant({"wrong_a": True, "wrong_again": True}, says) == "wrong_a"
    assert meant({"wrong_a": True, "wrong_b": True}, says) is None
    assert meant({"wrong_a": False, "wrong_b": True}, says) == "wrong_b", "exactly beats nearly"
