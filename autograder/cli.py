"""The instructor's and maintainer's commands, taken up by the `course` command where this package is installed.

Only light imports here: every command brings in what it needs when it is called.
"""

import typer

from autograder.bookkeeping.command import app as gradebook
from autograder.building.command import build
from autograder.exports.command import export
from autograder.grading import grade
from autograder.release.command import release
from autograder.report.command import report
from autograder.verifying.command import verify

app = typer.Typer()
app.command()(build)
app.command()(verify)
app.command()(release)
app.command()(grade)
app.add_typer(export, name="export")
app.add_typer(gradebook, name="gradebook")
app.command()(report)
