"""Whether two functions gave the same: equal within floating-point tolerance, whatever containers they gave it in."""

from typing import Any

import numpy as np

from autograder.border import Opaque

NUMBERS = "biufc"  # the kinds of NumPy arrays that hold numbers
# Two codes of one formula round differently, in double precision by some 1e-16 in each operation. What is far below the largest
# number of a result is what rounding left of it. A result in single precision carries errors of 1e-7 from each operation.
RELATIVE, OF_LARGEST, ABSOLUTE = 1e-8, 1e-11, 1e-13
SINGLE = 1e-5
MOST_PAIRS = 1 << 20  # numbers compared at most when points are looked for among points


def alike(one: Any, other: Any) -> bool:
    """Whether two results are the same up to rounding; lists, tuples and arrays of the same numbers in the same shape are."""
    if isinstance(one, Opaque) or isinstance(other, Opaque):
        return type(one) is type(other) and repr(one) == repr(other)
    if isinstance(one, dict) or isinstance(other, dict):
        both = isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys()
        return both and all(alike(value, other[key]) for key, value in one.items())
    if _has_parts(one) or _has_parts(other):
        both = _is_row(one) and _is_row(other) and len(one) == len(other)
        return both and all(map(alike, one, other))
    if callable(one) or callable(other):  # one of our own functions, handed back
        return getattr(one, "__qualname__", 0) == getattr(other, "__qualname__", 1)
    if isinstance(one, (str, type(None))) or isinstance(other, (str, type(None))):
        return type(one) is type(other) and one == other
    return close(one, other)


def close(one: Any, other: Any) -> bool:
    """Whether two numbers, or arrays or flat lists of numbers, have the same shape and, up to rounding, the same numbers."""
    one, other = np.asarray(one), np.asarray(other)
    if one.shape != other.shape:
        return False
    kinds = {one.dtype.kind, other.dtype.kind}
    if not kinds <= set(NUMBERS) or ("b" in kinds and len(kinds) > 1):
        return kinds in ({"U"}, {"O"}) and bool(np.array_equal(one, other))
    if "f" not in kinds and "c" not in kinds:
        return bool(np.array_equal(one, other))
    single = any(array.dtype in (np.float16, np.float32, np.complex64) for array in (one, other))
    with np.errstate(all="ignore"):
        off, size = np.abs(one - other), np.abs(one)
        largest = size.max(initial=0, where=np.isfinite(size))
        relative, least = (SINGLE, 1e-2 * SINGLE * largest) if single else (RELATIVE, OF_LARGEST * largest)
        near = np.isfinite(off) & (off <= relative * size + max(least, ABSOLUTE))
        fits = near | (one == other) | ((one != one) & (other != other))
    return bool(fits.all())


def same_points(ones: list[tuple], others: list[tuple]) -> bool:
    """Whether our functions were asked at the same points, in whatever order and however often."""
    if not ones or not others:
        return not ones and not others
    try:
        rows = [np.array([_flat(call) for call in calls], dtype=float) for calls in (ones, others)]
    except (TypeError, ValueError):  # other things than numbers, or not the same of them in each call
        return False
    (n, width), (m, other_width) = rows[0].shape, rows[1].shape
    if width != other_width or n * m * width > MOST_PAIRS:
        return False
    with np.errstate(all="ignore"):
        off, size = np.abs(rows[0][:, None] - rows[1]), np.abs(rows[0])[:, None]
        least = OF_LARGEST * size.max(axis=2, initial=0, keepdims=True)
        near = np.isfinite(off) & (off <= RELATIVE * size + np.maximum(least, ABSOLUTE))
        same = (near | (rows[0][:, None] == rows[1])).all(axis=2)
    return bool(same.any(axis=1).all() and same.any(axis=0).all())


def _has_parts(value: Any) -> bool:
    """Whether it is a list or tuple of more than plain numbers and words: then its parts are compared one by one."""
    return isinstance(value, (list, tuple)) and any(
        not isinstance(part, (bool, int, float, complex, str)) for part in value
    )


def _is_row(value: Any) -> bool:
    return isinstance(value, (list, tuple)) or (isinstance(value, np.ndarray) and value.ndim > 0)


def _flat(value: Any) -> list[float]:
    """All numbers in the arguments of a call, in order."""
    if isinstance(value, dict):
        return [number for key in sorted(value) for number in _flat(value[key])]
    if isinstance(value, (list, tuple)):
        return [number for part in value for number in _flat(part)]
    return np.asarray(value, dtype=float).ravel().tolist()
