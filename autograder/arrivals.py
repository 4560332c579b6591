"""What was handed in, taken in for grading, and said before anything is graded (`course grade --list`)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from autograder.intake import Intake, IntakeError, LayoutError, RosterError, find
from autograder.worker import Bundle

MOST_LISTED = 20
PLATFORMS = re.compile(r"^(?:.*/)?[^/]*_assignsubmission_file[_/]+|^(?:.*/)?[^/]+?_\d+_\d+_(?=[^/]+$)", re.DOTALL)


class CallError(Exception):
    """The command cannot do what was asked; the message says what to change."""


def take_in(
    submissions: Path | Sequence[Path] | None,
    out: Path | None,
    bundle: Bundle,
    only: Iterable[str] = (),
    layout: str | None = None,
    roster: Path | None = None,
) -> Intake:
    """The submissions among what was given; `out` is the folder of results, which is not looked into.

    Raises
    ------
    CallError: something given is not there or cannot be opened, or nothing in it can be graded.
    """
    given = as_list(submissions)
    for one in given:
        if not one.exists():
            raise CallError(f"there is no {one}. Give a notebook, or the zip or folder that was handed in.")
        if one.is_file() and one.suffix.lower() not in (".ipynb", ".zip"):
            raise CallError(f"{one} is neither a notebook (.ipynb) nor a zip. Unpack it first and give its folder.")
        if out is not None and out.resolve() == one.resolve():
            raise CallError(
                "--out must be another folder than the submissions, so that neither is taken for the other."
            )
    made_from = {
        name: exercise.notebook["metadata"].get("course", {}).get("source_sha256")
        for name, exercise in bundle.exercises.items()
    }
    sources = {name: source for name, source in made_from.items() if isinstance(source, str)}
    try:
        intake = find(given, bundle.functions, only, without=out, layout=layout, roster=roster, sources=sources)
    except LayoutError as error:
        raise CallError(f"the files are not laid out as --layout {layout} says: {error}.") from None
    except (IntakeError, RosterError) as error:
        raise CallError(str(error)) from None
    if not intake.submissions:
        raise CallError(f"nothing to grade in {', '.join(map(str, given))}.\n{_files_in_words(intake)}")
    return intake


def as_list(submissions: Path | Sequence[Path] | None) -> list[Path]:
    """What was given, be it one thing or several."""
    return [submissions] if isinstance(submissions, Path) else list(submissions or ())


def show(intake: Intake, console: Console) -> int:
    """Say what would be graded, file by file and in numbers; the exit code."""
    say, remarks = console.print, {path: _remark(reason) for path, _, reason in intake.files}
    table = Table(box=None, pad_edge=False, header_style="bold")
    by_notebook = Counter(one.notebook for one in intake.submissions)
    several = len(by_notebook) > 1
    for column in ("student", *(["notebook"] if several else []), "handed in", "file"):
        table.add_column(column, overflow="fold")
    for one in intake.submissions:
        remark = one.problem or remarks.get(one.source, "")
        file = escape(PLATFORMS.sub("", one.source)) + (f"\n[dim]{escape(remark)}[/]" if remark else "")
        notebook = [escape(one.notebook)] if several else []
        table.add_row(escape(one.student), *notebook, _when(one.handed_in, one.clock, one.marked_late), file)
    say(table)
    say(f"\nLayout: {escape(intake.layout)}.")
    students = len({one.student for one in intake.submissions})
    counts = ", ".join(f"{count} {name}" for name, count in sorted(by_notebook.items()))
    say(f"{students} students, {len(intake.submissions)} notebooks to grade: {counts}.")
    if any(one.clock != "platform" for one in intake.submissions):
        say("A time with ~ is that of a file or an archive's entry, which may be that of the download.")
    if intake.answers:
        say(f"{len(intake.answers)} handed in predictions (answers.json).")
    say_who_is_missing(intake, say)
    for outcome, style in (("superseded", ""), ("ignored", ""), ("unmatched", "bold red")):
        rows = [(path, why) for path, what, why in intake.files if what == outcome]
        say_list(say, outcome, rows, style, most=200, more="the rest is in files.csv, once it is graded")
    return int(any(outcome == "unmatched" for _, outcome, _ in intake.files))


def say_who_is_missing(intake: Intake, say: Callable) -> None:
    """Who of the roster handed in nothing, who no notebook."""
    for students, words in (
        (intake.missing, "on the roster handed in nothing here"),
        (intake.without, "handed in no notebook"),
    ):
        if students:
            shown = "; ".join(students[:MOST_LISTED]) + ("; ..." if len(students) > MOST_LISTED else "")
            say(f"{len(students)} {words}: {escape(shown)}.")


def say_list(
    say: Callable,
    what: str,
    rows: list[tuple[str, str]],
    style: str = "bold red",
    most: int = MOST_LISTED,
    more: str = "",
) -> None:
    """Name each and say why, as long as the list can be read."""
    if not rows:
        return
    heading = f"{len(rows)} {what}:"
    say(f"[{style}]{heading}[/]" if style else heading)
    for name, why in rows[:most]:
        say(f"  [bold]{escape(name)}[/]  {escape(why)}")
    if len(rows) > most:
        say(f"  ... and {len(rows) - most} more; {more or 'results.jsonl and files.csv have all of them'}.")


def _when(handed_in: str, clock: str, late: bool) -> str:
    shown = handed_in[:16].replace("T", " ")
    return ("" if clock == "platform" or not shown else "~") + shown + (" [bold]LATE[/]" if late else "")


def _remark(reason: str) -> str:
    """What is said of a file beyond whose it is."""
    return "; ".join(reason.split("; ")[1:])


def _files_in_words(intake: Intake) -> str:
    return "\n".join(f"{path}: {outcome}, {reason}" for path, outcome, reason in intake.files[:20]) or "It is empty."
