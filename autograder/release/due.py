"""When exercises are due: `2026-12-01T18:00` for all, `01=2026-12-01` for those whose name begins with 01."""

from datetime import datetime

from autograder.moments import moment
from autograder.release.contents import ReleaseError


def due_dates(words: list[str], names: list[str]) -> dict[str, str]:
    """name -> ISO 8601 with the offset from UTC. A later word overrides an earlier one; a day alone ends at 23:59.

    Raises
    ------
    ReleaseError: a date that is none, or a name that fits no exercise.
    """
    found: dict[str, str] = {}
    for word in words:
        prefix, _, date = word.rpartition("=")
        fitting = [name for name in names if name.startswith(prefix)]
        if not fitting:
            raise ReleaseError(
                f"--due {word}: no exercise's name begins with {prefix!r}. There are: {', '.join(names)}."
            )
        found |= dict.fromkeys(fitting, _moment(date, word).isoformat(timespec="seconds"))
    return found


def _moment(text: str, word: str) -> datetime:
    try:
        return moment(text)
    except ValueError:
        raise ReleaseError(f"--due {word}: {text!r} is no date. Write 2026-12-01, or 2026-12-01T18:00.") from None
