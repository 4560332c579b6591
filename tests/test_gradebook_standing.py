"""What counts now: which attempt, with which decisions in force."""

from datetime import UTC, datetime, timedelta

import pytest
from books import graded, run
from small_exercise import NAME

from autograder.gradebook import Gradebook, GradebookError
from autograder.gradebook.late import Amount, Rule

DUE = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
DAILY = Rule(late=Amount.of("10%/day"))


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def came(days=0.0, **more):
    return {"handed_in": (DUE + timedelta(days=days)).isoformat(), "clock": "platform"} | more


def points(book):
    return {one["student"]: one["points"] for one in book.standing()}


def test_points_are_after_the_deduction_and_functions_as_earned(book):
    run(book, graded(), came=came(1.5))
    run(book, graded("student-02"), came=came(-1))
    book.set_due({NAME: DUE})
    book.set_rule(DAILY)
    late, in_time = book.standing()
    assert late["points"] == 4.8 and late["late"]["deduction"] == 1.2 and late["late"]["by_seconds"] == 129_600
    assert {name: one["points"] for name, one in late["functions"].items()} == {"double": 4, "pair": 2}
    assert in_time == graded("student-02")
    book.set_due({NAME: None})
    assert points(book) == {"student-01": 6, "student-02": 6}


def test_an_extension_counts_for_its_notebook_or_for_all_and_can_be_taken_back(book):
    run(book, graded(), graded(notebook="02_second"), came=came(1))
    book.set_due({NAME: DUE, "02_second": DUE})
    book.set_rule(DAILY)
    assert [one["points"] for one in book.standing()] == [5.4, 5.4]
    book.extend("student-01", DUE + timedelta(days=2), "ill", NAME)
    assert [one["points"] for one in book.standing()] == [6, 5.4]
    book.extend("student-01", DUE + timedelta(days=1), "ill")
    assert [one["points"] for one in book.standing()] == [6, 6]
    book.extend("student-01", None, "by mistake")
    assert [one["points"] for one in book.standing()] == [6, 5.4]
    book.extend("student-01", DUE - timedelta(days=9), "an extension never makes it earlier")
    assert [one["points"] for one in book.standing()] == [6, 5.4]


@pytest.mark.parametrize(("counts", "expected"), [("newest", 1.8), ("best", 6.0)])
def test_a_late_attempt_that_is_worse_counts_unless_the_best_does(book, counts, expected):
    run(book, graded(sha="a"), came=came(-1))
    run(book, graded(sha="b", double=0.0), came=came(0.5))
    book.set_due({NAME: DUE})
    book.set_rule(Rule(late=Amount.of("10%/day"), counts=counts))
    assert points(book) == {"student-01": expected}
    assert book.best("student-01", NAME).result["points"] == 6
    assert book.stands("student-01", NAME).attempts == 2


def test_of_equal_attempts_the_newest_counts_and_what_could_not_be_read_is_never_the_best(book):
    run(book, graded(sha="a"))
    run(book, graded(sha="b"))
    run(book, graded(sha="c", status="unreadable"))
    assert points(book) == {"student-01": None}
    book.set_rule(Rule(counts="best"))
    assert next(book.standing())["submission_sha256"][0] == "b"


def test_a_failure_of_the_grader_at_the_newest_attempt_is_not_passed_over(book):
    run(book, graded(sha="a", double=0.0))
    run(book, graded(sha="b", status="grader failure"))
    book.set_rule(Rule(counts="best"))
    assert points(book) == {"student-01": None}, "it may have been the better one"


def test_points_set_by_hand_for_a_function_are_earned_and_those_of_the_whole_are_final(book):
    run(book, graded(double=0.0), came=came(0.5))
    book.set_due({NAME: DUE})
    book.set_rule(DAILY)
    book.override("student-01", NAME, 4, "our typo", "double")
    assert points(book) == {"student-01": 5.4}
    book.override("student-01", NAME, 5, "agreed")
    (one,) = book.standing()
    assert one["points"] == 5 and "late" not in one
    assert book.take_back("student-01", NAME, "agreed on no such thing") == 1
    assert points(book) == {"student-01": 5.4}
    assert book.take_back("student-01", NAME, "no typo", "double") == 1
    assert points(book) == {"student-01": 1.8} and "overridden" not in next(book.standing())
    assert book.take_back("student-01", NAME, "again", "double") == 0


