"""When a released exercise is due, and how long that is from now."""

from datetime import datetime, timedelta

UNITS = (("day", 86_400), ("hour", 3600), ("minute", 60))


def due_date(course):
    """The moment in a notebook's `course` metadata, in this machine's time zone, or None where it has none."""
    try:
        return datetime.fromisoformat(course.get("due")).astimezone()
    except (TypeError, ValueError, OverflowError):
        return None


def from_now(due, now):
    """The way from now to then in words, in its two largest units: `in 2 days 3 hours`, `5 minutes ago`, `now`."""
    seconds = abs(due - now) // timedelta(seconds=1)
    parts = []
    for name, size in UNITS:
        count, seconds = divmod(seconds, size)
        parts += [(count, name)] if count or parts else []
    said = " ".join(f"{count} {name}{'' if count == 1 else 's'}" for count, name in parts[:2] if count)
    if not said:
        return "now"
    return f"in {said}" if due > now else f"{said} ago"
