"""The bank: right and wrong answers to every graded function, which the hidden tests must tell apart.

`tests/answers/<function>.py` holds the variants of one function: `right_<style>` and `wrong_<misconception>`, with the function's own
signature. The first line of the docstring says what the variant is, as the end of a sentence: "your function behaves like ...".
"""

import ast
import copy
import functools
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "tests" / "answers"


@dataclass(frozen=True)
class Variant:
    """One answer of the bank."""

    exercise: str
    name: str
    says: str  # first line of the docstring
    function: Callable
    cell: str  # the answer cell that a student with this answer would hand in

    @property
    def right(self):
        return self.name.startswith("right_")


def exercises(folder=FOLDER):
    """The graded functions that have a bank, by name."""
    return sorted(path.stem for path in folder.glob("*.py"))


def variants(exercise, folder=FOLDER):
    """Every variant of one graded function, in the order of its file."""
    path = folder / f"{exercise}.py"
    module, tree = _load(path), ast.parse(path.read_text(encoding="utf-8"))
    return [
        Variant(exercise, name, function.__doc__.strip().splitlines()[0], function, _cell(tree, exercise, name))
        for name, function in vars(module).items()
        if name.startswith(("right_", "wrong_"))
    ]


@dataclass(frozen=True)
class Suspects:
    """All answers of one function's bank, read and not run: `cell` defines each under its own name; `says` by name, in order."""

    cell: str
    says: dict[str, str]

    @property
    def right(self):
        """The names of the right ones."""
        return [name for name in self.says if name.startswith("right_")]


@functools.cache
def suspects(exercise, folder=FOLDER):
    """The bank of one graded function as a cell to run elsewhere, or None where it has none.

    Raises
    ------
    SyntaxError, ValueError: the file cannot be read as Python.
    """
    path = folder / f"{exercise}.py"
    if not path.is_file():
        return None
    tree = ast.parse(path.read_text(encoding="utf-8"))
    says = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("right_", "wrong_")):
            if text := ast.get_docstring(node):
                says[node.name] = text.strip().splitlines()[0]
                node.body = node.body[1:] or [ast.Pass()]
    tree.body = [node for node in tree.body if not isinstance(node, ast.Expr)]
    return Suspects(ast.unparse(ast.fix_missing_locations(tree)), says)


def _load(path):
    spec = importlib.util.spec_from_file_location(f"bank_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cell(tree, exercise, chosen):
    """The bank's file as an answer cell: imports and the functions it calls, and the chosen variant under the exercise's name.

    Docstrings go, so that no misconception's sentence is handed in.
    """
    kept = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("right_", "wrong_")):
            if node.name != chosen:
                continue
            node = copy.copy(node)
            node.name = exercise
            node.body = node.body[1:] or [ast.Pass()]
        elif isinstance(node, ast.Expr):
            continue
        kept.append(node)
    return f"# exercise: {exercise}\n{ast.unparse(ast.Module(kept, type_ignores=[]))}\n"
