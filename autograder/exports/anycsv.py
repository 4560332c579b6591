"""Where things stand in a CSV file of any origin, by the columns that its owner names."""

from autograder.exports.filling import Layout
from autograder.exports.matching import KINDS
from autograder.exports.numbers import NumberStyle
from autograder.exports.sheet import Sheet, SheetError


def pair(word: str, option: str) -> tuple[str, str]:
    """("Email", "email") of `Email=email`; the column may have an equals sign in its name.

    Raises
    ------
    SheetError: it is no pair.
    """
    column, _, what = word.rpartition("=")
    if not column.strip() or not what.strip():
        raise SheetError(f"{option} {word!r} should be COLUMN=WHAT, as in --match Email=email or --write Grade=total.")
    return column.strip(), what.strip()


def layout(sheet: Sheet, matches: list[tuple[str, str]], column: str) -> Layout:
    """Where things stand: `matches` are pairs (column, kind of identity), `column` gets the grade.

    Raises
    ------
    SheetError: there is no such column, or no such kind.
    """
    for name, kind in matches:
        sheet.place(name)
        if kind not in KINDS:
            raise SheetError(f"--match {name}={kind}: {kind!r} is no identity. There are: {', '.join(KINDS)}.")
    place, rows = sheet.place(column), sheet.body()
    first = sheet.place(matches[0][0])
    words = {kind: [name for name, own in matches if own == kind] for _, kind in matches}
    return Layout(
        place,
        sheet.identities(rows, words),
        {row: f"row {row + 1}: {sheet.cell(row, first)}" for row in rows},
        NumberStyle.of([sheet.cell(row, place) for row in rows], sheet.delimiter),
    )
