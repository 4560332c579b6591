"""`course export moodle`: the grades of a grading worksheet, in English and German, as Moodle takes them."""

import pytest
from exported_files import MOODLE, MOODLE_GERMAN, cells, gradebook
from typer.testing import CliRunner

from autograder.cli import app

ONE = ("s1", {"moodle": "701", "name": "Student 01"}, 3.25)
TWO = ("s2", {"email": "Student-02@example.org"}, 3.5)
THREE = [("s3", {"name": "Student 03"})]


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "300")

    def run(*rows, words=(), text=MOODLE, encoding="utf-8", expected=THREE):
        out = gradebook(tmp_path / "out", *rows, expected=expected)
        file = tmp_path / "worksheet.csv"
        file.write_bytes(text.encode(encoding))
        done = CliRunner().invoke(app, ["export", "moodle", str(out), "--fill", str(file), *words])
        target = out / "worksheet-filled.csv"
        return done.exit_code, done.output, target.read_bytes() if target.exists() else None

    return run


def test_only_the_grades_are_written(run):
    code, said, data = run(ONE, TWO)
    assert code == 0, said
    assert data == MOODLE.encode().replace(b'grading",,4.00', b'grading",3.25,4.00')
    assert "1 written, 1 the same before, 1 without this notebook" in said


def test_a_german_worksheet_with_decimal_commas_from_a_spreadsheet(run):
    code, said, data = run(ONE, TWO, text=MOODLE_GERMAN, encoding="cp1252")
    assert code == 0, said
    assert data == MOODLE_GERMAN.encode("cp1252").replace(b";;4,00;Ja", b";3,25;4,00;Ja")
    text = (
        MOODLE_GERMAN.replace(",", "\0")
        .replace(";", ",")
        .replace("\0", ";")
        .replace("4;00", '"4,00"')
        .replace("3;50", "3,50")
    )
    code, said, data = run(ONE, TWO, text=text)
    assert code == 0 and data == text.encode().replace(b',,"4,00",Ja', b',"3,25","4,00",Ja')


def test_an_anonymous_worksheet_is_matched_by_the_participant(run):
    text = "Identifier,Status,Grade,Maximum grade,Grade can be changed\nParticipant 701,-,,4.00,Yes\nParticipant 7,-,,4.00,Yes\n"
    code, said, data = run(ONE, ("s7", {"moodle": "Participant 7"}, 0), text=text, expected=())
    assert code == 0 and [row[2] for row in cells(data)[1:]] == ["3.25", "0.00"]


def test_a_grade_that_moodle_would_pass_over_is_not_written_in_silence(run):
    locked = ("s3", {"moodle": "703"}, 2)
    code, said, data = run(ONE, TWO, locked, words=("--replace",), expected=())
    assert code == 1 and "row 4: Student 03  Moodle says that this grade cannot be changed; it would get 2.00" in said
    extra = ("s1", {"moodle": "701"}, 5)
    code, said, data = run(extra, TWO)
    assert code == 1 and "5.00 is above the maximum 4.00, which would be dropped; --cap writes 4.00" in said
    assert cells(data)[1][4] == ""
    code, said, data = run(extra, TWO, words=("--cap",))
    assert code == 0 and cells(data)[1][4] == "4.00"


def test_a_scale_and_another_maximum_are_refused(run):
    code, said, data = run(ONE, text=MOODLE.replace("4.00", '"poor, fair, good"'))
    assert code == 2 and "graded by a scale" in said and data is None
    code, said, data = run(ONE, text=MOODLE.replace("4.00", "100.00"))
    assert code == 2 and "out of 100, but full marks are 4 points" in said and data is None
    _, _, data = run(ONE, text=MOODLE.replace("4.00", "100.00"), words=("--scale",))
    assert cells(data)[1][4] == "81.25"


def test_other_languages_name_the_column(run):
    text = (
        MOODLE.replace("Identifier", "Identifiant")
        .replace(",Grade,", ",Note,")
        .replace("Participant ", "Participant·e")
    )
    code, said, _ = run(ONE, text=text)
    assert code == 2 and "--column" in said and "Columns in this file: Identifiant" in said
    code, said, data = run(ONE, text=text, words=("--column", "Note"))
    assert cells(data)[1][4] == "3.25"
