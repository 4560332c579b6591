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
from course.workbook.path import left, lessons, next_step, steps
from course.workbook.places import pristine, pristine_names, work_folder
from course.workbook.reading import NotebookError, read_notebook
from course.workbook.standing import CHANGED, UNCHECKED, progress, remember

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
    """Print a table of all lessons with their exercises, what is left of the core path, and what is next. Nothing is run."""
    console = Console(highlight=False)
    rows, seen = progress(), lessons()
    if not rows:
        raise NotebookError("No exercises are here yet. In the repository, `course build` makes them.")
    table = Table(title="Your path", title_justify="left", title_style="bold")
    headings = {"": "left", "Seen": "right", "Solved": "right", "Points": "right", "Minutes left": "right", " ": "left"}
    for heading, justify in headings.items():
        table.add_column(heading, justify=justify, overflow="fold")
    now = datetime.now().astimezone()
    for lesson, row in steps(seen, rows):
        earned, total, more = row.points if row else (0, 0, 0)
        core = lesson.core_sections if lesson else ()
        more_seen = sum(part.seen for part in lesson.sections) - sum(part.seen for part in core) if lesson else 0
        table.add_row(
            _name(lesson or row),
            _share(sum(part.seen for part in core), len(core), more_seen) if core else "",
            f"{row.count(PASSED)} of {len(row.exercises)}" if row else "",
            _share(earned, total, more) if row else "",
            str(left(lesson, row) or ""),
            _state(row).append(_due(row, now)) if row else "",
        )
    console.print(table)
    for row in rows:
        if row.note:
            console.print(Text(f"{row.name}: {row.note}"), soft_wrap=True)
    _print_next(console, seen, rows)


def _name(notebook):
    """Number and short title, such as "03a Gradient descent and SGD"."""
    return Text(f"{notebook.name.partition('_')[0]} {notebook.title.partition(':')[0]}")


def _share(done, of, more):
    return f"{done:g} of {of:g}" + (f" + {more:g}" if more else "")


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


def _print_next(console, seen, rows):
    whole = sum(lesson.core for lesson in seen) + sum(row.core or 0 for row in rows)
    rest = sum(left(*step) for step in steps(seen, rows))
    following_one = next_step(seen, rows)
    if following_one is None:
        console.print(f"Everything here passes its visible checks. {MORE}")
        return
    name, what = following_one
    console.print(Text.assemble("Next: ", (what, "bold"), f" in {name}."), soft_wrap=True)
    if rest:
        begun = f" of {_time(whole)}" if rest < whole else ""
        console.print(f"The core path: about {_time(rest)}{begun} are left.", soft_wrap=True)
    else:
        console.print("The core path is done; this is extra.")


def _time(minutes):
    return f"{minutes} minutes" if minutes < 90 else f"{round(minutes / 30) / 2:g} hours"