def test_points_of_a_function_set_later_take_the_place_of_those_of_the_whole_on_the_page_too(book):
    run(book, graded(double=0.0))
    book.override("student-01", NAME, 5, "agreed")
    book.override("student-01", NAME, 4, "our typo", "double")
    (one,) = book.standing()
    assert one["points"] == 6
    assert [change["reason"] for change in one["overridden"]] == ["our typo"]


@pytest.mark.parametrize(
    "decide", [lambda book: book.extend("s", DUE, " "), lambda book: book.take_back("s", NAME, "")]
)
def test_a_decision_without_reason_is_refused(book, decide):
    with pytest.raises(GradebookError, match="reason"):
        decide(book)


def test_the_earliest_time_that_the_same_bytes_were_handed_in_counts_and_a_platforms_before_a_files(book):
    def when():
        return book.stands("student-01", NAME).row["handed_in"][:10], book.stands("student-01", NAME).row["clock"]

    run(book, graded(), came=came(5, clock="file"))
    run(book, graded(), came=came(3, clock="file", marked_late=True))
    assert when() == ("2026-12-04", "file")
    run(book, graded(), came={"handed_in": "", "clock": "file"})
    assert when() == ("2026-12-04", "file")
    run(book, graded(), came=came(9, clock="platform"))
    assert when() == ("2026-12-10", "platform")
    run(book, graded(), came=came(1, clock="file"))
    run(book, graded(), came=came(8, clock="platform"))
    assert when() == ("2026-12-09", "platform")
    assert not book.stands("student-01", NAME).row["marked_late"], "they were handed in in time once"


def test_nobody_is_late_by_a_files_clock_unless_the_rule_says_so(book):
    run(book, graded(), came=came(0.5, clock="archive"))
    book.set_due({NAME: DUE})
    book.set_rule(DAILY)
    assert points(book) == {"student-01": 6} and book.untimed() == 1
    book.set_rule(Rule(late=DAILY.late, file_times=True))
    assert points(book) == {"student-01": 5.4}


def test_a_platforms_mark_is_said_and_costs_what_the_rule_says_of_marks(book):
    run(book, graded(), came={"handed_in": "", "clock": "file", "marked_late": True})
    (one,) = book.standing()
    assert one["points"] == 6 and one["late"]["by_seconds"] is None and one["late"]["deduction"] == 0
    book.set_rule(Rule(marked=Amount.of("50%")))
    assert points(book) == {"student-01": 3}


def test_decisions_outlive_the_command(tmp_path):
    rule = Rule(late=Amount.of("2 points/day"), at_most=Amount.of("50%"), grace=60, nothing_after=9, counts="best")
    with Gradebook(tmp_path / "book") as book:
        book.set_due({NAME: DUE, "02": DUE})
        book.set_due({"02": None})
        book.set_rule(rule)
        book.extend("student-01", DUE, "ill", NAME)
    with Gradebook(tmp_path / "book") as book:
        assert book.due() == {NAME: DUE} and book.rule() == rule
        assert book.extensions() == {("student-01", NAME): (DUE, "ill")}


def test_the_record_of_a_student_is_complete_and_in_order(book):
    run(book, graded(sha="a", double=1.0))
    run(book, graded(sha="a"), tests="other")
    run(book, graded("student-02"))
    run(book, graded(sha="b", double=2.0), tests="other")
    book.override("student-01", NAME, 4, "our typo", "double")
    book.take_back("student-01", NAME, "no typo", "double")
    book.extend("student-01", DUE, "ill")
    events = book.events("student-01")
    assert [event["what"] for event in events] == ["graded"] * 3 + ["set by hand", "taken back", "extension"]
    results = events[:3]
    assert [event["points"] for event in results] == [3, 6, 4]
    assert [event["counts"] for event in results] == [False, False, True]
    assert [event["decided_by"]["bundle"] for event in results] == ["firstfirstfi", "otherotherot", "otherotherot"]
    assert [event["sha256"][0] for event in results] == ["a", "a", "b"]
