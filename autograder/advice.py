"""What an error usually means, for a student who sees only its name; and which question to take up next.

The sentence of a failed hidden test names the exception and the line, never its message, which could quote a hidden input.
The name alone says little, so what is said here is what such an error most often comes from in exercises like these.
"""

import re
from collections.abc import Mapping, Sequence

MEANS = {
    "TypeError": (
        "Often a list (or whole numbers) stands where an array of floats is needed: `np.array(x, dtype=float)` makes one of "
        "either, and a copy at that. Or a function was called with too many or too few arguments."
    ),
    "AttributeError": (
        "A list has no `.shape` and a number no `.copy()`: `np.asarray(x, dtype=float)` makes an array of either."
    ),
    "IndexError": "Something is looked up outside an array. Try an array with one element, or one with another number of axes.",
    "ValueError": "Most often two shapes do not fit together: print `.shape` of both, just before that line.",
    "LinAlgError": "A matrix cannot be inverted, or is not square. Is there a way without its inverse?",
    "KeyError": "A dict is asked for something that is not in it.",
    "ZeroDivisionError": "Something is divided by zero. For which input can that be?",
    "OverflowError": "A number became too large. Does something grow from step to step?",
    "RecursionError": "The function calls itself and does not stop.",
    "NameError": (
        "A name is used that is not there when only the answer cells are run. What your answer needs belongs into its own cell."
    ),
    "UnboundLocalError": "A name is used before it has a value: perhaps a loop or an `if` was never entered.",
    "SyntaxError": "Python cannot read the cell. Is a bracket, a quote or a colon missing?",
    "IndentationError": "Python cannot read the cell: a line begins too far to the left or to the right.",
    "AssertionError": "An `assert` of your own did not hold.",
    "ModuleNotFoundError": "This package is not there when notebooks are graded; NumPy is.",
    "ImportError": "This cannot be imported when notebooks are graded; NumPy can.",
    "FileNotFoundError": "When notebooks are graded there are no files of yours to read: keep all in variables.",
    "PermissionError": "When notebooks are graded nothing can be written, and no other program started: keep all in variables.",
    "OSError": "When notebooks are graded nothing can be written: keep all in variables.",
}
MEANS["UFuncTypeError"] = MEANS["TypeError"]
_STOPPED = re.compile(r"stopped with (\w+)")
_LESSON = re.compile(r"\[([^\]]+)\]\(([\w.-]+\.ipynb)(#[^)]*)?\)")


def meaning(sentence: str) -> str:
    """What the error that a sentence names usually comes from, or ""."""
    found = _STOPPED.search(sentence)
    return MEANS.get(found[1], "") if found else ""


def next_card(cards: Sequence[Mapping]) -> Mapping | None:
    """The question to take up next: of those begun the first that is not done, then one not begun, then what is extra."""

    def urgency(card):
        return card["extra"], card["state"] == "not attempted"

    open_ones = [card for card in cards if card["state"] in ("part", "none", "not attempted") and card["most_points"]]
    return min(open_ones, key=urgency, default=None)


def lessons(text: str) -> list[tuple[str, str]]:
    """(words, file and section) of every lesson that a text of an exercise points to."""
    found = (
        (words, file + (f", section {_words(part)}" if part else "")) for words, file, part in _LESSON.findall(text)
    )
    return list(dict.fromkeys(found))


def _words(anchor: str) -> str:
    """A notebook's anchor, `#The-long-valley`, as the heading that it leads to."""
    return anchor.lstrip("#").replace("-", " ")
