"""What hidden tests import: two ways to state what must hold, each with the hint that a student reads when it does not.

    def test_gradient_descent__first_step(student, rng):
        \"\"\"The first step goes from theta0 against the gradient.\"\"\"
        path = student.gradient_descent(lambda theta: 2 * theta, [1.0, -1.0], 0.25, 1)
        assert_close(path[1], [0.5, -0.5], hint="Is eta multiplied with the gradient at theta0?")

Whatever a student's function returned may be handed to `assert_close`: a value of the wrong kind or shape is a wrong
answer, never an exception of the test.
"""

import numpy as np

KINDS = "biufc"  # the kinds of NumPy arrays that hold numbers


class Wrong(AssertionError):
    """A hidden test's verdict that the student's result is wrong; `hint` is shown to the student."""

    def __init__(self, hint: str = "", remark: str = "") -> None:
        self.hint = " ".join(part for part in (remark, hint) if part)
        super().__init__(self.hint)


def expect(condition: bool, hint: str) -> None:
    """Fail with `hint` unless `condition` is True.

    Raises
    ------
    Wrong: the condition is False.
    TypeError: the condition is neither True nor False (an array, a number, something of the student's own making).
    """
    if not isinstance(condition, (bool, np.bool_)):
        raise TypeError(
            f"expect() needs True or False, not {type(condition).__name__}: use np.all(...), np.isclose(...)"
        )
    if not condition:
        raise Wrong(hint)


def assert_close(actual, expected, hint: str = "", rtol: float = 1e-5, atol: float | None = None) -> None:
    """Fail with `hint` unless `actual` has the shape and, up to rounding, the numbers of `expected`.

    `expected` is a number, an array, or a tuple, list or dict of such; `actual` may use lists or tuples where an array
    is expected. An element may be off by `rtol` times its size plus `atol`. By default atol is 1e-12 of the largest
    expected element (so an exact zero among others may carry rounding), or 1e-8 where all of them are zero.
    inf and nan must be where they are expected.

    Raises
    ------
    Wrong: anything differs.
    """
    if isinstance(expected, dict):
        if not isinstance(actual, dict) or set(actual) != set(expected):
            raise Wrong(hint, "The result does not have the entries asked for.")
        for key, value in expected.items():
            assert_close(actual[key], value, hint, rtol, atol)
        return
    if isinstance(expected, tuple) or (isinstance(expected, list) and not _numbers(expected)):
        parts = isinstance(actual, (tuple, list)) or (isinstance(actual, np.ndarray) and actual.ndim > 0)
        if not parts or len(actual) != len(expected):
            raise Wrong(hint, f"The result should have {len(expected)} parts.")
        for one, value in zip(actual, expected, strict=True):
            assert_close(one, value, hint, rtol, atol)
        return
    if expected is None or isinstance(expected, (str, bool)):
        if type(actual) is not type(expected) or actual != expected:
            raise Wrong(hint)
        return
    _assert_numbers_close(actual, np.asarray(expected), hint, rtol, atol)


def _numbers(value) -> bool:
    """Whether a list stands for one array of numbers."""
    try:
        return np.asarray(value).dtype.kind in KINDS
    except ValueError:
        return False


def _assert_numbers_close(actual, expected: np.ndarray, hint: str, rtol: float, atol: float | None) -> None:
    if not isinstance(actual, (bool, int, float, complex, list, tuple, np.ndarray, np.generic)):
        raise Wrong(hint, "The result is not a number or an array of numbers.")
    try:
        actual = np.asarray(actual)
    except ValueError:
        raise Wrong(hint, "The rows of the result do not have the same length.") from None
    except (TypeError, OverflowError):
        raise Wrong(hint, "The result is not a number or an array of numbers.") from None
    if actual.dtype.kind not in KINDS or (actual.dtype.kind == "b") != (expected.dtype.kind == "b"):
        raise Wrong(hint, "The result is not a number or an array of numbers.")
    if actual.dtype.kind == "c" and expected.dtype.kind != "c":
        raise Wrong(hint, "The result is complex, not real.")
    if actual.shape != expected.shape:
        raise Wrong(hint, "The result does not have the shape asked for.")
    if atol is None:
        sizes = np.abs(expected[np.isfinite(expected)])
        largest = sizes.max(initial=0)
        atol = 1e-12 * float(largest) if largest else 1e-8
    if not np.allclose(actual, expected, rtol=rtol, atol=atol, equal_nan=True):
        raise Wrong(hint)
