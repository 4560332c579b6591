"""Moments and spans of time: as an instructor writes them, and as a reader wants them said."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
SHORT = {"m": "minute", "min": "minute", "h": "hour", "d": "day", "w": "week"}
SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*([a-z]+)", re.IGNORECASE)


def moment(text: str) -> datetime:
    """The moment that is meant, with its offset from UTC: a day alone lasts until 23:59, no offset means this machine's.

    Raises
    ------
    ValueError: it is none.
    """
    found = datetime.fromisoformat(text.strip())
    with suppress(ValueError):  # it says a time as well
        found = datetime.combine(date.fromisoformat(text.strip()), time(23, 59))
    return found if found.tzinfo else found.astimezone()  # at that date: summer time is not today's


def shown(when: datetime) -> str:
    """A moment as people read it, with the offset that it was given in: 2026-12-01 18:00 (UTC+01:00)."""
    minutes = int((when.utcoffset() or timedelta()).total_seconds()) // 60
    sign, minutes = "-" if minutes < 0 else "+", abs(minutes)
    zone = f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"
    return f"{when:%Y-%m-%d %H:%M} ({zone})"


def unit(word: str) -> str:
    """minute, hour, day or week, from a word or its short form.

    Raises
    ------
    ValueError: no such unit.
    """
    name = SHORT.get(word.lower(), word.lower().removesuffix("s"))
    if name not in SECONDS:
        raise ValueError(f"{word!r} is no unit of time: write minutes, hours, days or weeks.")
    return name


def span(text: str) -> int:
    """Seconds in `90m`, `1h`, `2 days`, `1d 12h`.

    Raises
    ------
    ValueError: it is no span of time.
    """
    parts = SPAN.findall(text)
    if not parts or SPAN.sub("", text).strip():
        raise ValueError(f"{text!r} is no span of time. Write 30m, 1h or 2 days.")
    return round(sum(float(number) * SECONDS[unit(word)] for number, word in parts))


def spelled(seconds: int) -> str:
    """A span in words, in its two largest units: 1 day 2 hours; less than a minute is said in seconds."""
    parts = []
    for name in ("day", "hour", "minute"):
        count, seconds = divmod(seconds, SECONDS[name])
        parts.append((count, name))
    while parts and not parts[0][0]:
        parts.pop(0)
    if not parts:
        parts = [(seconds, "second")]
    said = [f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts[:2] if count]
    return " ".join(said) or "0 seconds"
