"""Moments and spans, as they are written and said."""

import time
from datetime import datetime, timedelta, timezone

import pytest

from autograder.moments import moment, shown, span, spelled

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone cannot be set here")


@pytest.fixture
def berlin(monkeypatch):
    """This machine's clock is set to a zone with summer time."""
    monkeypatch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("2026-12-01", "2026-12-01T23:59:00+01:00"),
        ("2026-07-01", "2026-07-01T23:59:00+02:00"),
        ("20261201", "2026-12-01T23:59:00+01:00"),
        ("2026-12-01T18:00", "2026-12-01T18:00:00+01:00"),
        ("2026-12-01 18:00", "2026-12-01T18:00:00+01:00"),
        ("2026-07-01T18:00-05:00", "2026-07-01T18:00:00-05:00"),
        ("2026-07-01T18:00Z", "2026-07-01T18:00:00+00:00"),
    ],
)
def test_a_day_ends_at_its_end_and_no_offset_is_that_of_here_at_that_date(berlin, words, means):
    assert moment(words).isoformat() == means


@pytest.mark.parametrize("words", ["", "tomorrow", "2026-13-01", "1.12.2026", "18:00"])
def test_what_is_no_date_is_refused(words):
    with pytest.raises(ValueError):
        moment(words)


@pytest.mark.parametrize(
    ("hours", "said"), [(0, "UTC"), (1, "UTC+01:00"), (-4.5, "UTC-04:30"), (5.75, "UTC+05:45"), (-0.5, "UTC-00:30")]
)
def test_a_moment_is_shown_in_its_own_zone(hours, said):
    zone = timezone(timedelta(hours=hours))
    assert shown(datetime(2026, 12, 1, 18, 5, tzinfo=zone)) == f"2026-12-01 18:05 ({said})"


@pytest.mark.parametrize(
    ("words", "seconds"),
    [("90m", 5400), ("1h", 3600), ("2 days", 172_800), ("1d 12h", 129_600), ("0.5 hours", 1800), ("1 week", 604_800)],
)
def test_spans(words, seconds):
    assert span(words) == seconds


@pytest.mark.parametrize("words", ["", "1", "hour", "1 year", "1h!", "-1h", "1h and more"])
def test_what_is_no_span_is_refused(words):
    with pytest.raises(ValueError):
        span(words)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (60, "1 minute"),
        (3600, "1 hour"),
        (3660, "1 hour 1 minute"),
        (86_400 + 59, "1 day"),
        (2 * 86_400 + 7 * 3600 + 120, "2 days 7 hours"),
    ],
)
def test_spans_are_said_in_two_units(seconds, words):
    assert spelled(seconds) == words
