"""The bank: right and wrong answers to every graded function, which the hidden tests must tell apart.

`tests/answers/<function>.py` holds the variants of one function: `right_<style>` and `wrong_<misconception>`, with the function's own
signature. The first line of the docstring says what the variant is, as the end of a sentence: "your function behaves like ...".
"""

import ast
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
    module = _load(path)
    source = path.read_text(encoding="utf-8")
    return [
        Variant(exercise, name, function.__doc__.strip().splitlines()[0], function, _cell(source, exercise, name))
        for name, function in vars(module).items()
        if name.startswith(("right_", "wrong_"))
    ]


def _load(path):
    spec = importlib.util.spec_from_file_location(f"bank_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _cell(source, exercise, chosen):
    """The bank's file as an answer cell: imports and the functions it calls, and the chosen variant under the exercise's name.

    Docstrings go, so that no misconception's sentence is handed in.
    """
    tree = ast.parse(source)
    kept = []
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith(("right_", "wrong_")):
            if node.name != chosen:
                continue
            node.name = exercise
            node.body = node.body[1:] or [ast.Pass()]
        elif isinstance(node, ast.Expr):
            continue
        kept.append(node)
    text = ast.unparse(ast.fix_missing_locations(ast.Module(kept, type_ignores=[])))
    return f"# exercise: {exercise}\n{text}\n"
