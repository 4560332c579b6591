"""`course export csv`: any file, by the columns that its owner names."""

import pytest
from exported_files import gradebook
from typer.testing import CliRunner

from autograder.cli import app

FILE = "Mail\tWho\tE1\tSum\tNote\nstudent-01@example.org\t=cmd\t\t\t@x\nSTUDENT-02@example.org\tb\t\t\t\n"
ROWS = [
    ("s1", {"email": "student-01@example.org"}, 3.25),
    ("s1", {}, 1, "02_second"),
    ("b", {"email": "student-02@example.org"}, 2),
]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")

    def run(*words, text=FILE):
        out = gradebook(tmp_path / "out", *ROWS)
        (tmp_path / "class.csv").write_text(text, encoding="utf-8", newline="")
        to = tmp_path / "to.csv"
        command = ["export", "csv", str(out), "--fill", str(tmp_path / "class.csv"), "--to", str(to), *words]
        done = CliRunner().invoke(app, command)
        return done.exit_code, done.output, to.read_text(encoding="utf-8") if to.exists() else None

    return run


def test_columns_are_filled_and_the_instructors_own_cells_stay(run):
    code, said, text = run("--match", "Mail=email", "--write", "E1=01", "--write", "Sum=total")
    assert code == 0, said
    assert text == FILE.replace("=cmd\t\t\t", "=cmd\t3.25\t4.25\t").replace("b\t\t\t\n", "b\t2\t2\t\n")


def test_several_identities_together(run):
    code, said, text = run("--match", "Mail=email", "--match", "Who=student", "--write", "E1=01")
    assert code == 0 and "2 written" in said


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--match", "Mail", "--write", "E1=01"], "should be COLUMN=WHAT"),
        (["--match", "Mail=phone", "--write", "E1=01"], "'phone' is no identity. There are: canvas, "),
        (
            ["--match", "Post=email", "--write", "E1=01"],
            "no column 'Post'. Columns in this file: Mail; Who; E1; Sum; Note.",
        ),
        (["--match", "Mail=email", "--write", "E2=01"], "no column 'E2'"),
        (["--match", "Mail=email", "--write", "E1=01", "--write", "e1=02"], "'E1' is named twice"),
        (["--match", "Mail=email", "--write", "E1=0"], "'0' fits several notebooks"),
    ],
)
def test_a_wrong_call_writes_nothing_and_says_what_there_is(run, words, sentence):
    code, said, text = run(*words)
    assert code == 2 and text is None and sentence in said
