"""Read a lesson's text source (jupytext percent) into a notebook dict with the ids that the source gives.

    # %% id="step-length" tags=["check"]           a code cell
    # %% [markdown] id="what-is-a-slope"           prose
    # %% id="adam-step" points=3                   an answer cell; its first line is `# exercise: adam_step`

Front matter (`# ---` ... `# ---`) may hold `jupyter: course: title, minutes, step`.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from autograder.building.errors import BuildError
from course.workbook.cells import defines, markers

BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"
CELL_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
HEADER_KEYS = {"tags", "points", "extra", "jupyter"}
MAX_ID = 64


@dataclass(frozen=True)
class Source:
    """One lesson or exercise source: its name, path, front matter (`course`) and cells (plain notebook cells)."""

    path: Path
    course: dict
    cells: list

    @property
    def name(self):
        return self.path.stem

    @property
    def is_exercise(self):
        return self.name.endswith("_exercises")


def read_source(path):
    """The `Source` in the file `path`. Raises `BuildError` where it breaks a rule of the format."""
    import jupytext  # costs a second, and only building needs it

    path = Path(path)
    text = path.read_text(encoding="utf-8")
    try:
        notebook = jupytext.reads(text, fmt="py:percent")
    except Exception as error:  # jupytext, yaml and nbformat each have their own
        raise BuildError(f"{path.name} cannot be read as jupytext percent text: {error}") from error
    cells = [_cell(cell, number, path.name) for number, cell in enumerate(notebook.cells, start=1)]
    _unique_ids(cells, path.name)
    source = Source(path, dict(notebook.metadata.get("course", {})), cells)
    if source.is_exercise:
        _exercises(source)
    return source


def _cell(cell, number, name):
    metadata = dict(cell.metadata)
    identity = metadata.pop("id", None)
    metadata.pop("lines_to_next_cell", None)  # jupytext's own note on blank lines
    first = cell.source.strip().split("\n")[0][:60]
    if identity is None:
        raise BuildError(
            f'{name}: cell {number} ({first!r}) has no id. Write one in its header, as in `# %% id="a-word"`.'
        )
    if not isinstance(identity, str) or not CELL_ID.fullmatch(identity) or len(identity) > MAX_ID:
        raise BuildError(
            f"{name}: the id {identity!r} should be small letters, digits and single hyphens, at most {MAX_ID}."
        )
    unknown = set(metadata) - HEADER_KEYS
    if unknown:
        raise BuildError(
            f"{name}, cell {identity}: unknown words {sorted(unknown)} in the header; known: {sorted(HEADER_KEYS)}."
        )
    result = {"cell_type": cell.cell_type, "id": identity, "metadata": metadata, "source": cell.source}
    return result | {"outputs": [], "execution_count": None} if cell.cell_type == "code" else result


def _unique_ids(cells, name):
    seen = set()
    for cell in cells:
        if cell["id"] in seen:
            raise BuildError(f"{name}: the id {cell['id']!r} is used twice. Give one of the two cells another id.")
        seen.add(cell["id"])


def _exercises(source):
    names = set()
    for cell in source.cells:
        where, text = f"{source.path.name}, cell {cell['id']}", cell["source"]
        begins, ends, named = text.count(BEGIN), text.count(END), markers(text)
        points = cell["metadata"].get("points")
        if not (begins or ends or named or points is not None):
            continue
        if cell["cell_type"] != "code" or len(named) != 1 or not text.startswith("#"):
            raise BuildError(f"{where}: an answer cell is code and its first line is `# exercise: name`, once.")
        if begins != 1 or ends != 1 or text.index(BEGIN) > text.index(END):
            raise BuildError(
                f"{where}: an answer cell has one `{BEGIN}` and after it one `{END}`, each on its own line."
            )
        if isinstance(points, bool) or not isinstance(points, (int, float)) or points <= 0:
            raise BuildError(f"{where}: an answer cell says its points in the header, as in `# %% id=... points=3`.")
        if not defines(text, named[0]):
            raise BuildError(f"{where}: the cell is marked `# exercise: {named[0]}` but does not define {named[0]}.")
        if named[0] in names:
            raise BuildError(f"{where}: the exercise {named[0]} has two answer cells.")
        names.add(named[0])


def stub_of(text, stub):
    """An answer cell's text with its solution replaced by the line `stub`, at the solution's indent."""
    pattern = re.compile(
        rf"^([ \t]*){re.escape(BEGIN)}[ \t]*\n.*?^[ \t]*{re.escape(END)}[ \t]*$", re.MULTILINE | re.DOTALL
    )
    return pattern.sub(lambda match: match.group(1) + stub, text)
