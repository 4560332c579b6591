"""Known slips, recognised by what a function does rather than by how it is written.

The tables stepNN.slips.json are generated from the bank of wrong answers: for each slip its sentence and its outputs on the
public inputs (never its code). A function that behaves exactly like one slip is told so; with no match, or with several,
nothing is said.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
DIGITS = 6  # significant digits that are compared: fewer than rounding spoils, more than two slips share by chance


@cache
def table():
    """{function: {slip: {"says": sentence, "behaviour": [...]}}} of all steps, as generated from the bank."""
    made = {}
    for path in sorted(FOLDER.glob("*.slips.json")):
        made |= json.loads(path.read_text(encoding="utf-8"))
    return made


def behaviour(function, public):
    """What `function` does on the public inputs, as a list of short strings that can be stored and compared."""
    trace = []
    for output in public:
        try:
            trace.append(_plain(output(function)))
        except Exception as error:  # noqa: BLE001 - whatever a learner's function raises is part of its behaviour
            trace.append(type(error).__name__)
    return trace


def recognise(name, trace, slips=None):
    """The sentence of the one slip that behaves like `trace`, or None."""
    slips = table().get(name, {}) if slips is None else slips
    matches = [slip["says"] for slip in slips.values() if slip["behaviour"] == trace]
    return matches[0] if len(matches) == 1 else None


def _plain(output):
    if isinstance(output, (tuple, list)) and any(isinstance(item, (np.ndarray, list, tuple)) for item in output):
        return "(" + " ".join(_plain(item) for item in output) + ")"
    numbers = np.asarray(output)
    if numbers.dtype.kind not in "biuf":
        return str(output) if isinstance(output, (str, type(None), list, tuple)) else type(output).__name__
    text = " ".join(f"{value + 0.0:.{DIGITS}g}" for value in numbers.astype(float).ravel())
    return f"{list(numbers.shape)} {text}"
