"""Cells of a CSV file are changed, and not a byte besides; numbers are written as the file writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exports.numbers import NumberStyle, number, same
from autograder.exports.sheet import Sheet, SheetError

TEXTS = st.text(st.sampled_from("ab1 ,;\t|\"'=äß€\r\n\x00"), max_size=6)
TABLES = st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=5)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])
HEADER = ["Name", "Grade", "Mehr €"]


def raw(text, delimiter, always):
    """A cell as files have it: in quotes where it must be, or always."""
    if always or any(mark in text for mark in (delimiter, '"', "\r", "\n")):
        return '"' + text.replace('"', '""') + '"'
    return text


@given(
    TABLES,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.booleans(),
    ENCODINGS,
    st.booleans(),
    st.data(),
)
def test_filling_changes_nothing_but_its_cells(table, delimiter, newline, always, encoding, at_end, data):
    parts = [[raw(text, delimiter, always) for text in row] for row in [HEADER, *table]]

    def file():
        text = newline.join(delimiter.join(row) for row in parts)
        return (text + newline * at_end).encode(encoding)

    before = file()
    sheet = Sheet(before, HEADER)
    assert sheet.delimiter == delimiter and sheet.rows == [HEADER, *table]
    assert sheet.filled({}) == before
    chosen = data.draw(st.sets(st.sampled_from(range(1, len(table) + 1))))
    for row in chosen:
        parts[row][1] = raw("7,5", delimiter, parts[row][1].startswith('"'))
    assert sheet.filled({(row, 1): "7,5" for row in chosen}) == file()


@given(st.binary(max_size=60))
def test_any_bytes_are_read_and_written_as_they_were_or_refused(data):
    try:
        sheet = Sheet(data)
    except SheetError:
        return
    assert sheet.filled({}) == data


@pytest.mark.parametrize("data", [b"", b" \r\n", b'\xef\xbb\xbf\n"', b'a,b\n"c', b'a,b\n"c"d,e', b"\xff\xfea"])
def test_what_is_no_table_is_refused_with_a_reason(data):
    with pytest.raises(SheetError, match=r"\.$"):
        Sheet(data)


def test_a_file_with_blank_and_short_rows():
    sheet = Sheet(b"Name,Grade\n\nstudent-01\n,\nstudent-02,\n", ["Name"])
    assert sheet.body() == [2, 4] and sheet.cell(2, 1) == "" and sheet.cell(4, 1) == ""
    assert sheet.filled({(4, 1): "3"}) == b"Name,Grade\n\nstudent-01\n,\nstudent-02,3\n"


def test_columns_are_named_whatever_their_case_and_never_mistaken():
    sheet = Sheet(b"Name , grade,E,E\nx,1,2,3\n")
    assert sheet.place("GRADE") == 1 and sheet.place(" name") == 0 and sheet.column("x") is None
    with pytest.raises(SheetError, match="no column 'Points'. Columns in this file: Name; grade; E; E."):
        sheet.place("Points")
    with pytest.raises(SheetError, match="2 columns are called 'E'"):
        sheet.place("E")


@pytest.mark.parametrize(
    ("cells", "delimiter", "points", "text"),
    [
        (["10.00"], ",", 7.5, "7.50"),
        (["10,00"], ",", 7.5, "7,50"),
        (["10"], ",", 7.5, "7.5"),
        (["10"], ";", 7.5, "7,5"),
        ([""], ",", 7.0, "7"),
        (["10.0"], ",", 2.675, "2.68"),
        (["10.0"], ",", 3, "3.0"),
        (["10.00000"], ",", 1 / 3, "0.33333"),
        (["100"], ",", 10, "10"),
        (["100"], ",", 0.004, "0"),
    ],
)
def test_numbers_are_written_as_the_file_writes_them(cells, delimiter, points, text):
    assert NumberStyle.of(cells, delimiter).text(points) == text


def test_numbers_are_read_with_either_mark():
    assert (number(" 7,5 "), number("-1.25"), number("10"), number("EX"), number("1,000.5")) == (
        7.5,
        -1.25,
        10,
        None,
        None,
    )
    assert same("3.33", 10 / 3) and same("7,50", 7.5) and not same("3.34", 10 / 3) and not same("", 0)
