"""What students predicted and voted in the lessons, where they hand in `answers.json` with their notebooks.

A student wrote the file, so it is bounded and what it should not hold is left out: it must be JSON as `course.quiz`
writes it, {"format": 1, "answers": {key: {"kind": ..., "question": ..., "said": ..., ...}}}.
"""

import json
from collections.abc import Iterator, Mapping

from autograder.intake.directory import ArchiveError
from autograder.intake.found import Found

MAX_BYTES = 500_000
MOST, LONGEST_KEY, LONGEST_TEXT, MOST_OPTIONS = 2_000, 200, 2_000, 50


class AnswersError(Exception):
    """The file holds no answers; the message says why."""


class Answers(Mapping[str, bytes]):
    """student -> checked JSON, read when it is asked for: a class's answers together take no memory."""

    def __init__(self, found: Mapping[str, Found]) -> None:
        self._found = dict(found)

    def __getitem__(self, student: str) -> bytes:
        try:
            return checked(self._found[student])
        except AnswersError:  # it was changed or taken away meanwhile
            return b"{}"

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def checked(found: Found) -> bytes:
    """The answers as JSON text without anything that does not belong there.

    Raises
    ------
    AnswersError: it is too large or not of this form.
    """
    try:
        data = found.read(MAX_BYTES)
    except (OSError, ArchiveError) as error:
        raise AnswersError(f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if len(data) > MAX_BYTES:
        raise AnswersError(f"is larger than {MAX_BYTES / 1e6:g} MB")
    try:
        whole = json.loads(data, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        raise AnswersError("is not JSON") from None
    entries = whole.get("answers") if isinstance(whole, dict) else None
    if not isinstance(entries, dict) or not all(isinstance(entry, dict) for entry in entries.values()):
        raise AnswersError('holds no table of answers ("answers": {...})')
    if len(entries) > MOST:
        raise AnswersError(f"holds more than {MOST:,} answers")
    kept = {key: _facts(entry) for key, entry in entries.items() if len(key) <= LONGEST_KEY}
    return json.dumps({"format": 1, "answers": kept}).encode()


def _facts(entry: dict) -> dict:
    """What was said of one question: short texts, numbers, yes and no, and the list of options."""
    return {
        name: fact
        for name, fact in entry.items()
        if len(name) <= LONGEST_KEY
        and (_simple(fact) or isinstance(fact, list) and len(fact) <= MOST_OPTIONS and all(map(_simple, fact)))
    }


def _simple(fact: object) -> bool:
    if isinstance(fact, str):
        return len(fact) <= LONGEST_TEXT
    return isinstance(fact, bool) or isinstance(fact, (int, float)) and abs(fact) < 1e15
