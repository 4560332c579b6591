"""Students and rows find each other by what both are called, and where that does not decide, nobody is matched."""

from hypothesis import given
from hypothesis import strategies as st

from autograder.exports.matching import KINDS, match, normal


def test_the_surest_identity_decides():
    students = {
        "a": {"canvas": "1", "name": "Student 01"},
        "b": {"name": "Student 01"},
        "c": {"email": "C@Example.org "},
    }
    rows = {
        5: [("canvas", "1"), ("name", "01, Student")],
        6: [("canvas", "2"), ("name", "Other")],
        7: [("email", "c@example.ORG")],
    }
    matched = match(students, rows)
    assert matched.rows == {7: "c"}
    assert matched.ambiguous == {"a": "row 6 fits b as well", "b": "row 6 fits a as well"}
    del students["b"]
    assert match(students, rows).rows == {5: "a", 7: "c"}


def test_two_rows_with_one_name_are_ambiguous_unless_something_surer_tells():
    rows = {1: [("name", "Student 01"), ("email", "one@x.org")], 2: [("name", "Student 01"), ("email", "two@x.org")]}
    matched = match({"a": {"name": "student  01"}}, rows)
    assert not matched.rows and matched.ambiguous == {"a": "rows 2, 3 have the same name (student  01)"}
    assert matched.doubtful == {1, 2}
    assert match({"a": {"name": "Student 01", "email": "two@x.org"}}, rows).rows == {2: "a"}


def test_identities_that_belong_to_different_rows_match_nobody():
    rows = {1: [("canvas", "1"), ("name", "Student 01")], 2: [("canvas", "2"), ("name", "Student 02")]}
    matched = match({"a": {"canvas": "1", "name": "Student 02"}}, rows)
    assert not matched.rows
    assert matched.ambiguous == {"a": "its identities belong to different rows: row 2 by canvas, row 3 by name"}


def test_nothing_is_matched_by_likeness():
    rows = {1: [("name", "Student 010"), ("login", "s1"), ("canvas", ""), ("email", "")]}
    students = {"a": {"name": "Student 01", "login": "s10", "canvas": "", "email": None}, "b": {}}
    assert match(students, rows).unmatched == ["a", "b"]


def test_identities_are_compared_as_people_mean_them():
    assert (
        normal("moodle", "Participant 0701") == normal("moodle", "Teilnehmer/in701") == normal("moodle", "701") == "701"
    )
    assert normal("name", "Ünal,  Ayşe") == normal("name", "ayşe ünal") == normal("name", "Ayşe U\u0308nal")
    assert normal("name", "A, B, C") == "a, b, c"
    assert normal("login", "01") != normal("login", "1")


@given(
    st.dictionaries(st.sampled_from("abc"), st.dictionaries(st.sampled_from(KINDS), st.sampled_from("12,"))),
    st.dictionaries(st.integers(1, 4), st.lists(st.tuples(st.sampled_from(KINDS), st.sampled_from("12,")))),
)
def test_everyone_is_accounted_for_once_and_no_row_has_two(students, rows):
    matched = match(students, rows)
    found = [*matched.rows.values(), *matched.unmatched, *matched.ambiguous]
    assert sorted(found) == sorted(students)
    assert set(matched.rows) <= set(rows) and not set(matched.rows) & set(matched.unmatched)
    for row, student in matched.rows.items():
        same = [
            kind
            for kind, value in rows[row]
            if normal(kind, value) and normal(kind, students[student].get(kind, "")) == normal(kind, value)
        ]
        assert same
