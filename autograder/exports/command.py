"""`course export`: the gradebook in the form that another system asks for."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from autograder.exports.systems import classroom, gradescope, nbgrader

WRONG_CALL = 2
STOPPED = 130

export = typer.Typer(no_args_is_help=True, help="Hand grades, or the grading itself, over to another system.")

Out = Annotated[Path, typer.Argument(metavar="OUT", help="The folder of results that `course grade` wrote.")]
To = Annotated[
    Path | None, typer.Option(help="Where the filled file goes; OUT/<name>-filled.csv by default.", show_default=False)
]
Notebook = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Whose points, if there are several; or `total`.", show_default=False),
]
Replace = Annotated[bool, typer.Option("--replace", help="Overwrite other grades that the column has already.")]
Scale = Annotated[bool, typer.Option("--scale", help="Convert points where the file's maximum is another one.")]


@export.command()
def canvas(
    out: Out,
    fill: Annotated[Path, typer.Option(metavar="FILE", help="The gradebook as you exported it from Canvas.")],
    column: Annotated[
        str | None, typer.Option(metavar="ASSIGNMENT", help="Title (1234), title or number.", show_default=False)
    ] = None,
    notebook: Notebook = None,
    to: To = None,
    replace: Replace = False,
    scale: Scale = False,
):
    """Fill one assignment's column of the gradebook that you exported from Canvas.

    In Canvas: Grades, Export, Export Entire Gradebook; afterwards Import.
    All but this column stays byte for byte as it was.
    Students are matched by Canvas ID, SIS login or exact name; whoever cannot be matched for sure is listed.

    Examples:

      course export canvas graded/ --fill Grades.csv --column "Exercise 1 (1234)"

      course export canvas graded/ --fill Grades.csv --column 1234 --notebook 01 --scale

      course export canvas graded/ --fill Grades.csv --column "Sum" --notebook total --to for-canvas.csv

    Ends with 0 if every row and student is accounted for, 1 if some are listed, 2 if nothing could be written.
    """
    from autograder.exports import canvas as form

    def where(sheet, name):
        return form.layout(sheet, column, _titles(name))

    _fill("canvas", out, fill, to, [(notebook, where)], form.NEEDED, replace=replace, scale=scale)


@export.command()
def moodle(
    out: Out,
    fill: Annotated[Path, typer.Option(metavar="FILE", help="The grading worksheet as you downloaded it.")],
    notebook: Notebook = None,
    column: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The grade's column, if neither Grade nor Bewertung.", show_default=False),
    ] = None,
    to: To = None,
    replace: Replace = False,
    scale: Scale = False,
    cap: Annotated[
        bool, typer.Option("--cap", help="Write the maximum for more than it: Moodle drops higher grades.")
    ] = False,
):
    """Fill the grading worksheet of a Moodle assignment.

    In Moodle: switch on "Offline grading worksheet" in the assignment's settings.
    Then download the grading worksheet from its submissions, and upload the filled one.
    All but the grades stays byte for byte as it was.
    Students are matched by participant, email or exact name; whoever cannot be matched for sure is listed.

    Examples:

      course export moodle graded/ --fill "Grades-Exercise 1.csv"

      course export moodle graded/ --fill worksheet.csv --notebook 01 --scale --to for-moodle.csv

    Ends with 0 if every row and student is accounted for, 1 if some are listed, 2 if nothing could be written.
    """
    from autograder.exports import moodle as form

    def where(sheet, name):
        return form.layout(sheet, column)

    _fill("moodle", out, fill, to, [(notebook, where)], form.NEEDED, replace=replace, scale=scale, cap=cap)


@export.command()
def csv(
    out: Out,
    fill: Annotated[Path, typer.Option(metavar="FILE", help="Any CSV file with a row a student.")],
    match: Annotated[
        list[str],
        typer.Option(
            metavar="COLUMN=WHAT",
            help="What a column calls students: student, name, email, login, canvas, moodle, gradescope or github.",
        ),
    ],
    write: Annotated[
        list[str],
        typer.Option(metavar="COLUMN=NOTEBOOK", help="Which points go where; `total` for all; may be repeated."),
    ],
    to: To = None,
    replace: Replace = False,
):
    """Fill columns of any CSV file, by naming them.

    Delimiter, quotes, encoding, line ends and decimal mark stay those of the file, and all other cells byte for byte what they were.

    Examples:

      course export csv graded/ --fill class.csv --match Email=email --write "Grade=01_intuition_exercises"

      course export csv graded/ --fill class.csv --match Login=login --match Name=name --write E1=01 --write Sum=total

    Ends with 0 if every row and student is accounted for, 1 if some are listed, 2 if nothing could be written.
    """
    from autograder.exports import anycsv as form
    from autograder.exports.sheet import SheetError

    try:
        matches, writes = (
            [form.pair(word, option) for word in words] for option, words in (("--match", match), ("--write", write))
        )
    except SheetError as error:
        _fail("csv", error)

    def into(column):
        return lambda sheet, name: form.layout(sheet, matches, column)

    wishes = [(notebook, into(column)) for column, notebook in writes]
    needed = [column for column, _ in matches + writes]
    _fill("csv", out, fill, to, wishes, needed, replace=replace)


def _fill(
    word: str, out: Path, file: Path, to: Path | None, wishes: list[tuple[str | None, Callable]], needed, **rules
):
    from rich.console import Console

    from autograder.exports.filling_file import Rules, Wish, fill_file
    from autograder.exports.grades import ExportError

    try:
        code = fill_file(
            out, file, to, [Wish(*wish) for wish in wishes], needed, Rules(**rules), Console(highlight=False)
        )
    except ExportError as error:
        _fail(word, error)
    except KeyboardInterrupt:
        raise typer.Exit(STOPPED) from None
    raise typer.Exit(code)


def _titles(notebook: str) -> list[str]:
    """What a column for this notebook may be called: its name, or its title."""
    from course.workbook import NotebookError, pristine

    try:
        title = pristine(notebook)["metadata"]["course"]["title"]
    except (NotebookError, KeyError):
        return [notebook]
    return [notebook, title]


def _fail(word: str, error: object):
    typer.echo(f"course export {word}: {error}", err=True)
    raise typer.Exit(WRONG_CALL) from None


for command in (gradescope, classroom, nbgrader):
    export.command()(command)
