"""`course grade --list`: what would be graded is said, and nothing is done; and how the command takes layouts and rosters."""

import pytest
from handed_in import as_zip, zipped
from small_exercise import SOLUTION, dumped, lay
from typer.testing import CliRunner

from autograder.cli import app
from autograder.grading import Layout
from autograder.intake import LAYOUTS

SOLVED = dumped(SOLUTION)[0]


@pytest.fixture
def listed(tmp_path, monkeypatch):
    """listed(files, options...) gives the files as a zip to `course grade --list`."""
    folders = lay(tmp_path)
    monkeypatch.setattr("autograder.sandbox.probe", lambda: pytest.fail("nothing is run, so nothing is probed"))

    def listed(files, *options):
        given = as_zip(tmp_path, files)
        places = [part for name, folder in folders.items() for part in (f"--{name}", str(folder))]
        return CliRunner().invoke(app, ["grade", str(given), "--list", *places, *options], env={"COLUMNS": "160"})

    return listed


def test_the_words_of_layout_are_the_layouts():
    assert {word.value for word in Layout} == set(LAYOUTS)
    said = CliRunner().invoke(app, ["grade", "--help"], env={"COLUMNS": "160"}).output
    assert all(f"{word}:" in said for word in LAYOUTS)


def test_everything_is_said_and_nothing_is_done(listed, tmp_path):
    (tmp_path / "class.csv").write_text('Student,ID,Section\n"One, Student",101,A\n"Two, Student",102,A\n')
    said = listed(
        {
            "studentone_LATE_101_5_x.ipynb": SOLVED,
            "studentone_101_4_x.ipynb": SOLVED + b" ",
            "stranger_109_3_hw.zip": zipped({"x.ipynb": SOLVED, "answers.json": '{"answers": {"a": {"said": "b"}}}'}),
        },
        "--roster",
        str(tmp_path / "class.csv"),
    )
    assert said.exit_code == 0, said.output
    text = " ".join(said.output.split())
    for words in (
        "a Canvas download (3 of 3",
        "2 students, 2 notebooks to grade",
        "One, Student ~2026-03-01 12:00 LATE x.ipynb marked late by the platform",
        "not on the roster",
        "1 on the roster handed in nothing here: Two, Student",
        "1 superseded: studentone_101_4_x.ipynb",
        "1 handed in predictions",
    ):
        assert words in text, words
    assert not list(tmp_path.glob("**/gradebook.sqlite"))


def test_what_somebody_should_look_at_is_in_the_exit_code(listed):
    said = listed({"a_1_2_x.ipynb": SOLVED, "b_3_4_x.rar": b"Rar!"})
    assert said.exit_code == 1 and "1 unmatched" in said.output and "ask for a zip" in said.output


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--layout", "moodle"], "not laid out as --layout moodle says: no folder or file is named as Moodle"),
        (["--roster", "none.csv"], "the roster none.csv cannot be read"),
    ],
)
def test_wrong_calls_say_what_to_do(listed, options, words):
    said = listed({"a_1_2_x.ipynb": SOLVED}, *options)
    assert said.exit_code == 2 and words in said.stderr


def test_a_damaged_archive_that_was_given_is_told_at_once(tmp_path):
    (tmp_path / "submissions.zip").write_bytes(b"PK\3\4 and so on")
    said = CliRunner().invoke(app, ["grade", str(tmp_path / "submissions.zip"), "--list"])
    assert said.exit_code == 2 and "Download it again" in said.stderr
    assert CliRunner().invoke(app, ["grade", "--list"]).exit_code == 2
