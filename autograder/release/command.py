"""`course release`: make what a class gets."""

from pathlib import Path
from typing import Annotated

import typer


def release(
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where the release goes; made if needed.")],
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only notebooks whose name begins so; may be repeated.")
    ] = None,
    due: Annotated[
        list[str] | None, typer.Option(metavar="[NAME=]DATE", help="When exercises are due; may be repeated.")
    ] = None,
):
    """Make the package for students: OUT/optimization-course.zip, the same as a folder, and release.json for you.

    It holds lessons, exercises and what checks them, and no solved notebook, no hidden test and no grader.

    Examples:

      course release out/

      course release out/ --only 00 --only 01 --due 2026-12-01T18:00

      course release out/ --due 01=2026-12-01 --due 02=2026-12-08
    """
    from autograder.building.errors import BuildError
    from autograder.release import ReleaseError, make
    from course.workbook.places import BESIDE

    try:
        made = make(BESIDE, out, only or (), due or ())
    except (ReleaseError, BuildError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None
    except OSError as error:
        typer.echo(f"{error.filename or out} cannot be written ({error.strerror or error}).", err=True)
        raise typer.Exit(2) from None
    _show(made, out)


def _show(made, out):
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    table = Table(title=f"Release {made.id}", title_justify="left", title_style="bold")
    for heading, justify in (("Exercises", "left"), ("Points", "right"), ("Extra", "right"), ("Due", "left")):
        table.add_column(heading, justify=justify, overflow="fold")
    for one in made.exercises:
        extra = f"{one['extra']:g}" if one["extra"] else ""
        table.add_row(one["name"], f"{one['points']:g}", extra, (one["due"] or "")[:16].replace("T", " "))
    console.print(table)
    console.print(f"Lessons: {', '.join(made.lessons)}." if made.lessons else "No lessons.", soft_wrap=True)
    console.print(f"Give your class {out / 'optimization-course.zip'}; keep release.json.", soft_wrap=True)
