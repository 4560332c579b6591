"""Points as another system's file writes them: its decimal mark, its number of decimals."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

PLACES = 2  # what Canvas and Moodle show, and Canvas compares
NUMBER = re.compile(r"\s*(-?\d+)(?:([.,])(\d+))?\s*")


@dataclass(frozen=True)
class NumberStyle:
    """The decimal `mark`, and how many decimals are always written."""

    mark: str = "."
    places: int = 0

    @classmethod
    def of(cls, cells: Iterable[str], delimiter: str) -> "NumberStyle":
        """As these cells have it; where none has decimals, a comma where columns end with a semicolon, else a point."""
        found = [match for cell in cells if (match := NUMBER.fullmatch(cell)) and match[2]]
        if not found:
            return cls("," if delimiter == ";" else ".")
        marks = [match[2] for match in found]
        return cls(max(".,", key=marks.count), min(len(match[3]) for match in found))

    def text(self, points: float) -> str:
        """The points, rounded to two decimals or to as many as are always written; half a unit goes up."""
        exact = Decimal(str(points)).quantize(Decimal(1).scaleb(-max(PLACES, self.places)), ROUND_HALF_UP)
        whole, _, decimals = f"{exact:f}".partition(".")
        kept = decimals[: self.places] + decimals[self.places :].rstrip("0")
        return f"{whole}{self.mark}{kept}" if kept else whole


def number(cell: str) -> float | None:
    """The number in a cell, with either decimal mark; None where it holds none."""
    match = NUMBER.fullmatch(cell)
    return float(f"{match[1]}.{match[3] or 0}") if match else None


def same(cell: str, points: float) -> bool:
    """Whether a cell holds these points already, as far as its system shows them."""
    found = number(cell)
    return found is not None and abs(Decimal(str(found)) - Decimal(str(points))) <= Decimal("0.005")
