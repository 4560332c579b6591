"""Grafting: only answers are taken, whatever was done to the notebook around them."""

import copy
import json

import pytest

from course.workbook import dumps, graft, read_notebook, with_targets
from course.workbook.cells import defines, markers
from course.workbook.grafting import without_nbval_comments

CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


def raw(cells=(), **more):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more).encode()


def cell(identity, source, **metadata):
    return CODE | {"id": identity, "source": source, "metadata": metadata}


STUB_A = '# exercise: alpha\ndef alpha(x):\n    raise NotImplementedError("Write your code here.")'
STUB_B = '# exercise: beta\ndef beta(x):\n    raise NotImplementedError("Write your code here.")'
TARGET = [{"output_type": "stream", "name": "stdout", "text": "right\n"}]
PRISTINE = read_notebook(
    raw(
        [
            {"cell_type": "markdown", "id": "text", "metadata": {}, "source": "Write alpha."},
            cell("setup", "def look(f):\n    print('right')"),
            cell("alpha", STUB_A, course={"exercise": "alpha", "points": 2}),
            cell("check-alpha", "look(alpha)", course={"checks": "alpha", "target": TARGET}, tags=["check"]),
            cell("beta", STUB_B, course={"exercise": "beta", "points": 1, "extra": True}),
            cell("check-beta", "look(beta)", course={"checks": "beta", "target": TARGET}, tags=["check"]),
        ]
    )
)
ANSWER = "# exercise: alpha\ndef alpha(x):\n    return 1"


def learner(*changes, drop_ids=False):
    """The pristine notebook after the learner's changes: (id, text) pairs, or functions of the list of cells."""
    notebook = copy.deepcopy(PRISTINE)
    for change in changes:
        if callable(change):
            change(notebook["cells"])
            continue
        next(item for item in notebook["cells"] if item["id"] == change[0])["source"] = change[1]
    for item in notebook["cells"] if drop_ids else ():
        item.pop("id", None)
        item["metadata"] = {}
    return notebook


def test_only_answers_are_taken():
    submitted = learner(("alpha", ANSWER), ("check-alpha", "print('right')"), ("setup", "def look(f): print('right')"))
    submitted["cells"][2]["metadata"]["tags"] = ["nbval-skip"]
    before = copy.deepcopy(submitted)
    result = graft(PRISTINE, submitted)
    expected = copy.deepcopy(PRISTINE)
    expected["cells"][2]["source"] = ANSWER
    assert result.notebook == expected and submitted == before
    assert result.taken == {"alpha": "id", "beta": "id"} and result.missing == () and result.attempted == ("alpha",)
    assert result.answers == {"alpha": ANSWER, "beta": STUB_B}


ROUGH = [
    pytest.param(lambda cells: cells.reverse(), id="reordered"),
    pytest.param(lambda cells: cells.extend(copy.deepcopy(cells)), id="duplicated"),
    pytest.param(lambda cells: cells.insert(0, cell("new", "import os\nlook = print")), id="added"),
    pytest.param(lambda cells: cells.__delitem__(slice(0, 2)), id="deleted"),
    pytest.param(
        lambda cells: [item.update(source="print('right')") for item in cells if "check" in item["id"]],
        id="checks edited",
    ),
    pytest.param(lambda cells: cells.append({"cell_type": "raw", "source": "alpha", "metadata": {}}), id="raw cell"),
    pytest.param(lambda cells: [item["metadata"].clear() for item in cells], id="metadata gone"),
]


@pytest.mark.parametrize("rough", ROUGH)
@pytest.mark.parametrize("drop_ids", [False, True])
def test_what_is_done_to_other_cells_changes_nothing(rough, drop_ids):
    result = graft(PRISTINE, learner(("alpha", ANSWER), rough, drop_ids=drop_ids))
    assert result.notebook == graft(PRISTINE, learner(("alpha", ANSWER))).notebook
    assert set(result.taken.values()) == {"marker" if drop_ids else "id"}


def test_without_id_and_marker_the_function_is_found():
    submitted = learner(("alpha", "def alpha(x):\n    return 1"), ("beta", ""), drop_ids=True)
    result = graft(PRISTINE, submitted)
    assert result.taken == {"alpha": "function"} and result.missing == ("beta",)
    assert result.answers == {"alpha": "def alpha(x):\n    return 1", "beta": STUB_B}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param(
            [lambda c: c.append(cell("copy", ANSWER + "  # later"))], ANSWER, id="the id before a marked copy"
        ),
        pytest.param(
            [("alpha", STUB_A), lambda c: c.append(cell("copy", ANSWER))],
            ANSWER,
            id="an answer before an untouched stub",
        ),
        pytest.param(
            [
                ("alpha", "# exercise: alpha\nhelp_me = 1"),
                lambda c: c.append(cell("half", "def alpha(x):\n    return help_me")),
            ],
            "def alpha(x):\n    return help_me",
            id="the half that defines, of a split cell",
        ),
        pytest.param(
            [("alpha", "# exercise: alpha\n"), lambda c: c.extend([cell("b", ANSWER), cell("c", ANSWER + "  # last")])],
            ANSWER + "  # last",
            id="the last of several marked cells",
        ),
        pytest.param(
            [("alpha", ""), lambda c: c.append(cell("b", ANSWER))], ANSWER, id="a marker before an empty cell"
        ),
        pytest.param(
            [("alpha", STUB_A), ("setup", "def alpha(x):\n    return 'other'")],
            STUB_A,
            id="not from the course's own cells",
        ),
        pytest.param(
            [("alpha", "def alpha(x:\n    return 1")], "def alpha(x:\n    return 1", id="a syntax error is an answer"
        ),
        pytest.param([("alpha", "%matplotlib inline\n" + ANSWER)], "%matplotlib inline\n" + ANSWER, id="with a magic"),
    ],
)
def test_which_of_several_candidates_is_the_answer(changes, expected):
    assert graft(PRISTINE, learner(("alpha", ANSWER), *changes)).answers["alpha"] == expected


