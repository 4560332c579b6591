"""The table of the notes' claims: whole, shown by a cell that exists, and asserted by a test where it has a number."""

import ast
import functools
import importlib
import re
import tomllib
from pathlib import Path

import pytest

from course.workbook import read_notebook

ROOT = Path(__file__).resolve().parents[1]
TABLE = tomllib.loads((ROOT / "lessons" / "claims.toml").read_text(encoding="utf-8"))
CLAIMS = {claim["number"]: claim for claim in TABLE["claim"]}
KINDS = {"formula", "definition", "claim", "analogy", "myth", "trade-off", "takeaway"}
VERDICTS = {"true", "true if ...", "false"}
FIRST = {1: 1, 2: 8, 3: 28, 4: 58, 5: 63, 6: 72, 7: 75}  # the first claim of each step of the notes
SHOWN = [number for number, claim in CLAIMS.items() if "cell" in claim]


@functools.cache
def marked():
    """number -> the tests that carry `@pytest.mark.claim(number)`."""
    found = {}
    for path in sorted((ROOT / "tests").glob("test_*.py")):
        for test in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for mark in getattr(test, "decorator_list", ()):
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.claim":
                    for number in mark.args:
                        found.setdefault(ast.literal_eval(number), []).append(f"{path.name}::{test.name}")
    return found


@functools.cache
def votes():
    """number -> (lesson, verdict) of every vote on a claim in the lessons' sources."""
    found = {}
    for path in sorted((ROOT / "lessons").glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "vote":
                key = ast.literal_eval(call.args[0])
                verdict = {word.arg: word.value for word in call.keywords}["verdict"]
                if match := re.fullmatch(r"claim\.(\d+)", key):
                    found.setdefault(int(match[1]), []).append((path.stem, ast.literal_eval(verdict)))
    return found


def test_all_76_claims_are_there_in_order_and_in_their_steps():
    assert list(CLAIMS) == list(range(1, 77)) and len(TABLE["claim"]) == 76
    for number, claim in CLAIMS.items():
        assert claim["step"] == max(step for step, first in FIRST.items() if first <= number), number


@pytest.mark.parametrize("number", CLAIMS)
def test_a_claim_says_what_it_must(number):
    claim = CLAIMS[number]
    assert claim["kind"] in KINDS and claim["verdict"] in VERDICTS
    assert claim["text"].endswith(".") and len(claim["text"]) < 160
    assert claim["correction"] or claim["verdict"] == "true", "a verdict other than true needs its correction"
    known = {"number", "step", "kind", "text", "verdict", "correction", "source", "cell", "experiment"}
    assert set(claim) <= known and {"source", "correction"} <= set(claim)


@pytest.mark.parametrize("number", [number for number, claim in CLAIMS.items() if claim["step"] in TABLE["finished"]])
def test_no_claim_of_a_finished_step_lacks_a_cell_or_a_vote(number):
    assert "cell" in CLAIMS[number] and number in votes()


@pytest.mark.parametrize("number", SHOWN)
def test_the_cell_that_shows_a_claim_is_in_the_built_notebook(number):
    lesson, _, cell = CLAIMS[number]["cell"].partition("#")
    shown = {one["id"]: one for one in read_notebook(ROOT / "notebooks" / f"{lesson}.ipynb")["cells"]}
    assert cell in shown, f"{lesson} has no cell {cell}"
    if "experiment" in CLAIMS[number]:
        assert shown[cell]["cell_type"] == "code" and shown[cell]["outputs"], "a number is shown by a cell that ran"


@pytest.mark.parametrize("number", SHOWN)
def test_a_claims_number_is_computed_by_an_experiment_and_asserted_by_a_test(number):
    claim = CLAIMS[number]
    if "experiment" not in claim:
        assert claim["kind"] == "takeaway", "only a motto has no number"
        return
    room, _, function = claim["experiment"].rpartition(".")
    assert callable(getattr(importlib.import_module(f"course.experiments.{room}"), function))
    assert number in marked(), f"mark the test that asserts it with @pytest.mark.claim({number})"


@pytest.mark.parametrize("number", sorted(votes()))
def test_lessons_give_the_tables_verdict(number):
    for lesson, verdict in votes()[number]:
        assert verdict == CLAIMS[number]["verdict"], f"{lesson} says {verdict!r}"
