"""What the gradebook knows of students: what platforms call them, who is expected, what they answered in the lessons."""

import json

import pytest
from test_gradebook import record, result

from autograder.gradebook import Gradebook
from autograder.gradebook.people import MOST_ANSWERS


@pytest.fixture
def book(tmp_path):
    with Gradebook(tmp_path / "gradebook.sqlite") as book:
        yield book


def test_ids_of_several_platforms_come_together_and_the_newest_word_counts(book):
    book.meet({"student-01": {"canvas": "1234", "name": "Student 01"}, "student-02": {}})
    book.meet({"student-01": {"moodle": 77, "name": "Student One", "email": ""}})
    assert book.ids("student-01") == {"canvas": "1234", "moodle": "77", "name": "Student One"}
    assert book.ids("student-02") == book.ids("nobody") == {}


def test_answers_are_kept_as_they_were_last_handed_in(book):
    first, second = {"predict": {"eta": "0.1"}}, {"votes": {"myth": "é"}}
    book.meet({}, [("student-01", json.dumps(first).encode())])
    assert book.answers("student-01") == first
    assert book.meet({}, [("student-01", json.dumps(second).encode("utf-8"))]) == []
    assert book.answers("student-01") == second and book.answers("student-02") == {}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"{", "cannot be read"),
        (b"\xff\xfe", "cannot be read"),
        (b'{"a": NaN}', "cannot be read"),
        (b"[" * 200_000, "cannot be read"),
        (b"[1, 2]", "no JSON object"),
        (b'{"a": "' + b"x" * MOST_ANSWERS + b'"}', "more than"),
    ],
    ids=["cut", "no text", "nan", "deep", "list", "long"],
)
def test_answers_that_are_none_are_left_out_and_said(book, data, why):
    book.meet({}, [("student-01", b'{"kept": 1}')])
    ((student, said),) = book.meet({}, [("student-01", data)])
    assert student == "student-01" and why in said
    assert book.answers("student-01") == {"kept": 1}


def test_everyone_is_known_who_is_expected_or_handed_in(book):
    book.meet({"student-03": {"login": "s3"}}, roster=["student-02", "student-01"])
    record(book, book.begin_run("none", {}), "key", result("student-04"))
    assert book.roster() == ["student-01", "student-02"]
    assert book.students() == ["student-01", "student-02", "student-03", "student-04"]


def test_what_is_known_of_students_outlives_the_command(tmp_path):
    with Gradebook(tmp_path / "book") as book:
        book.meet({"student-01": {"github": "s1"}}, [("student-01", b"{}")], ["student-01"])
    with Gradebook(tmp_path / "book") as book:
        assert book.ids("student-01") == {"github": "s1"} and book.roster() == ["student-01"]
