"""House rules hold for every built notebook, and each rule does complain where it should."""

import base64
from functools import partial
from pathlib import Path

import house_rules as rules
import pytest

from course.workbook import read_notebook

ROOT = Path(__file__).resolve().parents[1]
LESSONS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SOLUTIONS = sorted((ROOT / "solutions").glob("*.ipynb"))
EXERCISES = sorted((ROOT / "exercises").glob("*.ipynb"))
EVERYWHERE = [rules.semicolons, rules.ids, rules.kinds, rules.places, rules.sentences, rules.voice, rules.opening]


def name(path):
    return path.relative_to(ROOT).as_posix()


def complaints(path, checks):
    notebook = read_notebook(path)
    return "\n".join(f"{name(path)}: {complaint}" for check in checks for complaint in check(notebook))


@pytest.mark.parametrize("path", LESSONS, ids=name)
def test_lessons(path):
    found = complaints(path, [*EVERYWHERE, rules.counts, rules.pictures, rules.words])
    assert not found, found


@pytest.mark.parametrize("path", SOLUTIONS, ids=name)
def test_solutions(path):
    found = complaints(path, [*EVERYWHERE, rules.counts, partial(rules.pictures, with_alt=False)])  # the learner's own
    assert not found, found


@pytest.mark.parametrize("path", EXERCISES, ids=name)
def test_exercises(path):
    found = complaints(path, [*EVERYWHERE, rules.stripped])
    assert not found, found


def test_there_are_notebooks_to_hold_the_rules():
    assert LESSONS and EXERCISES
    assert [path.name for path in SOLUTIONS] == [path.name for path in EXERCISES]


# ---------------------------------------------------------------- each rule, in both directions

GOOD_PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x02\x58\x00\x00\x01\x90IDAT"


def png(data=GOOD_PNG, alt="The path zigzags."):
    encoded = base64.b64encode(data).decode()
    metadata = {"image/png": {"alt": alt}} if alt is not None else {}
    return {"output_type": "display_data", "data": {"image/png": encoded, "text/plain": "Figure"}, "metadata": metadata}


def printed(said, stream="stdout"):
    return {"output_type": "stream", "name": stream, "text": said}


def notebook(*outputs, source="x = 1", prose="# Title\nWalk downhill.\nStop there.", count=1, more=(), **course):
    cells = [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": prose},
        {
            "cell_type": "code",
            "id": "b",
            "metadata": {},
            "source": source,
            "outputs": list(outputs),
            "execution_count": count,
        },
    ]
    return {"metadata": {"course": {"title": "T", "minutes": 5} | course}, "cells": cells + list(more)}


GOOD = notebook(
    printed("eta = 0.1, loss 1.2345 after 100 steps, 1.23e-05\n"),
    png(),
    prose="# Title\nBy S. Ruder, e.g. Adam et al. 2015; see `f(x)! Yes` and $x. Y$.\n1. First\n\n| A. B. C | Stop. Go |\n0! is 1.",
)


@pytest.mark.parametrize(
    "rule", [*EVERYWHERE, rules.counts, rules.pictures, rules.words], ids=lambda rule: rule.__name__
)
def test_a_good_notebook_passes(rule):
    assert list(rule(GOOD)) == []


@pytest.mark.parametrize(
    ("rule", "bad", "says"),
    [
        (rules.counts, notebook(count=None), "counted"),
        (rules.counts, notebook(count=2), "counted"),
        (rules.stripped, notebook(count=1), "without"),
        (rules.stripped, notebook(printed("x"), count=None), "without"),
        (rules.semicolons, notebook(source="plot(x);\ny = 1"), "semicolon"),
        (
            rules.ids,
            notebook(more=[{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ""}]),
            "'a' is used twice",
        ),
        (rules.ids, notebook(more=[{"cell_type": "markdown", "metadata": {}, "source": ""}]), "no id"),
        (rules.kinds, notebook(printed("x", "stderr")), "shows stderr"),
        (rules.kinds, notebook({"output_type": "error", "ename": "E", "evalue": "", "traceback": []}), "shows error"),
        (
            rules.kinds,
            notebook({"output_type": "display_data", "data": {"image/svg+xml": "", "text/plain": ""}}),
            "svg",
        ),
        (rules.kinds, notebook({"output_type": "display_data", "data": {"text/html": ""}}), "without text/plain"),
        (rules.places, notebook(printed("<f at 0x7f12ab34cd>")), "an address"),
        (rules.places, notebook(printed("see /home/student-01/x.py")), "a path"),
        (rules.places, notebook(printed("C:\\Users\\student-01")), "a path"),
        (rules.places, notebook(printed("it took 3.2 ms")), "a time"),
        (rules.places, notebook(printed("at 12:30:01")), "a time"),
        (rules.places, notebook(printed("0.1234567890123")), "more digits"),
        (rules.places, notebook({"output_type": "display_data", "data": {"text/html": ["<b>/tmp/x</b>"]}}), "a path"),
        (rules.pictures, notebook(png(alt=None)), "without alt"),
        (rules.pictures, notebook(png(alt=" ")), "without alt"),
        (rules.pictures, notebook(png(GOOD_PNG + b"tEXtSoftware")), "a stamp"),
        (rules.pictures, notebook(png(GOOD_PNG + bytes(rules.MAX_PNG_BYTES))), "at most"),
        (rules.pictures, notebook(png(GOOD_PNG.replace(b"\x00\x00\x02\x58", b"\x00\x00\x20\x58"))), "pixels wide"),
        (rules.words, notebook(prose="word " * 901), "901 words"),
        (rules.sentences, notebook(prose="# T\nOne ends. Another begins."), "two sentences"),
        (rules.sentences, notebook(prose="# T\n- *Is it so?* Yes."), "two sentences"),
        (rules.voice, notebook(prose="# T\nThis is simply true."), "simply"),
        (rules.voice, notebook(prose="# T\nWell done!"), "!"),
        (rules.voice, notebook(prose="# T\nDone \u2705"), "\u2705"),
        (rules.opening, notebook(prose="Text"), "not a title"),
        (rules.opening, notebook(minutes=None), "title and minutes"),
    ],
)
def test_a_rule_complains(rule, bad, says):
    found = list(rule(bad))
    assert found and says in found[0]
