"""`course report`: the class report, made again from the gradebook."""

from pathlib import Path
from typing import Annotated

import typer


def report(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder of results that `course grade` wrote.")],
    anonymous: Annotated[
        bool, typer.Option("--anonymous", help="Without any name, to show to the class: OUT/report-for-class.html.")
    ] = False,
    exercises: Annotated[
        Path | None, typer.Option(help="The folder of the exercises as released, if they were moved since.")
    ] = None,
):
    """Make the picture of the class: OUT/report.html, one page with points, questions, misconceptions and failures.

    `course grade` writes it too, and so does every decision in `course gradebook`.

    Examples:

      course report graded/

      course report graded/ --anonymous

    Ends with 0 if the page was written, 2 for a wrong call, 130 after Ctrl-C.
    """
    from autograder.gradebook import Gradebook, GradebookError
    from autograder.report import ANONYMOUS, NAME
    from autograder.report.page import Report

    if not (out / "gradebook.sqlite").is_file():
        problem = f"there is no gradebook in {out}. Give the folder that you named as --out of `course grade`."
        typer.echo(f"course report: {problem}", err=True)
        raise typer.Exit(2)
    page, path = Report(exercises), out / (ANONYMOUS if anonymous else NAME)
    try:
        with Gradebook(out / "gradebook.sqlite") as book:
            for result in book.standing():
                page.add(result)
            page.write(book, path, anonymous)
    except GradebookError as error:
        typer.echo(f"course report: {error}", err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"course report: {error.filename or path} cannot be written ({error.strerror or error}).", err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        typer.echo("Stopped; nothing was changed.", err=True)
        raise typer.Exit(130) from None
    students, notebooks = len(page.tally.students), sum(len(it.rows) for it in page.tally.notebooks.values())
    typer.echo(f"{students} students, {notebooks} notebooks: {path}")
