"""What the cells of an exercise notebook are: answers, checks, and by which signs an answer is known.

Notebooks are plain dicts as `reading.read_notebook` returns them.
"""

import ast
import hashlib
import re
import warnings
from dataclasses import dataclass

MARKER = re.compile(r"^[ \t]*#+[ \t]*exercise[ \t]*:[ \t]*(\w+)[ \t]*$", re.MULTILINE | re.IGNORECASE)
LONGEST_PARSED = 20_000  # characters
STUB = 'raise NotImplementedError("Write your code here.")'


@dataclass(frozen=True)
class AnswerCell:
    """A cell that a learner fills in. `index` is its place in the notebook, `source` its text there."""

    exercise: str
    points: float
    extra: bool
    index: int
    id: str | None
    source: str


def answer_cells(notebook):
    """The answer cells of a pristine (or working) exercise notebook, in order; known by their metadata."""
    found = []
    for index, cell in enumerate(notebook["cells"]):
        course = course_metadata(cell)
        if cell["cell_type"] == "code" and isinstance(course.get("exercise"), str):
            points = course.get("points", 0)
            points = points if isinstance(points, (int, float)) and not isinstance(points, bool) else 0
            extra = course.get("extra") is True
            found.append(AnswerCell(course["exercise"], points, extra, index, cell.get("id"), cell["source"]))
    return found


def check_cells(notebook):
    """The check cells as (index, cell, exercise): tagged `check`, with the exercise that each belongs to."""
    found = []
    for index, cell in enumerate(notebook["cells"]):
        if cell["cell_type"] == "code" and "check" in tags(cell):
            found.append((index, cell, course_metadata(cell).get("checks")))
    return found


def tags(cell):
    """The cell's tags as a list of strings; anything else found in their place counts as none."""
    found = cell["metadata"].get("tags")
    return [tag for tag in found if isinstance(tag, str)] if isinstance(found, list) else []


def course_metadata(holder):
    """The `course` entry of a cell's or a notebook's metadata, or an empty dict."""
    found = holder["metadata"].get("course")
    return found if isinstance(found, dict) else {}


def markers(source):
    """The names in the marker comments (`# exercise: name`) of a cell's text."""
    return MARKER.findall(source)


def defines(source, name):
    """Whether running this text binds `name` at its top level (a function, class, assignment or import).

    Text with a syntax error or with IPython's magics is judged by its lines that begin with `def name(` or `name =`, and so
    is text far longer than an answer: some texts take the parser minutes and gigabytes.
    """
    if len(source) > LONGEST_PARSED:
        return defines_by_its_lines(source, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a learner's "\\d" is theirs to be warned about
            return any(name in _bound(statement) for statement in ast.parse(source).body)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return defines_by_its_lines(source, name)


def defines_by_its_lines(source, name):
    """As `defines`, without parsing: whether a line begins with `def name(` or `name =`."""
    word = re.escape(name)
    return re.search(rf"^(?:(?:async[ \t]+)?def[ \t]+{word}\b|{word}[ \t]*=[^=])", source, re.MULTILINE) is not None


def same_text(one, other):
    """Whether two cell texts say the same, whitespace at line ends and blank lines around them aside."""
    return _plain(one) == _plain(other)


def digest(text):
    """A short fingerprint of a text (line ends and trailing whitespace do not count)."""
    return hashlib.sha256(_plain(text).encode("utf-8", "replace")).hexdigest()[:16]


def _plain(text):
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _bound(statement):
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    if isinstance(statement, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.partition(".")[0] for alias in statement.names}
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, (ast.AnnAssign, ast.AugAssign)):
        targets = [statement.target]
    else:
        blocks = (getattr(statement, block, ()) for block in ("body", "orelse", "handlers", "finalbody"))
        return {name for block in blocks for child in block for name in _bound(child)}
    return {node.id for target in targets for node in ast.walk(target) if isinstance(node, ast.Name)}
