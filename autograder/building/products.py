"""The three notebooks that a source becomes, and the project that holds them."""

from dataclasses import dataclass
from pathlib import Path

from autograder.building.errors import BuildError
from autograder.building.freshness import stale, stamp
from autograder.building.marking import mark, seal
from autograder.building.running import run
from autograder.building.sources import read_source, stub_of
from autograder.building.tidying import KERNEL, tidy
from course.workbook import STUB, write_notebook
from course.workbook.grafting import cleared


@dataclass(frozen=True)
class Project:
    """The folder that holds lessons/ and the three folders built from it."""

    root: Path

    def sources(self):
        """The sources in the course's order."""
        return sorted((self.root / "lessons").glob("*.py"))

    def products(self, source):
        """The paths of what `source` becomes: one lesson, or an exercise and its solution."""
        folders = ("exercises", "solutions") if source.stem.endswith("_exercises") else ("notebooks",)
        return [self.root / folder / f"{source.stem}.ipynb" for folder in folders]

    def folders(self):
        return [self.root / folder for folder in ("notebooks", "exercises", "solutions")]

    def find(self, names):
        """The sources called `names` (all without names). Raises `BuildError` for an unknown one."""
        sources = self.sources()
        if not sources:
            raise BuildError("There are no sources: `course build` needs the folder lessons/ with its .py files.")
        by_name = {source.stem: source for source in sources}
        wanted = [Path(name).stem for name in names] or list(by_name)
        unknown = [name for name in wanted if name not in by_name]
        if unknown:
            raise BuildError(f"There is no source lessons/{unknown[0]}.py. There are: {', '.join(by_name)}.")
        return [by_name[name] for name in by_name if name in wanted]


def build(project, names=(), *, force=False, progress=None):
    """Build the products of `names` (all by default) that are not fresh; with `force`, fresh ones too.

    `progress(name, state)` is called with "building", "built" or "fresh". Returns the names that were built.
    """
    tell = progress or (lambda name, state: None)
    old = {item.name for item in stale(project)}
    built = []
    for path in project.find(names):
        if path.stem not in old and not force:
            tell(path.stem, "fresh")
            continue
        tell(path.stem, "building")
        for product, notebook in _products(project, path):
            write_notebook(notebook, product)
        tell(path.stem, "built")
        built.append(path.stem)
    return built


def _products(project, path):
    source = read_source(path)
    paths = project.products(path)
    course = source.course | stamp(path) | {"name": source.name, "release": None}
    frame = {"nbformat": 4, "nbformat_minor": 5, "metadata": KERNEL | {"course": course}}
    if not source.is_exercise:
        return [(paths[0], tidy(run(frame | {"cells": source.cells}, source.name), source.name))]
    cells = mark(source.cells, source.name)
    solved = tidy(run(frame | {"cells": cells}, source.name), source.name)
    empty = cleared(solved | {"cells": [_unsolved(cell) for cell in solved["cells"]]})
    _runs_to_its_end(empty, source.name)
    return [(paths[0], empty | {"cells": seal(empty["cells"])}), (paths[1], solved)]


def _unsolved(cell):
    """The solved, run cell as the learner gets it: stubs for answers, and a check's output as its target."""
    course = cell["metadata"].get("course", {})
    if "exercise" in course:
        return cell | {"source": stub_of(cell["source"], STUB)}
    if "checks" in course:
        return cell | {"metadata": cell["metadata"] | {"course": course | {"target": cell["outputs"]}}}
    return cell


def _runs_to_its_end(empty, name):
    try:
        run(cleared(empty), f"{name} (unsolved)")
    except BuildError as error:
        raise BuildError(f"An unsolved exercise must run to its end, and this one stops.\n{error}") from None
