"""What an instructor should know first: what is missing, undecided or strange, and what to do about each."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.report.figures import difficulty
from autograder.report.tally import Tally

FEWEST = 5  # students who tried, below which "nobody can do it" means nothing
WAYS = {
    "grader failure": (
        "The grader or a hidden test failed",
        "These have no grade, which is no zero. Mend the hidden test that is named, or free memory on this machine, and run "
        "the same `course grade` again: it takes up only what is open.",
    ),
    "unreadable": (
        "Files that could not be read",
        "These have no grade. Ask for the file again; a good one takes the place of the broken one at the next run.",
    ),
    "breach": (
        "Answers that did something forbidden",
        "The sandbox stopped them, and only the function concerned lost points. Look at the code before you judge: a wrong "
        "import is more common than an attack.",
    ),
}


@dataclass(frozen=True)
class Matter:
    """Something to look at: `what`, `todo`, and the (name, why) of each concerned; `urgent` if grades depend on it."""

    what: str
    todo: str
    rows: Sequence[tuple[str, str, str]] = ()  # (student or file, notebook or "", why)
    urgent: bool = True


def matters(
    tally: Tally, run: dict | None, files: Sequence[tuple[str, str, str]], roster: Sequence[str]
) -> list[Matter]:
    """Everything that needs the instructor, what decides grades first.

    run: the last run of the gradebook; files: what became of each file in it; roster: students expected.
    """
    found = []
    if run is not None and not run["finished"]:
        found.append(
            Matter(
                "The last run was stopped before its end",
                "What was graded is kept. The same `course grade` goes on where it stopped.",
            )
        )
    if tally.tiers["none"]:
        found.append(
            Matter(
                f"{tally.tiers['none']:,} graded without a sandbox (trusted class)",
                "Students' code ran as your own user. For grades that count, grade on Linux, where `course grade --probe` finds "
                "a safe tier.",
            )
        )
    concerned = defaultdict(list)
    for one in tally.incidents:
        where = f"{one.notebook}, {one.function}" if one.function else one.notebook
        concerned[one.status].append((one.student, where, one.detail))
    for status in ("grader failure", "unreadable"):
        if concerned[status]:
            found.append(Matter(*WAYS[status], _once(concerned[status])))
    if unmatched := [(path, "", why) for path, outcome, why in files if outcome == "unmatched"]:
        found.append(
            Matter(
                "Files that belong to no student or exercise",
                "Nobody got points for them. Rename the file so that it holds the exercise's name, or put it into the student's "
                "folder, and grade again.",
                unmatched,
            )
        )
    found += _missing(tally, roster)
    if concerned["breach"]:
        found.append(Matter(*WAYS["breach"], concerned["breach"], urgent=False))
    return found + _suspects(tally)


def _missing(tally: Tally, roster: Sequence[str]) -> list[Matter]:
    """Who handed in nothing at all, by the roster, and who left out a notebook that most others handed in."""
    found = []
    if absent := [name for name in roster if name not in tally.students]:
        found.append(
            Matter(
                "On the roster, nothing handed in",
                "If one of them did hand in, look among the files that could not be matched.",
                [(name, "", "") for name in absent],
                urgent=False,
            )
        )
    names, rows = list(tally.students), []
    for notebook in sorted(tally.notebooks.values(), key=lambda it: it.name):
        there = set(notebook.rows)
        if 2 * len(there) >= len(names):  # most have it: it was asked for
            rows += [(names[row], notebook.name, "") for row in range(len(names)) if row not in there]
    if rows:
        todo = "Each counts as no points in the totals until it comes."
        found.append(Matter("Notebooks missing from students who handed in others", todo, rows, urgent=False))
    return found


def _suspects(tally: Tally) -> list[Matter]:
    """Questions and statements that nobody fulfils: perhaps it is not the students."""
    rows = []
    for notebook in tally.notebooks.values():
        for question in notebook.questions.values():
            went = difficulty(question)
            tried = went and round(went.n * (1 - went.untried))
            if tried and tried >= FEWEST and went.earned == 0:
                rows.append((question.name, notebook.name, f"{tried} tried it, none has a point"))
    barren = {(notebook, name) for name, notebook, _ in rows}
    for (notebook, function, line), (failed, tried) in tally.statements.items():
        if tried >= FEWEST and failed == tried and (notebook, function) not in barren:
            rows.append((function, notebook, f"none of {tried} fulfils: {line}"))
    if not rows:
        return []
    todo = "Look whether the task says what the hidden test asks for. If the test is wrong, mend it and grade again."
    return [Matter("Nobody can do this", todo, rows, urgent=False)]


def _once(rows: Sequence[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """A student and notebook once: what concerns a function says more than what concerns all of it."""
    best: dict[tuple[str, str], tuple[str, str, str]] = {}
    for row in rows:
        key = row[0], row[1].partition(",")[0]
        if key not in best or len(row[1]) > len(best[key][1]):
            best[key] = row
    return list(best.values())
