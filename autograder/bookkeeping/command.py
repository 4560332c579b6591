"""`course gradebook ...`: look into the gradebook, and decide what tests cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(no_args_is_help=True, context_settings={"help_option_names": ["-h", "--help"]})

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of results (--out of `course grade`).")]
Student = Annotated[str, typer.Argument(metavar="STUDENT", help="As in grades.csv, or an id of a platform.")]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why; kept, and shown to who asks about the grade.")]
Json = Annotated[bool, typer.Option("--json", help="As JSON, with all there is.")]


@app.callback()
def gradebook():
    """Look into the gradebook and decide what tests cannot: points set by hand, due dates, late rules, extensions.

    Examples:

      course gradebook show graded/

      course gradebook rules graded/ --release release.json --late 10%/day --at-most 50%

      course gradebook override graded/ student-01 01 --points 3 --reason "the text was unclear"

    Every command ends with 0 if it did what was asked and 2 if it could not, and then changed nothing.
    """


@app.command()
def show(
    out: Out,
    student: Annotated[str | None, typer.Argument(metavar="STUDENT", help="Only this one, with everything.")] = None,
    json: Json = False,
    csv: Annotated[bool, typer.Option("--csv", help="As CSV, a row a student and notebook.")] = False,
):
    """Show what counts now: points, who is missing, late, undecided, or has points set by hand.

    Examples:

      course gradebook show graded/

      course gradebook show graded/ student-01

      course gradebook show graded/ --csv > class.csv
    """
    from autograder.bookkeeping import finding, records, showing

    with _book(out) as book:
        only = student and finding.student(book, student)
        rows = records.rows(book, only)
        if json:
            _json([row | {"ids": book.ids(row["student"])} for row in rows])
        elif csv:
            import sys

            records.write_csv(rows, sys.stdout)
        elif only:
            showing.say_student(_say(), book, only, rows)
        else:
            showing.say_class(_say(), book, rows)


@app.command()
def history(out: Out, student: Student, json: Json = False):
    """Show everything that happened to a student's work, oldest first: attempts, results, decisions, and what decided.

    Examples:

      course gradebook history graded/ student-01

      course gradebook history graded/ student-01 --json
    """
    from autograder.bookkeeping import finding, showing

    with _book(out) as book:
        events = book.events(finding.student(book, student))
        _json(events) if json else showing.say_history(_say(), events)


@app.command()
def override(
    out: Out,
    student: Student,
    notebook: Annotated[str, typer.Argument(metavar="NOTEBOOK", help="Its name, or how it begins: 01.")],
    reason: Reason,
    points: Annotated[float | None, typer.Option(help="The points that count from now on.", show_default=False)] = None,
    function: Annotated[str | None, typer.Option(help="Only this function's points.", show_default=False)] = None,
    take_back: Annotated[bool, typer.Option("--take-back", help="What was set by hand counts no more.")] = False,
):
    """Set points by hand, for a whole notebook or one function; the reason stands on the student's page.

    They stay in force when tests change or the student hands in again, and grading says where they hide a change.

    Points for the whole notebook are final: no late rule touches them.

    Examples:

      course gradebook override graded/ student-01 01 --points 12 --reason "shown in the consultation hour"

      course gradebook override graded/ student-01 01 --function adam_step --points 3 --reason "the text was unclear"

      course gradebook override graded/ student-01 01 --take-back --reason "set for the wrong student"
    """
    from autograder.bookkeeping import deciding

    with _book(out) as book:
        deciding.override(_say(), book, out, (student, notebook, function), points, reason, take_back)


@app.command()
def extend(
    out: Out,
    student: Student,
    reason: Reason,
    notebook: Annotated[
        str | None, typer.Argument(metavar="NOTEBOOK", help="Its name, or how it begins; all if left out.")
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="WHEN", help="2026-12-08 (all of that day) or 2026-12-08T18:00.")
    ] = None,
    take_back: Annotated[bool, typer.Option("--take-back", help="The extension counts no more.")] = False,
):
    """Give a student more time; an extension never makes a due date earlier.

    Examples:

      course gradebook extend graded/ student-01 01 --until 2026-12-08 --reason "ill"

      course gradebook extend graded/ student-01 --until 2026-12-08T18:00+01:00 --reason "technical trouble"

      course gradebook extend graded/ student-01 01 --take-back --reason "given by mistake"
    """
    from autograder.bookkeeping import deciding

    with _book(out) as book:
        deciding.extend(_say(), book, out, (student, notebook), until, reason, take_back)


@app.command()
def rules(
    out: Out,
    release: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Due dates from the release.json of `course release`.")
    ] = None,
    due: Annotated[
        list[str] | None,
        typer.Option(metavar="[NAME=]WHEN", help="A due date, for NAME or all that begin so; none takes it away."),
    ] = None,
    late: Annotated[
        str | None, typer.Option(metavar="HOW_MUCH", help="10%/day, 5%/hour, 2 points/day, 20%; none takes nothing.")
    ] = None,
    at_most: Annotated[
        str | None, typer.Option(metavar="HOW_MUCH", help="Never more than this: 50% or 3 points.")
    ] = None,
    grace: Annotated[str | None, typer.Option(metavar="TIME", help="A delay that costs nothing: 1h.")] = None,
    nothing_after: Annotated[
        str | None, typer.Option(metavar="TIME", help="No points for what comes later than that: 7 days.")
    ] = None,
    marked: Annotated[
        str | None, typer.Option(metavar="HOW_MUCH", help="For what only the platform's mark calls late: 10%.")
    ] = None,
    counts: Annotated[
        str | None, typer.Option(metavar="newest|best", help="Which of several attempts counts; the newest by default.")
    ] = None,
    file_times: Annotated[
        bool | None,
        typer.Option(
            "--file-times/--no-file-times", help="Take a file's own time where no platform says when it was handed in."
        ),
    ] = None,
):
    """Show or change due dates and what late work loses. What is not named stays as it was; `none` takes a rule away.

    A percentage is one of the points that the work earned, for every day (24 hours) that has begun.

    Everything is written anew at once: grades.csv, results.jsonl and the pages.

    Examples:

      course gradebook rules graded/

      course gradebook rules graded/ --release release.json --late 10%/day --at-most 50% --grace 1h

      course gradebook rules graded/ --due 01=2026-12-01T18:00 --nothing-after "7 days" --counts best

      course gradebook rules graded/ --late none
    """
    from autograder.bookkeeping import deciding, showing

    words = {"late": late, "at_most": at_most, "grace": grace, "nothing_after": nothing_after, "marked": marked}
    words |= {"counts": counts, "file_times": file_times}
    with _book(out) as book:
        given = {name: word for name, word in words.items() if word is not None}
        if given or due or release:
            deciding.rules(_say(), book, out, given, due or [], release)
        showing.say_rules(_say(), book)


@contextmanager
def _book(out: Path) -> Iterator:
    """The open gradebook of OUT; whatever goes wrong with it is said in a sentence, and the command ends with 2."""
    from autograder.bookkeeping.finding import AskError, opened
    from autograder.gradebook import GradebookError

    try:
        with opened(out) as book:
            yield book
    except (AskError, GradebookError) as error:
        typer.echo(f"course gradebook: {error}", err=True)
        raise typer.Exit(2) from None


def _say():
    from rich.console import Console

    console = Console(highlight=False, soft_wrap=False)
    return console.print


def _json(found: object) -> None:
    import json

    typer.echo(json.dumps(found, indent=1, ensure_ascii=False))
