"""Where things stand in the grading worksheet of a Moodle assignment.

After `mod/assign/gradingtable.php` and `mod/assign/feedback/offline/` of moodle/moodle (4.x) and its language packs: a column of
"Participant 123" (with a number that belongs to this assignment alone), the name unless marking is anonymous, further identities,
status, perhaps group and marker, the grade, right after it the maximum (or the scale), and whether the grade can be changed. The
import goes by the identifier, and passes over, in silence, grades that cannot be changed and grades above the maximum. Decimal
marks are those of the language.
"""

from autograder.exports.filling import Layout
from autograder.exports.numbers import NumberStyle, number
from autograder.exports.sheet import Sheet, SheetError

# The words of the language packs en and de.
WORDS = {
    "moodle": ["Identifier", "ID"],
    "name": ["Full name", "Vollständiger Name"],
    "email": ["Email address", "E-Mail-Adresse"],
    "login": ["Username", "Anmeldename"],
}
WORDS |= {"student": [*WORDS["login"], *WORDS["email"], "ID number", "ID-Nummer"]}
GRADE = ("Grade", "Bewertung")
LOCK = ("Grade can be changed", "Bewertung kann geändert werden")
NO = {"no", "nein"}
NEEDED = (*WORDS["moodle"], *GRADE)


def layout(sheet: Sheet, column: str | None = None) -> Layout:
    """Where things stand; in languages other than English and German `column` must name the grade.

    Raises
    ------
    SheetError: this is no such file, or the assignment is graded by a scale.
    """
    place = sheet.place(column) if column else sheet.first(GRADE)
    identifier = sheet.first(WORDS["moodle"])
    if place is None or (identifier is None and not column):
        raise SheetError(
            "this is not a grading worksheet in English or German: it has no column Identifier (ID) or no column Grade "
            f"(Bewertung). Name the grade's column with --column. {sheet.columns}"
        )
    rows = sheet.body()
    maxima = {sheet.cell(row, place + 1).strip() for row in rows}
    most = {number(text) for text in maxima}
    if len(most) != 1 or None in most:
        raise SheetError(
            f"the column after {sheet.header[place]!r} should hold the maximum grade, one number for all, but holds "
            f"{', '.join(sorted(maxima)[:3]) or 'nothing'}. Points do not fit an assignment that is graded by a scale."
        )
    words = WORDS if identifier is not None else {"moodle": [sheet.header[0]]}
    name, lock = sheet.first(WORDS["name"]), sheet.first(LOCK)
    locked = [row for row in rows if lock is not None and sheet.cell(row, lock).strip().casefold() in NO]
    return Layout(
        place,
        sheet.identities(rows, words),
        {row: f"row {row + 1}: {sheet.cell(row, name or 0) or sheet.cell(row, 0)}" for row in rows},
        NumberStyle.of(maxima, sheet.delimiter),
        most.pop(),
        locked=dict.fromkeys(locked, "Moodle says that this grade cannot be changed"),
        capped=True,
    )
