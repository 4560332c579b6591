"""`course export canvas`: one column of the instructor's own file, and a word on everyone who is not in it."""

import csv
import io

import pytest
from exported_files import CANVAS, cells, gradebook
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from autograder.cli import app
from autograder.exports.canvas import layout
from autograder.exports.filling import fill
from autograder.exports.grades import Grade
from autograder.exports.sheet import Sheet

ONE = ("s1", {"canvas": "9001", "name": "student01"}, 3.25)
TWO = ("s2", {"login": "STUDENT-02@example.org"}, 4)
THREE = ("student-03@example.org", {}, 1)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Run `course export canvas` on a file and a gradebook: (exit code, what was said, what was written)."""
    monkeypatch.setenv("COLUMNS", "300")

    def run(*rows, words=("--column", "501"), text=CANVAS, encoding="utf-8", expected=()):
        out = gradebook(tmp_path / "out", *rows, expected=expected)
        file = tmp_path / "Grades.csv"
        file.write_bytes(text.encode(encoding))
        done = CliRunner().invoke(app, ["export", "canvas", str(out), "--fill", str(file), *words])
        assert file.read_bytes() == text.encode(encoding)
        target = out / "Grades-filled.csv"
        return done.exit_code, done.output, target.read_bytes() if target.exists() else None

    return run


def test_only_the_one_column_is_written(run):
    code, said, data = run(ONE, TWO, words=("--column", "Exercise 1 (501)"), expected=[("s3", {"canvas": "9003"})])
    before = CANVAS.encode()
    expected = before.replace(b'=HYPERLINK("x"),,', b'=HYPERLINK("x"),3.25,').replace(
        b'and more",,', b'and more",4.00,'
    )
    assert data == expected and data != before
    assert code == 0, said
    assert "01_first into 'Exercise 1 (501)', out of 4: 2 written, 1 without this notebook, left as they are." in said


@pytest.mark.parametrize("column", ["501", "exercise 1", "Exercise 1 (501)"])
def test_an_assignment_is_named_by_number_title_or_in_full(run, column):
    assert run(ONE, words=("--column", column))[2] is not None


def test_a_grade_that_is_there_already_stays_unless_it_may_be_replaced(run):
    text = CANVAS.replace('HYPERLINK("x"),,', 'HYPERLINK("x"),2.00,').replace('and more",,', 'and more",4,')
    code, said, data = run(ONE, TWO, THREE, text=text)
    assert code == 1 and data == text.encode()
    assert "1 the same before" in said
    assert "row 4: 01, Student  has 2.00 already; --replace would write 3.25" in said
    assert "row 6: 03, Student  has EX already" in said
    code, said, data = run(ONE, TWO, THREE, text=text, words=("--column", "501", "--replace"))
    assert code == 0 and [row[6] for row in cells(data)[3:]] == ["3.25", "4", "1.00", ""]


def test_everyone_who_is_left_out_is_named(run):
    stranger, undecided = ("s9", {"canvas": "9009"}, 2), ("s2", {"canvas": "9002"}, "unreadable")
    code, said, _ = run(ONE, undecided, stranger)
    assert code == 1
    assert "row 5: 02, Student  has no grade: 01_first: unreadable" in said
    assert "s9  no row has any of its identities (canvas 9009, student s9)" in said
    assert "row 7: 03, Student  nobody in the gradebook is this student" in said.replace("row 6", "row 7")
    assert "Student, Test" not in said


def test_who_cannot_be_told_apart_gets_nothing(run):
    code, said, data = run(ONE, ("twin", {"canvas": "9001"}, 1), TWO, THREE)
    assert code == 1 and cells(data)[3][6] == ""
    assert "s1  ambiguous: row 4 fits twin as well" in said and "twin  ambiguous: row 4 fits s1 as well" in said
    assert "row 4: 01, Student  nobody" not in said


def test_another_maximum_is_scaled_only_on_demand(run):
    text = CANVAS.replace("Possible,,,,,,4.00", "Possible,,,,,,20.00")
    code, said, data = run(ONE, TWO, text=text)
    assert code == 2 and data is None and "is out of 20, but full marks are 4 points" in said and "--scale" in said
    _, _, data = run(ONE, TWO, text=text, words=("--column", "501", "--scale"))
    assert [row[6] for row in cells(data)[3:]] == ["16.25", "20.00", "EX", ""]


def test_the_sum_of_all_notebooks(run):
    text = CANVAS.replace("Possible,,,,,,4.00", "Possible,,,,,,8.00")
    code, _, data = run(
        ONE, (*ONE[:2], 2.5, "02_second"), TWO, text=text, words=("--column", "501", "--notebook", "total")
    )
    assert [row[6] for row in cells(data)[3:5]] == ["5.75", "4.00"]


def test_the_notebook_must_be_told_where_there_are_several(run):
    code, said, _ = run(ONE, (*ONE[:2], 2.5, "02_second"))
    assert code == 2 and "--notebook. There are: 01_first, 02_second, total." in said
    code, said, _ = run(ONE, words=("--column", "501", "--notebook", "03"))
    assert code == 2 and "'03' fits no notebook" in said
    assert run(ONE, words=("--column", "501", "--notebook", "01"))[2] is not None


def test_the_column_must_be_told_and_be_there(run):
    for words in ((), ("--column", "Exercise 2"), ("--column", "Notes"), ("--column", "Final Score")):
        code, said, data = run(ONE, words=words)
        assert code == 2 and data is None
        assert "Assignments in this file: Exercise 1 (501); Essay (502)." in said
    text = CANVAS.replace("Exercise 1 (501)", "01_first (501)")
    assert run(ONE, words=(), text=text)[2] is not None
    code, said, _ = run(
        ONE, words=("--column", "Twice"), text=CANVAS.replace("Exercise 1 (5", "Twice (4").replace("Essay", "Twice")
    )
    assert code == 2 and "2 assignments are called so" in said


def test_what_canvas_does_not_take_is_not_written(run):
    text = CANVAS.replace("Possible,,,,,,4.00", "Possible,,,,,,(read only)")
    code, said, _ = run(ONE, text=text)
    assert code == 2 and "read only" in said
    text = CANVAS.replace('HYPERLINK("x"),,', 'HYPERLINK("x"),N/A,')
    code, said, data = run(ONE, text=text, words=("--column", "501", "--replace"))
    assert code == 1 and data == text.encode() and "not assigned to this student (N/A); it would get 3.25" in said


def test_another_language_and_another_program(run):
    """Semicolons and decimal commas, names in two columns, an older code page."""
    text = (
        "LastName;FirstName;ID;SIS Login ID;Section;Übung 1 (501)\r\n"
        "    Points Possible;;;;;4,00\r\n"
        "Müller;Student 01;9001;s1;A;\r\n"
    )
    code, _, data = run(("x", {"name": "Student 01 Müller"}, 3.25), text=text, encoding="cp1252")
    assert code == 0 and data == text.encode("cp1252").replace(b"s1;A;\r\n", b"s1;A;3,25\r\n")


def test_what_is_no_gradebook_is_refused(run, tmp_path):
    code, said, _ = run(ONE, text="a,b\n1,2\n")
    assert code == 2 and "not a gradebook as Canvas exports it" in said and "Columns in this file: a; b." in said
    out = str(tmp_path / "out")
    file = str(tmp_path / "Grades.csv")
    invoke = CliRunner().invoke
    assert "there is no gradebook in" in invoke(app, ["export", "canvas", str(tmp_path), "--fill", file]).output
    said = invoke(app, ["export", "canvas", out, "--fill", file + "x"]).output
    assert "cannot be read (No such file or directory)" in said
    done = invoke(app, ["export", "canvas", out, "--fill", file, "--to", file])
    assert done.exit_code == 2 and "would be overwritten" in done.output


CELLS = st.text(st.sampled_from("ab1,;\"'=ä\n."), max_size=5)


@given(
    st.lists(
        st.tuples(CELLS, st.integers(9000, 9004), CELLS, st.sampled_from(["", "EX", "2.00", "N/A", "-"]), CELLS),
        max_size=6,
    ),
    st.dictionaries(st.integers(9000, 9004), st.sampled_from([0.0, 1 / 3, 2.0, 4.0, None]), max_size=4),
    st.booleans(),
)
def test_whatever_the_file_only_the_one_column_changes(table, points, replace):
    """And only in rows with one student, who is in no other row, and only where that is allowed."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(["Student", "ID", "Section", "E (501)", "More"])
    writer.writerow(["    Points Possible", "", "", "4", ""])
    writer.writerows(table)
    before = text.getvalue().encode("utf-8-sig")
    sheet = Sheet(before, ["ID"])
    where = layout(sheet, "501")
    grades = {f"s{id}": Grade(f"s{id}", {"canvas": str(id)}, found) for id, found in points.items()}
    filled = fill(sheet, where, grades, 4.0, replace=replace, scale=False, cap=False)
    old, new = cells(before), cells(sheet.filled(filled.cells))
    ids = [row[1] for row in old]
    for was, now in zip(old, new, strict=True):
        assert was[:3] + was[4:] == now[:3] + now[4:]
        if was != now:
            assert ids.count(was[1]) == 1 and points[int(was[1])] is not None
            assert was[3] in ("", "-") or (replace and was[3] != "N/A")
            assert abs(float(now[3]) - points[int(was[1])]) <= 0.005
