"""Fill one column of a sheet with grades, and account for every row and every student."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.exports.grades import ExportError, Grade
from autograder.exports.matching import Matched, match
from autograder.exports.numbers import NumberStyle, same
from autograder.exports.sheet import Sheet

NOBODY = "nobody in the gradebook is this student: nothing was handed in, or under another name"


@dataclass(frozen=True)
class Layout:
    """Where things stand in one file.

    `students`: for each row with a student what the row calls them, in pairs (kind, identity). `column`: where the grades go. `most`: the
    file's maximum, if it says one. `empty`: what else than nothing stands for "no grade". `locked`: rows that must stay, and why.
    `capped`: the system drops what is above its maximum. `labels`: how a row is named to a reader.
    """

    column: int
    students: dict[int, list[tuple[str, str]]]
    labels: dict[int, str]
    style: NumberStyle
    most: float | None = None
    empty: frozenset[str] = frozenset({""})
    locked: Mapping[int, str] = field(default_factory=dict)
    optional: frozenset[int] = frozenset()  # rows of no student of the class: nobody misses a grade there
    capped: bool = False


@dataclass
class Filled:
    """What became of a file: `cells` to change, `kept` rows that say the same already, and (name, why) of all the rest."""

    cells: dict[tuple[int, int], str] = field(default_factory=dict)
    kept: int = 0
    nothing_handed_in: int = 0
    troubles: list[tuple[str, str]] = field(default_factory=list)


def fill(
    sheet: Sheet, layout: Layout, grades: dict[str, Grade], most: float, *, replace: bool, scale: bool, cap: bool
) -> Filled:
    """Decide what is written where. `most`: the full marks of what is exported.

    Raises
    ------
    ExportError: the file's maximum is another one, and it is not said to scale.
    """
    factor = _factor(layout, sheet, most, scale)
    matched = match({grade.student: grade.ids for grade in grades.values()}, layout.students)
    filled = Filled()
    for row, student in sorted(matched.rows.items()):
        grade, label = grades[student], layout.labels[row]
        if grade.points is None:
            if grade.why:
                filled.troubles.append((label, f"has no grade: {grade.why}"))
            else:
                filled.nothing_handed_in += 1
            continue
        if layout.column >= len(sheet.rows[row]):
            filled.troubles.append((label, "the row ends before the column"))
            continue
        points, old = grade.points * factor, sheet.rows[row][layout.column].strip()
        if layout.capped and layout.most is not None and points > layout.most + 1e-9:
            if not cap:
                filled.troubles.append((label, _above(layout, points)))
                continue
            points = layout.most
        if same(old, points):
            filled.kept += 1
        elif row in layout.locked:
            filled.troubles.append((label, f"{layout.locked[row]}; it would get {layout.style.text(points)}"))
        elif old not in layout.empty and not replace:
            filled.troubles.append((label, f"has {old} already; --replace would write {layout.style.text(points)}"))
        else:
            filled.cells[row, layout.column] = layout.style.text(points)
    _account(filled, matched, layout, grades)
    return filled


def _factor(layout: Layout, sheet: Sheet, most: float, scale: bool) -> float:
    if layout.most is None or abs(layout.most - most) < 1e-6:
        return 1.0
    if not scale:
        raise ExportError(
            f"the column {sheet.header[layout.column]!r} is out of {layout.most:g}, but full marks are {most:g} points. "
            f"Change the maximum there, or convert with --scale (each grade times {layout.most:g}/{most:g})."
        )
    if not most:
        raise ExportError("there are no points to be had, so nothing can be scaled.")
    return layout.most / most


def _above(layout: Layout, points: float) -> str:
    text = layout.style.text
    return f"{text(points)} is above the maximum {text(layout.most)}, which would be dropped; --cap writes {text(layout.most)}"


def _account(filled: Filled, matched: Matched, layout: Layout, grades: dict[str, Grade]) -> None:
    """Name the students without a row, and the rows without a student."""
    for student, why in matched.ambiguous.items():
        if grades[student].handed_in:
            filled.troubles.append((student, f"ambiguous: {why}"))
    for student in matched.unmatched:
        if grades[student].handed_in:
            filled.troubles.append((student, f"no row has any of its identities ({_identities(grades[student].ids)})"))
    for row in sorted(set(layout.students) - set(matched.rows) - matched.doubtful - layout.optional):
        filled.troubles.append((layout.labels[row], NOBODY))


def _identities(ids: dict[str, str]) -> str:
    return ", ".join(f"{kind} {value}" for kind, value in ids.items() if value) or "none known"
