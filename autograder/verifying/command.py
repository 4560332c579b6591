"""The command `course verify`: runs everything, shows one table, and says in sentences what is to be mended."""

import tempfile
from pathlib import Path
from typing import Annotated

import typer


def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NAMES]...", help="Only exercises whose name begins so; all by default."),
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="How many at a time; by default one a core.")] = None,
):
    """Check that exercises, solutions, hidden tests, bank and release still fit together.

    For teachers who changed something: solutions earn all points, untouched exercises none, every right answer of the
    bank all and every wrong one less; the built notebooks are fresh; a release tells no secret line.

    Examples:

      course verify                 the whole course

      course verify 01 03b          two exercises

    Ends with 0 if all is well, 1 if something is to be mended, 2 for a wrong call, 130 after Ctrl-C.
    """
    from rich.console import Console

    from autograder.worker import BundleError, StartError

    console = Console(highlight=False)
    try:
        raise typer.Exit(_verify(names or [], workers, console))
    except (BundleError, StartError) as error:
        typer.echo(f"course verify: {error}", err=True)
        raise typer.Exit(2) from None
    except KeyboardInterrupt:
        console.print("[bold]Stopped.[/] Nothing was changed.")
        raise typer.Exit(130) from None


def _verify(names, workers, console) -> int:
    from rich.markup import escape

    from autograder.building import Project, stale
    from autograder.worker import BundleError, load
    from course.workbook.places import BESIDE

    bundle = load()
    wanted = [exercise for name, exercise in bundle.exercises.items() if not names or name.startswith(tuple(names))]
    for word in names:
        if not any(name.startswith(word) for name in bundle.exercises):
            raise BundleError(f"no exercise's name begins with {word!r}. There are: {', '.join(bundle.exercises)}.")
    old = stale(Project(BESIDE))
    findings = _examined(wanted, bundle, workers, console)
    console.print(_table(findings, {item.name for item in old}))
    console.print("Functions whose solution earns all points and whose untouched exercise none; answers of the bank")
    console.print("that are right and earn all points, that are wrong and earn less; notebooks that fit their sources.")
    defects = [f"{finding.exercise.name}: {defect}" for finding in findings for defect in finding.defects]
    defects += [f"{item.path.relative_to(BESIDE).as_posix()} {item.why}." for item in old]
    if old:
        mend = " ".join(sorted({item.name for item in old}))
        defects.append(f"To mend it: course build {mend}")
        console.print("A release was not tried, because notebooks are stale.")
    else:
        secrets, files, told = _release(BESIDE)
        console.print(f"Release: {secrets} secret lines looked for in {files} files, {len(told)} found.")
        defects += [f"A release tells this line of a hidden test, the bank or a solution: {line}" for line in told]
    if not defects:
        console.print("[green]All is well.[/]")
        return 0
    console.print(f"[bold red]{len(defects)} to mend:[/]")
    for defect in defects:
        console.print(f"  {escape(defect)}", soft_wrap=True)
    return 1


def _examined(wanted, bundle, workers, console):
    """The findings on these exercises, with a progress bar meanwhile."""
    import os

    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from autograder import sandbox
    from autograder.bank import FOLDER
    from autograder.verifying.answers import examine
    from autograder.worker import Local, Setup, cores

    tier = sandbox.probe().tier or "none"  # all of it is ours; but what is graded is graded so
    setup = Setup({"tests": None, "exercises": None}, bundle.digest, tier, sandbox.Limits(), os.urandom(32))
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with (
        Local(setup, workers or cores()) as graders,
        Progress(*columns, console=console, transient=True) as bar,
    ):
        task = bar.add_task("notebooks handed in", total=None)
        return examine(wanted, FOLDER, graders, lambda done, of: bar.update(task, completed=done, total=of))


def _table(findings, old):
    """One row an exercise: what fits, of how many."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    columns = ("solution", "empty", "right", "wrong")
    table.add_column("exercise", no_wrap=True)
    for title in (*columns, "fresh"):
        table.add_column(title, justify="right", no_wrap=True)
    for finding in findings:
        cells = [_ratio(*finding.counts.get(what, (0, 0))) for what in columns]
        fresh = "[red]no[/]" if finding.exercise.name in old else "yes"
        table.add_row(finding.exercise.name, *cells, fresh)
    return table


def _ratio(good: int, of: int) -> str:
    return f"{good}/{of}" if good == of and of else f"[bold red]{good}/{of}[/]"


def _release(root: Path) -> tuple[int, int, list[str]]:
    """(secret lines, files searched, lines found) of a release made for this and thrown away."""
    from autograder.release import make
    from autograder.verifying.leaks import leaks, readable, secret_lines

    with tempfile.TemporaryDirectory() as folder:
        make(root, Path(folder))
        released = Path(folder) / "optimization-course"
        files = sum(path.is_file() for path in released.rglob("*"))
        secret = secret_lines(root)
        return len(secret), files, leaks(secret, readable(released))
