"""`course build`: make the notebooks from lessons/, or say which are stale."""

from typing import Annotated

import typer


def build(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAMES]...", help="Which sources; all by default.")
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Build nothing; say what is stale. Exit 1 if anything is.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Build what is fresh, too.")] = False,
):
    """Make notebooks/, exercises/ and solutions/ from lessons/.

    Examples:

      course build                     what has changed

      course build 01_intuition        one source

      course build --check             only say what is stale
    """
    from autograder.building.errors import BuildError
    from autograder.building.products import Project
    from course.workbook.places import BESIDE

    try:
        project = Project(BESIDE)
        raise typer.Exit(_check(project, names or ()) if check else _build(project, names or (), force))
    except BuildError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from None


def _check(project, names):
    from autograder.building.freshness import stale

    wanted = {source.stem for source in project.find(names)}
    found = [item for item in stale(project) if not names or item.name in wanted]
    for item in found:
        typer.echo(f"{item.path.relative_to(project.root).as_posix()} {item.why}.")
    mend = sorted({item.name for item in found} & wanted)
    if mend:
        typer.echo(f"To mend it: course build {' '.join(mend)}")
    elif not found:
        typer.echo(f"All products of {len(wanted)} sources are fresh.")
    return 1 if found else 0


def _build(project, names, force):
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from autograder.building.products import build as build_products

    console = Console()
    fresh = []
    columns = TextColumn("[progress.description]{task.description}"), BarColumn(), MofNCompleteColumn()
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("build", total=len(project.find(names)))

        def progress(name, state):
            if state == "building":
                bar.update(task, description=name)
                return
            bar.advance(task)
            if state == "fresh":
                fresh.append(name)
            else:
                console.print(f"built {name}", highlight=False)

        build_products(project, names, force=force, progress=progress)
    if fresh:
        console.print(f"{len(fresh)} already fresh (build them too with --force): {', '.join(fresh)}", highlight=False)
    return 0
