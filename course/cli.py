"""The learner's commands. The autograder's are taken up where it is installed.

Imports are light, so that `course --help` answers at once; a command brings in what it needs when it is called.
"""

import importlib.metadata
import importlib.util
import os
import sys
from typing import Annotated

import typer

WRONG_CALL = 2
MOST_PROCESSES = 8  # for tests; each takes some 400 MB
PASS_THROUGH = {"allow_extra_args": True, "ignore_unknown_options": True}

app = typer.Typer(
    name="course",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool):
    if wanted:
        typer.echo(f"course {importlib.metadata.version('optimization-course')}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say the version.")
    ] = False,
):
    """Optimization and convexity, learned by hand: notebooks to move things in, exercises that answer back.

    Start with `course lab`.
    """


@app.command(context_settings=PASS_THROUGH)
def lab(
    context: typer.Context,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Open no browser; the address is printed.")] = False,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="The port; a free one by default.")] = None,
):
    """Make or update your copies in work/ and open JupyterLab there.

    Other options go to `jupyter lab` as they are.

    Examples:

      course lab

      course lab --no-browser --port 8890
    """
    from course.workbook.lab import LabError, open_lab
    from course.workbook.places import lessons_folder, work_folder
    from course.workbook.reading import NotebookError

    try:
        _tell_changes(work_folder())
        if lessons_folder() is None:
            typer.echo(
                "Only the exercises are here. The lessons lie in the course's folder (notebooks/), not in the package."
            )
        raise typer.Exit(open_lab(work_folder(), port, not no_browser, context.args, _say))
    except (LabError, NotebookError) as error:
        _fail(error)
    except OSError as error:
        _fail(
            f"The folder {work_folder()} cannot be written to ({error.strerror or error}). Is it yours, is the disk full?"
        )


@app.command()
def check(
    notebook: Annotated[
        str | None, typer.Argument(help="Name or path; by default every exercise you have begun.")
    ] = None,
    seconds: Annotated[float, typer.Option(min=1, help="How long one cell may run.")] = 60,
):
    """Check your answers: what is right, what is off, what is still to do.

    Your answers are put into a fresh copy of the exercise and run there; what you saved as output does not count.
    Exit status: 0 all pass, 1 not yet, 2 wrong call.

    Examples:

      course check

      course check 01

      course check work/01_intuition_exercises.ipynb
    """
    from course.workbook.judging import JudgeError
    from course.workbook.reading import NotebookError
    from course.workbook.report import check_all

    try:
        raise typer.Exit(check_all(notebook, seconds))
    except (NotebookError, JudgeError) as error:
        _fail(error)


@app.command()
def progress():
    """Show what is done, what is next and how long it takes. Nothing is run.

    Example:

      course progress
    """
    from course.workbook.reading import NotebookError
    from course.workbook.report import show_progress

    try:
        show_progress()
    except NotebookError as error:
        _fail(error)


@app.command(context_settings=PASS_THROUGH)
def test(context: typer.Context):
    """Run the test suite; arguments go to pytest, and paths are seen from the course's folder.

    All cores share the work, unless you name files or say otherwise (-n 1 is one process, --pdb needs it).
    Without a tests/ folder (in a release) the lessons are run and compared with their outputs.

    Examples:

      course test

      course test tests/test_cli.py -k version -x
    """
    import subprocess

    from course.workbook.places import beside, home, lessons_folder

    words = [sys.executable, "-m", "pytest", *context.args]
    if beside("tests"):
        words += _among_cores(context.args)
    else:
        if lessons_folder() is None:
            _fail("There is nothing to test here: neither tests/ nor notebooks/ lies beside the package.")
        words += ["--nbval", "--nbval-current-env", "notebooks"]
    try:
        raise typer.Exit(subprocess.call(words, cwd=home()))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None


def _among_cores(words):
    """Options that deal the tests out to one process more than there are cores: some tests mostly wait.

    None where files are named, where somebody wants to see or steer the one process that runs the tests, or where
    pytest-xdist is not installed.
    """
    own = (
        "-n",
        "--numprocesses",
        "-d",
        "--dist",
        "--tx",
        "--pdb",
        "--trace",
        "-s",
        "--capture=no",
        "no:xdist",
        "-pno:xdist",
    )
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    chosen = any(word.startswith(own) or ".py" in word for word in words)
    if chosen or cores == 1 or importlib.util.find_spec("xdist") is None:
        return []
    return ["-n", str(min(cores + 1, MOST_PROCESSES))]


def _tell_changes(folder):
    from course.workbook.copies import make_work

    changes = make_work(folder)
    made = [change.name for change in changes if change.what == "new"]
    if made:
        _say(f"New in {folder.name}/: {', '.join(made)}")
    for change in changes:
        if change.notes:
            _say(f"{change.name}:")
            for note in change.notes:
                _say(f"  {note}")


def _say(text):
    typer.echo(text)
    sys.stdout.flush()


def _fail(message):
    typer.echo(str(message), err=True)
    raise typer.Exit(WRONG_CALL)


def _take_up_autograder():
    """Add the instructor's and maintainer's commands where the package `autograder` is installed."""
    if importlib.util.find_spec("autograder") is None:
        return
    from autograder.cli import app as more

    known = {id(command) for command in app.registered_commands}
    app.registered_commands += [command for command in more.registered_commands if id(command) not in known]
    app.registered_groups += [group for group in more.registered_groups if group not in app.registered_groups]


def main():
    """Run the `course` command."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # a console that cannot show a letter shows "?", not a traceback
    _take_up_autograder()
    app(prog_name="course")
