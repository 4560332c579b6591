"""The house has floors: imports only go down. A new room is entered in these tables; all else is found by reading the files."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

# Low to high; rooms of one floor do not import each other.
FLOORS = {
    "course": [
        {"objectives", "optimizers", "schedules", "datasets"},
        {"descent", "convexity", "models"},
        {"experiments", "plots", "quiz"},
        {"widgets", "checks", "workbook"},
        {"cli"},
        {"__main__"},
    ],
    # What only the trusted side may know (hidden tests, verdicts, grades) stands above all that a student's process loads.
    "autograder": [
        {"codec", "outputs", "moments"},
        {"channel", "sandbox", "cells"},
        {"border", "student_side"},
        {"warm"},
        {"zygote"},
        {"hidden", "statuses", "advice", "bank", "intake", "gradebook", "summary", "building", "diagnosis"},
        {"worker", "release"},
        {"keys", "feedback", "exports", "verifying"},
        {"report"},
        {"coordinator", "cluster", "arrivals", "bookkeeping"},
        {"session"},
        {"grading"},
        {"cli"},
    ],
}
SHARED = ("course", "workbook")  # all that the grader takes of the course
DOOR = (
    "course/cli.py",
    ("autograder", "cli"),
)  # the one place where the course takes up the grader, where it is installed


def rooms(house):
    return {path.stem for path in house.glob("*.py")} | {path.parent.name for path in house.glob("*/__init__.py")}


def floor(house, room):
    return next((number for number, names in enumerate(FLOORS[house]) if room in names), None)


def modules(path, root):
    """(line, dotted name) for all that a file imports, relatively and by a name in a string too."""
    package = path.relative_to(root).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) + 1 - node.level] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            yield from ((node.lineno, name.value) for name in node.args[:1] if isinstance(name, ast.Constant))


def complaints(root):
    """A sentence with file and line for every import that goes up or across, and for every room without a floor."""
    known = {house: rooms(root / house) for house in FLOORS}
    for path in sorted(path for house in FLOORS for path in (root / house).rglob("*.py")):
        name = path.relative_to(root).as_posix()
        house, room = path.relative_to(root).with_suffix("").parts[:2]
        own = -1 if room == "__init__" else floor(house, room)
        if own is None:
            yield f"{name}:1: the room {room} has no floor yet: enter it in tests/test_floors.py"
            continue
        for line, module in modules(path, root):
            target, wanted = (*module.split("."), "")[:2]
            if target not in FLOORS:
                continue
            is_room = wanted in known[target]
            if target == house:
                other = floor(house, wanted)
                if is_room and wanted != room and other is not None and other >= own:
                    yield f"{name}:{line}: imports {module}, which is not on a floor below {room}"
            elif house == "course":
                if (name, (target, wanted)) != DOOR:
                    yield f"{name}:{line}: imports {module}, but the course knows nothing of the grader"
            elif is_room and (target, wanted) != SHARED:
                yield f"{name}:{line}: imports {module}, but of the course the grader takes only {'.'.join(SHARED)}"


def test_imports_only_go_down():
    found = list(complaints(ROOT))
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("place", "line", "seen"),
    [
        ("course/descent.py", "from course.plots import contour", True),
        ("course/descent.py", "from course import plots", True),
        ("course/descent.py", "from . import plots", True),
        ("course/descent.py", "from .plots import contour", True),
        ("course/descent.py", "def late():\n    import course.plots", True),
        ("course/descent.py", "import importlib; importlib.import_module('course.plots')", True),
        ("course/descent.py", "from course.models import Logistic", True),  # across
        ("course/descent.py", "import autograder", True),
        ("course/descent.py", "from autograder import codec", True),
        ("course/cli.py", "from autograder.codec import encode", True),
        ("course/__init__.py", "from course.descent import minimize", True),
        ("course/shed.py", "import numpy", True),  # no floor
        ("autograder/codec.py", "from autograder.worker import grade_one", True),
        ("autograder/codec.py", "from course.descent import minimize", True),
        ("autograder/codec.py", "from course import descent", True),
        ("course/plots/fields.py", "from ..widgets import base", True),
        ("course/plots/fields.py", "from .style import STYLE", False),
        ("course/plots/fields.py", "from course.descent import minimize", False),
        ("course/descent.py", "import numpy as np", False),
        ("course/cli.py", "from autograder.cli import app", False),
        ("autograder/worker.py", "from course.workbook import graft", False),
        ("autograder/worker.py", "from course.workbook.cells import markers", False),
        ("autograder/worker.py", "import course", False),
        ("autograder/worker.py", "from autograder import codec", False),
    ],
)
def test_the_check_sees_and_does_not_cry_wolf(tmp_path, place, line, seen):
    for house in ("course", "autograder"):
        (tmp_path / house).mkdir()
        for room in ("__init__", "cli", "codec", "worker", "descent", "models", "widgets", "workbook"):
            if (floor(house, room) is not None) or room == "__init__":
                (tmp_path / house / f"{room}.py").touch()
    (tmp_path / "course/plots").mkdir()
    (tmp_path / "course/plots/__init__.py").touch()
    (tmp_path / place).write_text("\n" + line + "\n", encoding="utf-8")
    found = list(complaints(tmp_path))
    assert bool(found) == seen, found
    assert all(sentence.startswith(f"{place}:") for sentence in found)


def test_every_room_in_the_tables_exists():
    for house, floors in FLOORS.items():
        gone = set().union(*floors) - rooms(ROOT / house)
        assert not gone, f"no such rooms in {house} any more: {sorted(gone)}"
