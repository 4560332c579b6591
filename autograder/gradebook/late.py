"""Late work: how late it is, what that costs, and the sentence that says so.

Lateness is counted in seconds from the due date, whose whole last minute is in time (due at 18:00: until 18:00:59). With a
grace the rule begins to count when the grace is over. A day has 24 hours, and a day that has begun counts whole.
A percentage is one of the points that the work itself earned, so nobody's grade goes below zero.
"""

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from fractions import Fraction

from autograder.moments import SECONDS, shown, spelled, unit

COUNTS = ("newest", "best")
AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(%|percent|points?)(?:\s*(?:/|per|a|an|each)\s*([a-z]+))?", re.IGNORECASE)
DIGITS = 4  # of points after a deduction, as grades.csv shows them


@dataclass(frozen=True)
class Amount:
    """So much: a percentage of the points or points, for every begun span of `per` or once."""

    value: float
    percent: bool
    per: str = ""

    @classmethod
    def of(cls, text: str) -> "Amount":
        """From words: `10%/day`, `5% per hour`, `2 points/day`, `20%`.

        Raises
        ------
        ValueError: words of another form, or more than 100 %.
        """
        found = AMOUNT.fullmatch(text.strip())
        if not found:
            raise ValueError(f"{text!r} says no amount. Write 10%/day, 5%/hour, 2 points/day or 20%.")
        value, kind, per = found.groups()
        amount = cls(float(value), not kind.lower().startswith("point"), unit(per) if per else "")
        if amount.percent and amount.value > 100:
            raise ValueError(f"{text!r} is more than 100 %.")
        return amount

    def __str__(self) -> str:
        return self._how_much + (f"/{self.per}" if self.per else "")

    @property
    def said(self) -> str:
        """As a reader's words: 10 % of the points for each day begun."""
        much = f"{self.value:g} % of the points" if self.percent else f"{self.value:g} {_points(self.value)}"
        return much + (f" for each {self.per} begun" if self.per else "")

    @property
    def _how_much(self) -> str:
        return f"{self.value:g}%" if self.percent else f"{self.value:g} {_points(self.value)}"

    def taken(self, points: float, times: int = 1) -> Fraction:
        """How many points that is, of so many, so many times."""
        whole = Fraction(str(self.value)) * times
        return whole * Fraction(str(points)) / 100 if self.percent else whole


@dataclass(frozen=True)
class Rule:
    """What lateness costs. The default costs nothing and lets the newest attempt count.

    late: for work whose time of handing in is known; `at_most` bounds it; `grace` seconds are free; `nothing_after` so many
    seconds after the due date no points are left. `marked`: for work that only a platform's mark calls late. `file_times`:
    take a file's own time for the time of handing in where no platform tells one. `counts`: newest or best attempt.
    """

    late: Amount | None = None
    at_most: Amount | None = None
    grace: int = 0
    nothing_after: int | None = None
    marked: Amount | None = None
    file_times: bool = False
    counts: str = "newest"

    def as_dict(self) -> dict:
        """For JSON, without what is as it would be anyway."""
        default = asdict(Rule())
        return {name: value for name, value in asdict(self).items() if value != default[name]}

    @classmethod
    def from_dict(cls, found: dict) -> "Rule":
        """What `as_dict` wrote."""
        amounts = {name: Amount(**found[name]) for name in ("late", "at_most", "marked") if found.get(name)}
        return cls(**found | amounts)

    def sentences(self) -> list[str]:
        """The rule for people, a sentence each."""
        said = []
        if self.late:
            bound = f", at most {self.at_most.said}" if self.at_most else ""
            said.append(f"Late work loses {self.late.said}{bound}.")
        if self.nothing_after is not None:
            said.append(f"More than {spelled(self.nothing_after)} after the due date there are no points.")
        if not said:
            said.append("Late work is marked and loses nothing.")
        if self.grace:
            said.append(f"A delay of up to {spelled(self.grace)} costs nothing and is not counted.")
        if self.marked:
            said.append(f"Work that only the platform's mark calls late loses {self.marked.said}.")
        if self.file_times:
            said.append("Where no platform tells when something was handed in, the file's own time counts.")
        said.append(f"Of several attempts the {self.counts} counts.")
        return said


