"""`course grade`: a class's notebooks in, grades and feedback out."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

HANDED_IN = "A platform's zip, a folder, or a notebook; several may be given."


class Layout(Enum):
    """The words of --layout; those of autograder.intake.LAYOUTS, which is not imported before it is needed."""

    plain = "plain"
    canvas = "canvas"
    moodle = "moodle"
    gradescope = "gradescope"
    classroom = "classroom"
    nbgrader = "nbgrader"


def grade(
    submissions: Annotated[list[Path] | None, typer.Argument(help=HANDED_IN, show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(help="Where results go; made if needed.", show_default=False)] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="How many at a time; by default one a core, fewer for a few notebooks.")
    ] = None,
    trusted_class: Annotated[
        bool, typer.Option("--trusted-class", help="Grade without a sandbox, if you trust everyone who handed in.")
    ] = False,
    probe: Annotated[bool, typer.Option("--probe", help="Only say how students' code is isolated here.")] = False,
    only: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this student or exercise; may be repeated.")
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A CSV table of your students.", show_default=False)
    ] = None,
    layout: Annotated[
        Layout | None, typer.Option(help="How they are laid out, if it is not recognised.", show_default=False)
    ] = None,
    list_only: Annotated[bool, typer.Option("--list", help="Only show what would be graded.")] = False,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long a cell, or a call of a function, may take.")] = 10.0,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Grade on the Dask cluster with this scheduler, as tcp://10.0.0.5:8786."),
    ] = None,
    tests: Annotated[Path | None, typer.Option(help="The folder of hidden tests, if not the course's own.")] = None,
    exercises: Annotated[Path | None, typer.Option(help="The folder of the exercises as released.")] = None,
):
    """Grade notebooks that students handed in: points, grades.csv, a page of feedback each and report.html of the class.

    A second run grades only what is new or changed, so a run that was stopped is continued by the same command.

    SUBMISSIONS is what you downloaded, as it is; zips that students handed in are opened too. The layouts:

      canvas: the zip of "Download Submissions", or its folder

      moodle: the zip of "Download all submissions", or its folder

      gradescope: an export with submission_metadata.yml, or its folder

      classroom: GitHub Classroom's clones

      nbgrader: submitted/STUDENT/ASSIGNMENT/

      plain: a notebook, notebooks, or a folder for each student

    The roster is your class as a platform exports it, or a table with columns such as student, email, canvas, github.

    Examples:

      course grade submissions/ --out graded/

      course grade submissions/student-01.ipynb --out graded/

      course grade submissions/ --out graded/ --only student-01 --only student-02

      course grade submissions.zip --list

      course grade submissions.zip --out graded/ --roster class.csv

      course grade submissions/ --out graded/ --scheduler tcp://10.0.0.5:8786

      course grade --probe

    Ends with 0 if everything was graded, 1 if something could not be, 2 for a wrong call, 130 after Ctrl-C.
    """
    from autograder.session import CallError, Session, show_list, show_probe

    if probe:
        raise typer.Exit(show_probe())
    layout = layout and layout.value
    try:
        if list_only:
            raise typer.Exit(show_list(submissions, out, set(only or ()), tests, exercises, layout, roster))
        session = Session(
            submissions,
            out,
            workers=workers,
            trusted_class=trusted_class,
            only=set(only or ()),
            seconds=seconds,
            tests=tests,
            exercises=exercises,
            layout=layout,
            roster=roster,
            scheduler=scheduler,
        )
        raise typer.Exit(session.run())
    except CallError as error:
        typer.echo(f"course grade: {error}", err=True)
        raise typer.Exit(2) from None
