"""Where things stand in a gradebook exported from Canvas.

After `lib/gradebook_exporter.rb` and `app/models/gradebook_importer.rb` of instructure/canvas-lms (2024): columns of the student,
custom ones, assignments as "Title (id)", totals; perhaps a row of "Manual Posting" (once "Muted"); a row that begins with
"    Points Possible" and says "(read only)" where nothing is taken; the students, the test student last. The importer knows
students by ID, then by SIS User ID, then by SIS Login ID; it reads either decimal mark. "EX" is excused, "N/A" not assigned.
"""

import re
from collections.abc import Iterable

from autograder.exports.filling import Layout
from autograder.exports.numbers import NumberStyle, number
from autograder.exports.sheet import Sheet, SheetError

WORDS = {
    "canvas": ["ID"],
    "login": ["SIS Login ID"],
    "email": ["SIS Login ID"],
    "student": ["SIS Login ID", "SIS User ID"],
    "name": ["Student"],
}
NEEDED = ("ID", "SIS Login ID", "Section")
ASSIGNMENT = re.compile(r"(.*\S)\s*\((\d+)\)")
HIDDEN = re.compile(r"\s*(Muted|Manual Posting.*)?\s*", re.IGNORECASE)
TEST_STUDENT = "student, test"


def layout(sheet: Sheet, column: str | None, titles: Iterable[str] = ()) -> Layout:
    """Where things stand. `column`: the assignment in full, its title or its number; without it one of the `titles`.

    Raises
    ------
    SheetError: this is no such file, or it has no such assignment, or the assignment takes no grades.
    """
    if missing := [name for name in NEEDED if name != "SIS Login ID" and sheet.column(name) is None]:
        raise SheetError(
            f"this is not a gradebook as Canvas exports it: it has no column {missing[0]!r}. {sheet.columns}"
        )
    place, rows = _column(sheet, column, titles), sheet.body()
    possible = next((row for row in rows if "Points Possible" in sheet.cell(row, 0)), None)
    most = "" if possible is None else sheet.cell(possible, place)
    if re.search(r"read\s+only", most):
        raise SheetError(f"Canvas takes nothing for the column {sheet.header[place]!r}: it is read only.")
    rows = [row for row in rows if row != possible and not all(HIDDEN.fullmatch(cell) for cell in sheet.rows[row])]
    names = {row: _name(sheet, row) for row in rows}
    identities = sheet.identities(rows, WORDS)
    if sheet.column("Student") is None:
        identities = {row: [*pairs, ("name", names[row])] for row, pairs in identities.items()}
    return Layout(
        place,
        identities,
        {row: f"row {row + 1}: {name}" for row, name in names.items()},
        NumberStyle.of([most], sheet.delimiter),
        number(most),
        empty=frozenset({"", "-"}),
        locked={row: "not assigned to this student (N/A)" for row in rows if sheet.cell(row, place).strip() == "N/A"},
        optional=frozenset(row for row in rows if names[row].casefold() == TEST_STUDENT),
    )


def _column(sheet: Sheet, column: str | None, titles: Iterable[str]) -> int:
    assignments = {
        place: {name.casefold(), match[1].casefold(), match[2]}
        for place, name in enumerate(sheet.header)
        if (match := ASSIGNMENT.fullmatch(name))
    }
    wanted = {name.strip().casefold() for name in ([column] if column else titles)}
    fitting = [place for place, names in assignments.items() if names & wanted]
    if len(fitting) == 1:
        return fitting[0]
    there = "; ".join(sheet.header[place] for place in assignments) or "none"
    if fitting:
        raise SheetError(
            f"{len(fitting)} assignments are called so. Name one in full, with --column. There are: {there}."
        )
    what = f"no assignment is called {column!r}" if column else "say which assignment is to be filled, with --column"
    raise SheetError(f"{what}. Assignments in this file: {there}.")


def _name(sheet: Sheet, row: int) -> str:
    """The student as "Last, First", which Canvas writes into one column or two."""
    if (student := sheet.column("Student")) is not None:
        return sheet.cell(row, student).strip()
    places = [place for name in ("LastName", "FirstName") if (place := sheet.column(name)) is not None]
    return ", ".join(sheet.cell(row, place).strip() for place in places)
