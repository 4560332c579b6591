"""results.jsonl and grades.csv: what is in them, and what a spreadsheet must not take for a formula."""

import csv
import json

import pytest
from test_gradebook import result

from autograder.exports import FIRST, safe_text, write_class, write_files, written


def rows(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_row_a_student_with_each_notebook_and_the_total(tmp_path):
    results = [
        result("student-01", points=3.0),
        result("student-01", points=1.25, notebook="02_second"),
        result("student-02", points=1 / 3),
        result("cy", status="unreadable"),
        result("cy", points=2, notebook="02_second"),
    ]
    assert list(write_class(results, ["01_first", "02_second"], tmp_path)) == results
    assert rows(tmp_path / "grades.csv") == [
        ["student", "01_first", "02_second", "total"],
        ["student-01", "3", "1.25", "4.25"],
        ["student-02", "0.3333", "", "0.3333"],
        ["cy", "unreadable", "2", "not decided"],
    ]


def test_a_line_a_submission_in_the_order_that_was_agreed(tmp_path):
    one = result() | {"usage": {"seconds": 1.5}, "detail": "é"}
    list(write_class([one, result("student-02")], ["01_first"], tmp_path))
    first, second = map(json.loads, (tmp_path / "results.jsonl").read_text(encoding="utf-8").splitlines())
    assert list(first) == [*FIRST, "detail"] and first["detail"] == "é"
    assert second == result("student-02")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", '=HYPERLINK("x")'])
def test_no_text_is_a_formula(text, tmp_path):
    assert safe_text(text) == "'" + text
    list(write_class([result(text)], ["01_first"], tmp_path))
    write_files([(text, "taken", text)], tmp_path / "files.csv")
    for cell in (rows(tmp_path / "grades.csv")[1][0], *rows(tmp_path / "files.csv")[1]):
        assert not cell.lstrip(" ").startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("text", ["student-01", "a-name", "a=b", "3", "Ünal", ""])
def test_other_text_stays_as_it_is(text):
    assert safe_text(text) == text


def test_a_file_is_never_half_written(tmp_path):
    path = tmp_path / "file"
    with written(path) as file:
        file.write("old")
    with pytest.raises(ZeroDivisionError), written(path) as file:
        file.write("new")
        raise ZeroDivisionError
    assert path.read_text() == "old"
