"""What `course check` and `course progress` show in the terminal."""

from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.table import Table
from rich.text import Text

from course.workbook.checking import NOT_ATTEMPTED, OFF, PASSED, check
from course.workbook.due import from_now
from course.workbook.finding import find_notebook, recognise
from course.workbook.grafting import graft
from course.workbook.judging import CELL_SECONDS
from course.workbook.places import pristine, pristine_names, work_folder
from course.workbook.reading import NotebookError, read_notebook
from course.workbook.standing import CHANGED, UNCHECKED, following, progress, remember

SOON = 2  # days before the due date
MORE = "Your instructor runs more checks, on other inputs."
WORDS = {PASSED: ("right", "green"), OFF: ("off", "red"), NOT_ATTEMPTED: ("not attempted", "dim")}
HOW = {"marker": "found by its comment", "function": "found by the function it defines"}


def check_all(word=None, cell_seconds=CELL_SECONDS):
    """Check one notebook, or every begun one in work/; print the verdicts. Returns 0 when all pass, else 1."""
    console = Console(highlight=False)
    paths = [find_notebook(word)] if word else _begun(work_folder())
    if not paths:
        console.print("You have not begun an exercise yet. `course lab` opens them; `course check 01` checks one.")
        return 1
    right = [_check_one(console, path, cell_seconds) for path in paths]
    if all(right):
        console.print(f"All visible checks pass. {MORE}", style="bold")
    return 0 if all(right) else 1


def _begun(work):
    paths = [work / f"{name}.ipynb" for name in pristine_names()]
    return [path for path in paths if path.is_file() and graft(pristine(path.stem), read_notebook(path)).attempted]


def _check_one(console, path, cell_seconds):
    notebook = read_notebook(path)
    name = recognise(notebook, path)
    columns = SpinnerColumn(), TextColumn("{task.description}")
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        bar.add_task(f"Checking {path.name} ...")
        verdicts, grafted = check(pristine(name), notebook, cell_seconds)
    if Path(path).resolve() == (work_folder() / f"{name}.ipynb").resolve():
        remember(name, verdicts, grafted)
    console.print(name, style="bold")
    for verdict in verdicts:
        _print_verdict(console, verdict, grafted.taken.get(verdict.exercise))
    passed = sum(verdict.state == PASSED for verdict in verdicts)
    core = [verdict for verdict in verdicts if not verdict.extra]
    right = all(verdict.state == PASSED for verdict in core) and not any(verdict.state == OFF for verdict in verdicts)
    console.print(f"{passed} of {len(verdicts)} exercises pass their visible checks.\n")
    return right


def _print_verdict(console, verdict, how):
    word, style = WORDS[verdict.state]
    line = Text.assemble((f"  {word:<14}", style), (verdict.exercise, "bold"), " (extra)" if verdict.extra else "")
    if how in HOW:
        line.append(f"  ({HOW[how]})", style="dim")
    console.print(line, soft_wrap=True)
    if verdict.state != PASSED:
        for said in verdict.says.splitlines():
            console.print(Text(f"      {said}"), soft_wrap=True)


def show_progress():
    """Print the table of all exercises and what is next. Nothing is run."""
    console = Console(highlight=False)
    rows = progress()
    if not rows:
        raise NotebookError("No exercises are here yet. In the repository, `course build` makes them.")
    table = Table(title="Your exercises", title_justify="left", title_style="bold")
    for heading, justify in (
        ("Notebook", "left"),
        ("Solved", "right"),
        ("Points", "right"),
        ("Minutes", "right"),
        ("", "left"),
    ):
        table.add_column(heading, justify=justify, overflow="fold")
    now = datetime.now().astimezone()
    for row in rows:
        earned, total, more = row.points
        solved = f"{row.count(PASSED)} of {len(row.exercises)}"
        minutes = str(row.minutes) if row.minutes else ""
        points = f"{earned:g} of {total:g}" + (f" + {more:g}" if more else "")
        table.add_row(Text(row.title), solved, points, minutes, _state(row).append(_due(row, now)))
    console.print(table)
    for row in rows:
        if row.note:
            console.print(Text(f"{row.name}: {row.note}"), soft_wrap=True)
    _print_next(console, rows)


def _due(row, now):
    """A line with when it is due, and one with how long that is from now where something is left to do."""
    if row.due is None:
        return Text("")
    said = Text(f"\ndue {row.due:%Y-%m-%d %H:%M}", style="default")
    if row.done:
        return said
    style = "red" if row.due <= now else "yellow" if (row.due - now).days < SOON else "default"
    return said.append("\n").append(from_now(row.due, now), style=style)


def _state(row):
    if row.count(CHANGED):
        return Text("changed since the check", style="yellow")
    if row.done:
        return Text("done", style="green")
    parts = []
    for state, word in ((OFF, "off"), (UNCHECKED, "not checked yet"), (NOT_ATTEMPTED, "not attempted")):
        parts += [f"{row.count(state)} {word}"] if row.count(state) else []
    return Text(", ".join(parts))


def _print_next(console, rows):
    left = sum(row.minutes or 0 for row in rows if not row.done)
    following_one = following(rows)
    if following_one is None:
        console.print(f"Everything here passes its visible checks. {MORE}")
        return
    name, exercise = following_one
    console.print(Text.assemble("Next: ", (exercise, "bold"), f" in {name}."), soft_wrap=True)
    if left:
        console.print(f"About {left} minutes of exercises are not done yet.")
    if any(row.count(UNCHECKED, CHANGED) for row in rows):
        console.print("`course check` says how the answers stand now.")
