"""Who gained and who lost by a regrade, and why, also where the run was killed in between."""

import csv
import io

import pytest
from books import graded, run
from rich.console import Console
from small_exercise import NAME

from autograder.bookkeeping.differences import COLUMNS, MOST, Differences
from autograder.gradebook import Gradebook
from autograder.gradebook.late import Amount, Rule


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def changes(book):
    return [change for one in book.compared() for change in one.changes]


def told(differences):
    text = io.StringIO()
    differences.say(Console(file=text, width=200, highlight=False).print)
    return text.getvalue()


def test_changed_tests_show_who_gained_and_lost_function_by_function(book):
    run(book, graded("student-01", double=1.0), graded("student-02"), graded("student-03"))
    book.remember()
    run(
        book,
        graded("student-01"),
        graded("student-02", pair=0.0),
        graded("student-03"),
        graded("student-04"),
        tests="new",
    )
    why = "hidden tests or exercise changed"
    found = [(one.student, one.function, one.before, one.after, one.why) for one in changes(book)]
    assert found == [
        ("student-01", "double", 1, 4, why),
        ("student-01", "", 3, 6, why),
        ("student-02", "pair", 2, 0, why),
        ("student-02", "", 6, 4, why),
    ], "neither who is as before nor who is new"
    assert [one.regraded for one in book.compared()] == [True] * 3


@pytest.mark.parametrize(
    ("after", "why"),
    [
        ({"tests": "new"}, "hidden tests or exercise changed"),
        ({"engine": "new"}, "grader changed"),
        ({"tests": "new", "engine": "new"}, "hidden tests or exercise changed, grader changed"),
    ],
)
def test_why_is_what_differs_between_the_runs(book, after, why):
    run(book, graded(double=1.0))
    book.remember()
    run(book, graded(), **after)
    assert {one.why for one in changes(book)} == {why}


def test_a_new_attempt_and_a_failure_of_the_grader_that_is_mended_are_told_as_such(book):
    run(book, graded("student-01", sha="a"), graded("student-02", status="grader failure"))
    book.remember()
    run(book, graded("student-01", sha="b", double=0.0), graded("student-02"))
    first, second = (one for one in changes(book) if not one.function)
    assert (first.before, first.after, first.why) == (6, 2, "another attempt counts")
    assert (second.before, second.after, second.why) == (None, 6, "the grader had failed before")


def test_an_override_hides_a_change_and_that_is_said(book):
    run(book, graded("student-01", double=1.0), graded("student-02"))
    book.override("student-01", NAME, 3, "our typo", "double")
    book.override("student-02", NAME, 5, "agreed")
    book.remember()
    run(book, graded("student-01", double=2.0), graded("student-02", double=0.0), tests="new")
    hidden = [(one.student, one.function, one.before, one.after) for one in changes(book) if one.hidden]
    assert hidden == [("student-01", "double", 3, 3), ("student-02", "", 5, 5)]
    differences = Differences(book.compared())
    text = told(differences)
    assert "1 before, 2 now, but the points set by hand count (our typo)" in text
    assert "6 before, 2 now, but the points set by hand count (agreed)" in text
    assert [(one.student, one.function) for one in changes(book) if not one.hidden] == [("student-02", "double")]


def test_a_deduction_that_changes_is_told_with_the_points(book):
    run(book, graded(), came={"marked_late": True, "handed_in": "", "clock": "file"})
    book.remember()
    book.set_rule(Rule(marked=Amount.of("50%")))
    (one,) = changes(book)
    assert (one.before, one.after, one.why) == (6, 3, "deduction for lateness 0 before, 3 now")


def test_a_run_that_was_killed_and_continued_is_compared_as_one(tmp_path):
    before = [graded(f"student-{number:02}", double=1.0) for number in range(4)]
    after = [graded(f"student-{number:02}") for number in range(4)]
    with Gradebook(tmp_path / "book") as book:
        run(book, *before)
    with Gradebook(tmp_path / "book") as book:
        book.remember()
        run(book, *after[:2], tests="new", finished=False)
    with Gradebook(tmp_path / "book") as book:
        book.remember()
        run(book, *after, tests="new")
        assert len([one for one in changes(book) if not one.function]) == 4
        book.settle()
    with Gradebook(tmp_path / "book") as book:
        book.remember()
        run(book, *after, tests="new")
        assert changes(book) == [] and not any(one.regraded for one in book.compared())


def test_all_is_in_the_file_and_the_screen_ends_somewhere(book, tmp_path):
    names = [f"student-{number:02}" for number in range(MOST + 5)]
    run(book, *(graded(name) for name in names))
    book.remember()
    run(book, *(graded(name, pair=0.0) for name in names[:-1]), graded(names[-1], double=1.0), tests="new")
    text = told(Differences(book.compared(), tmp_path / "changes.csv"))
    assert f"0 gained, {MOST + 5} lost, 0 as before" in text and "and 5 more; changes.csv" in text
    assert "and 5 more; grades.csv" in told(Differences(book.compared())), "where no list is written none is named"
    assert text.index(names[-1]) < text.index(names[0]), "who lost most comes first"
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == list(COLUMNS) and len(rows) == 1 + 2 * (MOST + 5)
    assert rows[1] == ["student-00", NAME, "pair", "2", "0", "hidden tests or exercise changed"]
    assert rows[2] == ["student-00", NAME, "", "6", "4", "hidden tests or exercise changed"]


def test_a_run_that_changes_nothing_leaves_the_last_changes_and_says_nothing(book, tmp_path):
    path = tmp_path / "changes.csv"
    path.write_text("of the last regrade")
    run(book, graded())
    book.remember()
    run(book, graded())
    assert told(Differences(book.compared(), path)) == "" and path.read_text() == "of the last regrade"
    book.settle()
    book.remember()
    run(book, graded(), tests="new")
    assert "nobody's points changed" in told(Differences(book.compared(), path))
    assert path.read_text().splitlines() == [",".join(COLUMNS)]


def test_no_name_of_a_student_is_a_formula_there(book, tmp_path):
    run(book, graded("=cmd()", double=1.0))
    book.remember()
    run(book, graded("=cmd()"), tests="new")
    told(Differences(book.compared(), tmp_path / "changes.csv"))
    assert (
        "\n'=cmd()" in (tmp_path / "changes.csv").read_text() and "\n=cmd" not in (tmp_path / "changes.csv").read_text()
    )
