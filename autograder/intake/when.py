"""Moments as platforms write them, as ISO in UTC."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

WRITTEN = re.compile(
    r"(?P<day>\d{4}-\d\d-\d\d)[ T](?P<time>\d\d:\d\d(?::\d\d)?)(?:[.,]\d+)?\s*(?P<zone>Z|[+-]\d\d:?\d\d|[A-Za-z][\w/+-]*)?"
)


def utc(text: str) -> str:
    """The moment in ISO, UTC, to the second; "" where it is none. Without a zone it is UTC.

    Understood are `2026-03-01 10:30:47.524219 UTC`, with Z, an offset (-08:00) or a zone's name (Europe/Berlin).
    """
    match = WRITTEN.fullmatch(text.strip())
    if not match:
        return ""
    zone = match["zone"] or "UTC"
    try:
        when = datetime.fromisoformat(f"{match['day']} {match['time']}")
        if zone[0] in "+-":
            when = datetime.fromisoformat(f"{when}{zone[:3]}:{zone[-2:]}")
        else:
            when = when.replace(tzinfo=UTC if zone in ("Z", "UTC", "GMT") else ZoneInfo(zone))
        return when.astimezone(UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError):
        return ""
