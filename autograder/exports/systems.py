"""`course export gradescope`, `classroom` and `nbgrader`: an assignment in the form that another system takes it in."""

from pathlib import Path
from typing import Annotated

import typer

WRONG_CALL = 2

Exercise = Annotated[
    list[str] | None,
    typer.Option("--exercise", metavar="NAME", help="Only this exercise; may be repeated.", show_default=False),
]


def gradescope(
    to: Annotated[Path, typer.Argument(metavar="TO.zip", help="The zip to write.")],
    exercise: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only this exercise; all by default.", show_default=False)
    ] = None,
    trusted_class: Annotated[
        bool, typer.Option("--trusted-class", help="Grade even where the container allows no sandbox.")
    ] = False,
    visibility: Annotated[
        str, typer.Option(help="When students see the tests: visible, after_due_date, after_published or hidden.")
    ] = "visible",
    seconds: Annotated[float, typer.Option(min=0.1, help="How long a cell, or a call of a function, may take.")] = 10.0,
    minutes: Annotated[float, typer.Option(min=2, max=40, help="The timeout that you set in Gradescope.")] = 10.0,
    tests: Annotated[Path | None, typer.Option(help="The folder of hidden tests, if not the course's own.")] = None,
    exercises: Annotated[Path | None, typer.Option(help="The folder of the exercises as released.")] = None,
):
    """Make the zip of an autograder for Gradescope. It holds hidden tests and solutions: for instructors only.

    In Gradescope: a Programming Assignment, Configure Autograder, Zip file upload.
    Choose Ubuntu 22.04 or newer and at least 1.5 GB of memory.
    Students' code is isolated there as it is here, or nothing is graded and the autograder's output, which only you see, says why.

    Examples:

      course export gradescope 01.zip --exercise 01_intuition_exercises

      course export gradescope 03a.zip --exercise 03a --visibility after_due_date --minutes 20

    Ends with 0, or with 2 if no zip could be written.
    """
    from autograder.exports.grades import ExportError
    from autograder.exports.gradescope.packing import pack
    from autograder.exports.gradescope.results import VISIBILITIES

    if visibility not in VISIBILITIES:
        _fail("gradescope", f"--visibility {visibility}: there are {', '.join(VISIBILITIES)}.")
    options = {"trusted_class": trusted_class, "visibility": visibility, "seconds": seconds, "minutes": minutes}
    try:
        packed = pack(to, exercise, tests=tests, exercises=exercises, **options)
    except ExportError as error:
        _fail("gradescope", error)
    points = sum(one.full_marks for one in packed.values())
    typer.echo(f"Written: {to}, {to.stat().st_size / 1e6:.1f} MB. It grades {', '.join(packed)}.")
    typer.echo(f"In Gradescope set Autograder points to {points:g}, and upload the zip. Keep it from students.")


def classroom(
    to: Annotated[Path, typer.Argument(metavar="TO", help="The folder of the repository that students get.")],
    exercise: Exercise = None,
    replace: Annotated[bool, typer.Option("--replace", help="Overwrite another classroom.yml there.")] = False,
):
    """Add a GitHub Actions workflow that runs the visible checks on every push: .github/workflows/classroom.yml.

    For a template repository made of a release (`course release`), in which students commit their work/.
    GitHub Classroom was retired in August 2026; the workflow needs nothing of it.
    It tells learners what is right and what is off.
    It gives no grade: students can change it.
    Grade their clones with `course grade`.

    Examples:

      course export classroom out/optimization-course/

      course export classroom template/ --exercise 01 --exercise 02

    Ends with 0, or with 2 if nothing could be written.
    """
    from autograder.exports.classroom import write
    from autograder.exports.grades import ExportError

    try:
        path = write(to, _exercises(exercise), replace)
    except ExportError as error:
        _fail("classroom", error)
    typer.echo(f"Written: {path}. Commit it, and tell students to commit their work/ folder.")


def nbgrader(
    to: Annotated[Path, typer.Argument(metavar="TO", help="nbgrader's course folder; made if needed.")],
    exercise: Exercise = None,
):
    """Lay the exercises out for nbgrader: source/ with solutions, release/ for students, nbgrader_config.py.

    nbgrader hands out and collects; its answers are marked as graded by hand, because hidden tests do not go there.
    For grades give its submitted/ to `course grade`.
    TO holds solutions: for instructors only.

    Examples:

      course export nbgrader nbgrader-course/

      course export nbgrader nbgrader-course/ --exercise 01

      course grade nbgrader-course/submitted/ --out graded/

    Ends with 0, or with 2 if nothing could be written.
    """
    from autograder.exports.grades import ExportError
    from autograder.exports.nbgrader import write
    from course.workbook.places import home

    try:
        names = _exercises(exercise)
        write(to, names, home())
    except ExportError as error:
        _fail("nbgrader", error)
    typer.echo(f"Written: {to}, {len(names)} {'assignment' if len(names) == 1 else 'assignments'}. It holds solutions.")


def _exercises(words: list[str] | None) -> list[str]:
    """The exercises whose names begin with one of these words; all without words."""
    from autograder.exports.grades import ExportError
    from course.workbook import pristine_names

    names = pristine_names()
    for word in words or ():
        if not any(name.startswith(word) for name in names):
            raise ExportError(f"no exercise's name begins with {word!r}. There are: {', '.join(names)}.")
    return [name for name in names if not words or name.startswith(tuple(words))]


def _fail(word: str, error: object):
    typer.echo(f"course export {word}: {error}", err=True)
    raise typer.Exit(WRONG_CALL) from None
