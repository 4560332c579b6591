"""Who did best where hidden tests measured something: the capstone. The numbers are the autograder's, never a student's."""

from collections.abc import Mapping
from dataclasses import dataclass

MERIT = "accuracy"  # on data that the student's code never saw
COSTS = ("gradients", "passes", "calls")  # what it took


@dataclass(frozen=True)
class Placed:
    """One row: `rank` from 1 (equals share it), mean `accuracy`, mean `cost` or None, and the accuracy in each problem."""

    rank: int
    student: str
    accuracy: float
    cost: float | None
    each: tuple[float | None, ...]


@dataclass(frozen=True)
class Board:
    """One question's leaderboard; `problems` are the tests' sentences, `unit` what the cost counts, or ""."""

    notebook: str
    function: str
    problems: tuple[str, ...]
    unit: str
    rows: tuple[Placed, ...]


def boards(measured: Mapping[tuple[str, str], Mapping[str, Mapping[str, Mapping[str, float]]]]) -> list[Board]:
    """A board for every (notebook, function) in which an accuracy was measured: student -> sentence -> numbers.

    Whoever finished more problems stands first, then whoever is more accurate in the mean of them, then whoever needed less.
    """
    return [found for (notebook, function), own in measured.items() if (found := _board(notebook, function, own))]


def _board(notebook: str, function: str, own: Mapping[str, Mapping[str, Mapping[str, float]]]) -> Board | None:
    problems = list(dict.fromkeys(line for lines in own.values() for line, found in lines.items() if MERIT in found))
    if not problems:
        return None
    named = {name for lines in own.values() for found in lines.values() for name in found}
    unit = next((cost for cost in COSTS if cost in named), "")
    rows = []
    for student, lines in own.items():
        each = tuple(lines.get(line, {}).get(MERIT) for line in problems)
        known = [it for it in each if it is not None]
        if not known:
            continue
        costs = [lines[line][unit] for line in problems if unit and unit in lines.get(line, {})]
        cost = sum(costs) / len(costs) if costs else None
        rows.append((len(known), round(sum(known) / len(known), 9), cost, student, each))
    rows.sort(key=lambda row: (-row[0], -row[1], _last(row[2]), row[3]))
    placed, rank = [], 0
    for place, (count, accuracy, cost, student, each) in enumerate(rows):
        if not place or (count, accuracy, cost) != rows[place - 1][:3]:
            rank = place + 1
        placed.append(Placed(rank, student, accuracy, cost, each))
    return Board(notebook, function, tuple(problems), unit, tuple(placed))


def _last(cost: float | None) -> float:
    return float("inf") if cost is None else cost
