"""The threat model names a test for each thing that must hold; the tests are there."""

import ast
import re

from confined import HOUSE

TEXT = (HOUSE / "docs" / "threat-model.md").read_text(encoding="utf-8")


def functions(name):
    """The tests in a file."""
    tree = ast.parse((HOUSE / "tests" / name).read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_each_thing_that_must_hold_has_its_tests():
    _, _, section = TEXT.partition("## What must hold")
    rows = re.findall(r"^\| (\d+) \| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, 21))
    for _, tests in rows:
        assert re.fullmatch(r"(`test_\w+\.py::test_\w+`(, )?)+", tests), tests


def test_every_test_and_file_that_it_names_is_there():
    named = re.findall(r"`(test_\w+\.py)::(test_\w+)`", TEXT)
    assert len(named) > 30
    assert [f"{file}::{test}" for file, test in named if test not in functions(file)] == []
    for name in re.findall(r"\| `(\w+\.py)` \|$", TEXT, re.MULTILINE):
        assert (HOUSE / "autograder" / "sandbox" / name).is_file(), name