@dataclass(frozen=True)
class Arrival:
    """What is known of when something came: `handed_in` (None: unknown), whose `clock` that is, the platform's mark."""

    handed_in: datetime | None
    clock: str = "platform"
    marked_late: bool = False


def seconds_late(handed_in: datetime, due: datetime) -> int:
    """How long after the due date, in whole seconds; 0 within its last minute and before."""
    late = int((handed_in - due.replace(second=0, microsecond=0)).total_seconds())
    return 0 if late < SECONDS["minute"] else late


def deduction(points: float, late: int, rule: Rule) -> float:
    """How many of so many points a lateness of so many seconds costs; never more than there are, never less than 0."""
    over = late - rule.grace
    if points <= 0 or over <= 0:
        return 0.0
    have = Fraction(str(points))
    if rule.nothing_after is not None and late > rule.nothing_after:
        return float(have)
    if rule.late is None:
        return 0.0
    return _rounded(_bounded(rule.late.taken(points, _begun(over, rule.late.per)), points, rule), have)


def assessed(points: float | None, arrival: Arrival, due: datetime | None, extension: bool, rule: Rule) -> dict | None:
    """`late` as a result holds it (by_seconds, deduction, because), or None for what is in time (grace included) or not known
    to be late.

    `by_seconds` is None where only a platform's mark says late. The deduction is 0 where the rule takes nothing.
    """
    if due is not None and arrival.handed_in is not None and (arrival.clock == "platform" or rule.file_times):
        late = seconds_late(arrival.handed_in, due)
        if late <= rule.grace:
            return None
        lost = deduction(points or 0.0, late, rule)
        local = arrival.handed_in.astimezone(due.tzinfo)
        what = "the end of the extension" if extension else "the due date"
        said = f"handed in {shown(local)}, {spelled(late)} after {what}, {shown(due)}"
        return {"by_seconds": late, "deduction": lost, "because": f"{said}; {_price(points, late, rule)}"}
    if not arrival.marked_late:
        return None
    said = "the platform marks it as late and does not say when it was handed in"
    if extension:
        said += "; nothing is taken off, because there is an extension"
        return {"by_seconds": None, "deduction": 0.0, "because": said}
    if rule.marked is None or not points or points <= 0:
        return {"by_seconds": None, "deduction": 0.0, "because": f"{said}; nothing is taken off"}
    lost = _rounded(_bounded(rule.marked.taken(points), points, rule), Fraction(str(points)))
    return {"by_seconds": None, "deduction": lost, "because": f"{said}; such work loses {rule.marked.said}"}


def _begun(seconds: int, per: str) -> int:
    """How many spans have begun."""
    return -(-seconds // SECONDS[per]) if per else 1


def _bounded(lost: Fraction, points: float, rule: Rule) -> Fraction:
    return min(lost, rule.at_most.taken(points)) if rule.at_most else lost


def _rounded(lost: Fraction, have: Fraction) -> float:
    """The deduction, so that what is left has `DIGITS` digits: rounded once, in the student's favour on a tie."""
    left = max(Fraction(0), have - lost)
    scale = 10**DIGITS
    left = Fraction((left * scale + Fraction(1, 2)).__floor__(), scale)
    return float(max(Fraction(0), have - left))


def _price(points: float | None, late: int, rule: Rule) -> str:
    """Why it costs what it costs, for the student."""
    if rule.nothing_after is not None and late > rule.nothing_after:
        return f"more than {spelled(rule.nothing_after)} after it there are no points"
    if rule.late is None:
        return "nothing is taken off"
    begun = _begun(late - rule.grace, rule.late.per)
    said = f"late work loses {rule.late.said}"
    if rule.late.per:
        said += f", counted from {spelled(rule.grace)} after it" if rule.grace else ""
        said += f" ({begun} {rule.late.per}{'' if begun == 1 else 's'})"
    if rule.at_most and points and rule.late.taken(points, begun) > rule.at_most.taken(points):
        said += f", but at most {rule.at_most.said}"
    return said


def _points(value: float) -> str:
    return "point" if value == 1 else "points"
