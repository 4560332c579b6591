"""The suite itself: what it says when something failed, and how it is dealt out among processes."""

import pytest
from dealing import share
from telling import about, in_words, what_failed


def test_a_failure_is_told_in_words_with_what_it_is_about_and_how_to_run_it_again():
    here = "tests/test_telling.py"
    lines = what_failed([f"{here}::test_two_and_two_are_four", f"{here}::test_lengths[1-2]", "tests/gone.py::test_x"])
    assert lines[0] == f"{here}: {about(here)}" and "The suite itself" in lines[0]
    assert lines[1:4] == [
        "    not so: two and two are four",
        "    not so: lengths (1-2)",
        f"    this file again: python3 start.py test {here}",
    ]
    assert lines[4] == "tests/gone.py: "


def test_many_failures_of_a_file_are_counted():
    lines = what_failed([f"tests/test_telling.py::test_x[{number}]" for number in range(30)], most=3)
    assert len(lines) == 6 and lines[4] == "    and 27 more"


def test_a_test_without_a_case_is_its_sentence():
    assert in_words("tests/test_a.py::test_b_c") == "b c"


@pytest.mark.parametrize(
    ("test", "with_whom"),
    [
        ("tests/test_attacks.py::test_x[landlock-user-wire/flood]", "tests/test_attacks.py"),
        ("tests/test_answers.py::test_x[03a_gd_and_sgd-sgd-right]", "tests/test_answers.py::03a"),
        ("tests/test_answers.py::test_x[01_intuition_exercises]", "tests/test_answers.py::01"),
        ("tests/test_notebooks.py::test_x[solutions/01_intuition_exercises.ipynb]", "tests/test_notebooks.py::01"),
        ("tests/test_models.py::test_x[landlock]", "tests/test_models.py"),
    ],
)
def test_what_shares_something_dear_stays_together(test, with_whom):
    assert share(test) == with_whom