def test_merged_answer_cells_serve_both_exercises():
    both = ANSWER + "\n# exercise: beta\ndef beta(x):\n    return 2"
    result = graft(PRISTINE, learner(("alpha", both), lambda cells: cells.__delitem__(4)))
    assert result.answers == {"alpha": both, "beta": both} and result.taken == {"alpha": "id", "beta": "marker"}


@pytest.mark.parametrize("minor", [0, 2, 4, 5])
def test_markers_survive_old_formats_and_platforms(minor):
    submitted = learner(("alpha", ANSWER), drop_ids=True) | {"nbformat_minor": minor}
    again = read_notebook(dumps(submitted).encode())
    assert graft(PRISTINE, again).taken == {"alpha": "marker", "beta": "marker"}


def test_the_pristine_is_grafted_as_nothing_attempted():
    result = graft(PRISTINE, PRISTINE)
    assert result.attempted == () and result.notebook == PRISTINE
    assert graft(PRISTINE, read_notebook(raw())).missing == ("alpha", "beta")


@pytest.mark.parametrize(
    "comment",
    [
        "# NBVAL_SKIP",
        "  #NBVAL_IGNORE_OUTPUT",
        "## NBVAL_RAISES_EXCEPTION ",
        "x\x0c# NBVAL_SKIP",
        "#PYTEST_VALIDATE_IGNORE_OUTPUT",
    ],
)
def test_nbval_comments_are_emptied(comment):
    from nbval.plugin import find_comment_markers

    source = f"a = 1\n{comment}\nb = 2"
    assert list(find_comment_markers(source))
    cleaned = without_nbval_comments(source)
    assert not list(find_comment_markers(cleaned)) and cleaned.startswith("a = 1\n") and cleaned.endswith("\nb = 2")
    assert without_nbval_comments("a = 1  # NBVAL_SKIP\n") == "a = 1  # NBVAL_SKIP\n"  # nbval does not see it either


def test_the_list_of_nbval_comments_is_nbvals_own():
    from nbval.plugin import comment_markers

    from course.workbook.grafting import NBVAL_COMMENTS

    assert set(comment_markers) == NBVAL_COMMENTS


@pytest.mark.parametrize(
    ("source", "is_defined"),
    [
        ("def f(): pass", True),
        ("class f: pass", True),
        ("f = lambda: 1", True),
        ("f: int = 1", True),
        ("from a import b as f", True),
        ("if True:\n    def f(): pass", True),
        ("try:\n    x = 1\nexcept Exception:\n    f = 2", True),
        ("a, (f, b) = 1, (2, 3)", True),
        ("def f(:", True),
        ("%magic\nasync  def f(x): pass", True),
        ("def g():\n    f = 1", False),
        ("def ff(): pass", False),
        ("f(1)", False),
        ("f == 1 +", False),
        ("'\\d'", False),
        ("(" * 5000, False),
        ("\x00", False),
        ("if 1: f = 1\n" + "elif 1: pass\n" * 1400, False),  # nested too deeply to be walked: judged by its lines
        ("f = 1\nif 1: pass\n" + "elif 1: pass\n" * 1400, True),
        ("f = 1\n" + "a;" * 3_000_000, True),  # would take the parser minutes
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_a_cell_defines(source, is_defined):
    assert defines(source, "f") is is_defined


def test_markers_are_read_as_learners_may_retype_them():
    assert markers("# exercise: a\n#Exercise:b\n  ## EXERCISE : c  \nx = 1 # exercise: d\n# exercise: e f") == [
        "a",
        "b",
        "c",
    ]


def test_targets_are_put_in_where_a_check_has_one():
    notebook = with_targets(PRISTINE)
    outputs = {
        item["id"]: (item["outputs"], item["execution_count"]) for item in notebook["cells"] if "outputs" in item
    }
    assert outputs["check-alpha"] == (TARGET, 3) and outputs["alpha"] == ([], None) and outputs["setup"] == ([], None)
    assert PRISTINE["cells"][3]["outputs"] == []
