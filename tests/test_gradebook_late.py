"""Late rules: later never earns more, an extension never lowers, and every point that is taken is told exactly."""

from datetime import UTC, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.gradebook.decisions import extended
from autograder.gradebook.late import Amount, Arrival, Rule, assessed, deduction, seconds_late

HOUR, DAY = 3600, 86_400
DUE = datetime(2026, 12, 1, 18, 0, tzinfo=timezone(timedelta(hours=1)))

points = st.floats(0, 100).map(lambda number: round(number, 6))
late = st.integers(0, 60 * DAY)
percents = st.floats(0, 100).map(lambda number: round(number, 2))
units = st.sampled_from(["", "hour", "day", "week"])
amounts = st.builds(Amount, percents, st.booleans(), units)
rules = st.builds(
    Rule,
    late=st.none() | amounts,
    at_most=st.none() | st.builds(Amount, percents, st.booleans()),
    grace=st.integers(0, 3 * DAY),
    nothing_after=st.none() | st.integers(0, 30 * DAY),
    marked=st.none() | st.builds(Amount, percents, st.booleans()),
    file_times=st.booleans(),
)
moments = st.datetimes(datetime(2026, 11, 1), datetime(2027, 1, 31)).map(lambda when: when.replace(tzinfo=UTC))


def left(points, arrival, due, extension, rule):
    found = assessed(points, arrival, due, extension, rule)
    return points - (found["deduction"] if found else 0)


@given(points, late, late, rules)
def test_later_never_earns_more(have, one, other, rule):
    sooner, later = sorted((one, other))
    assert deduction(have, sooner, rule) <= deduction(have, later, rule)


@given(points, late, rules)
def test_a_deduction_takes_no_more_than_there_is_and_leaves_four_digits(have, by, rule):
    lost = deduction(have, by, rule)
    assert 0 <= lost <= have
    if lost:
        kept = Fraction(str(have)) - Fraction(str(lost))
        assert abs(kept * 10**4 - round(kept * 10**4)) < Fraction(1, 10**4)


@given(points, points, late, rules.map(lambda rule: rule))
def test_who_did_better_stays_ahead_where_the_rule_takes_shares(one, other, by, rule):
    worse, better = sorted((one, other))
    if all(amount is None or amount.percent for amount in (rule.late, rule.at_most)):
        assert worse - deduction(worse, by, rule) <= better - deduction(better, by, rule) + 1e-4


@given(points, moments, moments, moments, st.booleans(), rules)
def test_an_extension_never_lowers(have, came, due, until, marked, rule):
    arrival = Arrival(came, "platform", marked)
    later, extension = extended(due, "s", "n", {("s", None): (until, "ill")})
    assert later >= due
    assert left(have, arrival, later, extension, rule) >= left(have, arrival, due, False, rule)


@given(points, st.none() | moments, st.sampled_from(["archive", "file"]), st.none() | moments, rules)
def test_nobody_loses_points_over_the_clock_of_a_file_unless_the_rule_says_so(have, came, clock, due, rule):
    found = assessed(have, Arrival(came, clock), due, False, rule)
    assert found is None or rule.file_times


@given(points, st.none() | moments, rules)
def test_a_mark_without_a_time_costs_only_what_the_rule_says_of_marks(have, came, rule):
    found = assessed(have, Arrival(came, "file", marked_late=True), None, False, rule)
    assert found["by_seconds"] is None
    if rule.marked is None:
        assert found["deduction"] == 0 and "nothing is taken off" in found["because"]


@given(rules)
def test_a_rule_comes_back_from_json_as_it_went(rule):
    assert Rule.from_dict(rule.as_dict()) == rule


@pytest.mark.parametrize(
    ("seconds", "lost"),
    [(0, 0), (1, 1), (DAY, 1), (DAY + 1, 2), (4 * DAY, 4), (4 * DAY + 1, 5), (400 * DAY, 5)],
)
def test_ten_percent_a_day_begun_at_most_half(seconds, lost):
    assert deduction(10, seconds, Rule(late=Amount.of("10%/day"), at_most=Amount.of("50%"))) == lost


