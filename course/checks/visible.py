"""What a visible check is made of: a condition with a sentence, and the public inputs on which known slips show.

A room for one step (`step01.py`) holds, for a graded function `name`:

    name__what(f)   a visible check; its docstring says what is right when it passes, an `Off` says what is not
    name__public(f) the outputs of `f` on the public inputs, by which a known slip is recognised
    name__why       one sentence for after the right answer: why it matters, where it comes back
"""

import numpy as np


class Off(Exception):
    """A visible check that did not pass; the message says what is off, by how much and which idea helps."""


def expect(condition, sentence):
    """Raise `Off(sentence)` unless `condition` holds."""
    if not condition:
        raise Off(sentence)


def array(value, shape, what):
    """`value` as a float array of the expected shape, or `Off` with a sentence about `what`."""
    expect(value is not None, f"{what} is None: does the function end in `return ...`?")
    try:
        result = np.asarray(value, dtype=float)
    except (TypeError, ValueError):
        raise Off(f"{what} should be numbers of shape {shape}, but it is {type(value).__name__}.") from None
    expect(result.shape == shape, f"{what} should have shape {shape}, but it has shape {result.shape}.")
    return result


def close(actual, expected, what, idea, rtol=1e-6, atol=1e-9):
    """`Off` unless the arrays agree; says where they differ most and by how much, then the idea that helps."""
    expected = np.asarray(expected, dtype=float)
    actual = array(actual, expected.shape, what)
    wrong = ~np.isclose(actual, expected, rtol=rtol, atol=atol)
    if wrong.any():
        index = np.unravel_index(np.argmax(np.where(wrong, _distance(actual, expected), -1.0)), expected.shape)
        place = f" at index {list(map(int, index))}" if index else ""
        off = abs(actual[index] - expected[index])
        amount = f" (off by {off:.1g})" if np.isfinite(off) else ""
        raise Off(f"{what}{place} is {actual[index]:.6g}, expected {expected[index]:.6g}{amount}. {idea}")


def _distance(actual, expected):
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(np.abs(actual - expected), nan=np.inf, posinf=np.inf)
