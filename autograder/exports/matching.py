"""Which row of a file belongs to which student: by what both call them, never by likeness.

A student has identities (`{"canvas": "1234", "email": ..., "name": ...}`), and so has a row. Kinds are ordered from the
surest to the least sure. A student belongs to the one row that has the surest of the identities that any row has; where
two rows have it, where a less sure identity belongs to other rows only, or where two students come to one row, nobody is
matched, and the reason is said.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field

KINDS = ("canvas", "moodle", "gradescope", "login", "email", "github", "student", "name")  # the surest first


@dataclass
class Matched:
    """`rows`: row -> student. `unmatched`: students without a row; `ambiguous`: student -> why nobody can tell, and `doubtful` their rows."""

    rows: dict[int, str] = field(default_factory=dict)
    unmatched: list[str] = field(default_factory=list)
    ambiguous: dict[str, str] = field(default_factory=dict)
    doubtful: set[int] = field(default_factory=set)


def match(students: dict[str, dict[str, str]], rows: dict[int, Iterable[tuple[str, str]]]) -> Matched:
    """Match students (student -> identities) with rows (row -> pairs of kind and identity; a kind may come twice)."""
    having: dict[tuple[str, str], set[int]] = {}
    for row, pairs in rows.items():
        for kind, text in pairs:
            if value := normal(kind, text):
                having.setdefault((kind, value), set()).add(row)
    matched, claims = Matched(), {}
    for student, ids in students.items():
        found = [
            (kind, hits)
            for kind in KINDS
            if (value := normal(kind, ids.get(kind) or "")) and (hits := having.get((kind, value)))
        ]
        if not found:
            matched.unmatched.append(student)
            continue
        surest, candidates = found[0]
        if len(candidates) > 1:
            where = _listed(candidates)
            matched.ambiguous[student] = f"rows {where} have the same {surest} ({ids[surest]})"
        elif astray := next(((kind, hits) for kind, hits in found if not candidates & hits), None):
            where = f"row {min(candidates) + 1} by {surest}, row {_listed(astray[1])} by {astray[0]}"
            matched.ambiguous[student] = f"its identities belong to different rows: {where}"
        else:
            claims.setdefault(min(candidates), []).append(student)
            continue
        matched.doubtful.update(*(hits for _, hits in found))
    for row, who in claims.items():
        if len(who) == 1:
            matched.rows[row] = who[0]
        else:
            matched.doubtful.add(row)
        for student in who if len(who) > 1 else ():
            others = ", ".join(other for other in who if other != student)
            matched.ambiguous[student] = f"row {row + 1} fits {others} as well"
    return matched


def normal(kind: str, text: str) -> str:
    """An identity as it is compared: without case and superfluous blanks, a participant by the number, "Last, First" as "First Last"."""
    text = " ".join(unicodedata.normalize("NFKC", str(text)).casefold().split())
    if kind == "moodle":
        digits = re.search(r"\d+$", text)
        return digits[0].lstrip("0") if digits else ""
    if kind == "name" and text.count(",") == 1:
        last, first = text.split(",")
        return f"{first.strip()} {last.strip()}".strip()
    return text


def _listed(rows: Iterable[int]) -> str:
    return ", ".join(str(row + 1) for row in sorted(rows))
