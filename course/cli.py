"""The learner's commands. The autograder's are taken up where it is installed.

Imports are light, so that `course --help` answers at once; a command brings in what it needs when it is called.
"""

import importlib.metadata
import importlib.util
from typing import Annotated

import typer

app = typer.Typer(
    name="course",
    help="Optimization and convexity, learned by hand.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
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
    """Optimization and convexity, learned by hand."""


def _take_up_autograder():
    """Add the instructor's and maintainer's commands where the package `autograder` is installed."""
    if importlib.util.find_spec("autograder") is None:
        return
    from autograder.cli import app as more

    app.registered_commands += more.registered_commands
    app.registered_groups += more.registered_groups


def main():
    """Run the `course` command."""
    _take_up_autograder()
    app()