@pytest.mark.parametrize(
    ("rule", "seconds", "lost"),
    [
        (Rule(), 10 * DAY, 0),
        (Rule(late=Amount.of("20%")), 10 * DAY, 2),
        (Rule(late=Amount.of("2 points/day")), DAY + 1, 4),
        (Rule(late=Amount.of("1 point per hour")), 20 * HOUR, 10),
        (Rule(late=Amount.of("10%/day"), grace=HOUR), HOUR, 0),
        (Rule(late=Amount.of("10%/day"), grace=HOUR), HOUR + 1, 1),
        (Rule(late=Amount.of("10%/day"), grace=HOUR), DAY + HOUR, 1),
        (Rule(nothing_after=7 * DAY), 7 * DAY, 0),
        (Rule(nothing_after=7 * DAY), 7 * DAY + 1, 10),
        (Rule(late=Amount.of("10%/day"), at_most=Amount.of("30%"), nothing_after=7 * DAY), 8 * DAY, 10),
        (Rule(late=Amount.of("33.3333%")), 1, 3.3333),
    ],
)
def test_what_rules_take_of_ten_points(rule, seconds, lost):
    assert deduction(10, seconds, rule) == lost


def test_rounding_is_done_once_and_in_the_students_favour():
    assert deduction(0.0001, 1, Rule(late=Amount.of("50%"))) == 0
    assert deduction(1 / 3, 1, Rule(late=Amount.of("10%"))) == pytest.approx(1 / 3 - 0.3)
    assert deduction(0.1, DAY, Rule(late=Amount.of("10%/day"))) == 0.01


@pytest.mark.parametrize(("after", "late"), [(-1, 0), (0, 0), (59, 0), (60, 60), (DAY, DAY)])
def test_the_last_minute_is_in_time(after, late):
    assert seconds_late(DUE + timedelta(seconds=after), DUE) == late


def test_times_are_compared_across_zones_and_told_in_that_of_the_due_date():
    arrival = Arrival(datetime(2026, 12, 1, 18, 30, tzinfo=UTC))
    found = assessed(4, arrival, DUE, False, Rule(late=Amount.of("10%/day"), at_most=Amount.of("5%")))
    assert found == {
        "by_seconds": 5400,
        "deduction": 0.2,
        "because": "handed in 2026-12-01 19:30 (UTC+01:00), 1 hour 30 minutes after the due date, 2026-12-01 18:00 (UTC+01:00); "
        "late work loses 10 % of the points for each day begun (1 day), but at most 5 % of the points",
    }
    assert assessed(4, Arrival(datetime(2026, 12, 1, 17, 0, tzinfo=UTC)), DUE, False, Rule()) is None


def test_a_platforms_mark_gives_way_to_a_time_and_to_an_extension():
    rule = Rule(marked=Amount.of("10%"))
    in_time = Arrival(DUE, "platform", marked_late=True)
    assert assessed(4, in_time, DUE, False, rule) is None, "our due date decides where the time is known"
    unknown = Arrival(None, "file", marked_late=True)
    assert assessed(4, unknown, DUE, False, rule)["deduction"] == 0.4
    excused = assessed(4, unknown, DUE, True, rule)
    assert excused["deduction"] == 0 and "extension" in excused["because"]


def test_what_earned_nothing_loses_nothing():
    found = assessed(0.0, Arrival(DUE + timedelta(days=2)), DUE, False, Rule(late=Amount.of("2 points/day")))
    assert found["deduction"] == 0 and found["by_seconds"] == 2 * DAY
    assert assessed(None, Arrival(DUE + timedelta(days=2)), DUE, False, Rule(late=Amount.of("10%")))["deduction"] == 0


@pytest.mark.parametrize("words", ["10", "ten percent", "10%/year", "-5%/day", "101%", "10%/", "%"])
def test_words_that_say_no_amount_are_refused(words):
    with pytest.raises(ValueError):
        Amount.of(words)


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("10%/day", "10%/day"),
        ("10 % per day", "10%/day"),
        ("2.5%/h", "2.5%/hour"),
        ("1 point a week", "1 point/week"),
        ("3 points", "3 points"),
        ("20 percent", "20%"),
    ],
)
def test_amounts_are_understood_as_people_write_them(words, means):
    assert str(Amount.of(words)) == means and Amount.of(means) == Amount.of(words)
