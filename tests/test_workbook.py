"""The workbook: reading any bytes, grafting answers whatever was done to the notebook around them, nbval's verdict."""

import copy
import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.workbook import NotebookError, answer_cells, dumps, graft, read_notebook, with_targets, write_notebook
from course.workbook.cells import defines, markers
from course.workbook.grafting import without_nbval_comments
from course.workbook.reading import MAX_CELLS, MAX_DEPTH

CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


def raw(cells=(), **more):
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": list(cells)} | more).encode()


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"{", "is not JSON: .* in line 1"),
        (b"[1, 2]", "not a notebook: it has no cells"),
        (b"3", "not a notebook"),
        (b"null", "not a notebook"),
        (b"{}", "not a notebook"),
        (raw(nbformat=3), "format 3 of before 2015"),
        (b'{"worksheets": [], "nbformat": 3}', "format 3 of before 2015"),
        (raw(nbformat=5), "format 5; format 4 is needed"),
        (raw(nbformat="4"), "format '4'"),
        (raw(nbformat=True), "format True"),
        (raw(nbformat=None), "format None"),
        (b'{"nbformat": 4, "cells": "abc"}', "cells a list"),
        (raw(metadata=[]), "metadata must be an object"),
        (raw(["x"]), "cell 1 is not an object"),
        (raw([CODE | {"cell_type": "heading"}]), "cell 1 has the unknown type 'heading'"),
        (raw([CODE | {"cell_type": ["code"]}]), "unknown type"),
        (raw([CODE, CODE | {"source": 3}]), "cell 2 has no text"),
        (raw([CODE | {"source": ["a", 3]}]), "cell 1 has no text"),
        (raw([CODE | {"metadata": None}]), "metadata that is not an object"),
        (raw([CODE | {"outputs": {}}]), "outputs that are not a list"),
        (raw([CODE | {"outputs": ["x"]}]), "outputs that are not a list"),
        ("Größe".encode("latin-1"), "not text in UTF-8"),
        (b"PK\x03\x04\xff\xfe", "not text in UTF-8"),
        (b"\xff\xfe{", "not text in UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"cells": ' + b"[" * (MAX_DEPTH + 5) + b"]" * (MAX_DEPTH + 5) + b"}", "nested too deeply"),
        (b'{"cells": [' + b"9" * 5000 + b"]}", "many thousand digits"),
        (b'{"cells": [' + b"[]," * 1_000_001 + b"1]}", "far more data"),
        (raw([CODE] * (MAX_CELLS + 1)), "more than 5000 are not read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_a_notebook_is_told_in_a_sentence(data, says):
    with pytest.raises(NotebookError, match=says):
        read_notebook(data)


def test_files_that_cannot_be_read(tmp_path):
    with pytest.raises(NotebookError, match="no file gone.ipynb"):
        read_notebook(tmp_path / "gone.ipynb")
    with pytest.raises(NotebookError, match="is not a file"):
        read_notebook(tmp_path)
    with pytest.raises(NotebookError, match="cannot be read|no file"):
        read_notebook(tmp_path / ("long" * 200))
    with pytest.raises(NotebookError, match="cannot be read|no file"):
        read_notebook("nul\0byte.ipynb")
    (tmp_path / "big.ipynb").write_bytes(raw() + b" " * 2000)
    with pytest.raises(NotebookError, match="big.ipynb is larger than 0.001 MB"):
        read_notebook(tmp_path / "big.ipynb", limit=1000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_understood(encoding):
    text = raw([CODE | {"source": "x = 'é'"}]).decode()
    assert read_notebook(text.encode(encoding))["cells"][0]["source"] == "x = 'é'"


def test_lines_or_a_string_and_old_notebooks_without_ids():
    cells = [{"cell_type": "code", "source": ["a\n", "b"]}, {"cell_type": "markdown", "source": "c"}, CODE | {"id": 7}]
    notebook = read_notebook(raw(cells, nbformat_minor=2))
    assert [cell["source"] for cell in notebook["cells"]] == ["a\nb", "c", ""]
    assert notebook["cells"][0]["outputs"] == [] and notebook["cells"][0]["metadata"] == {}
    assert not any("id" in cell for cell in notebook["cells"])


def test_lone_surrogates_can_be_written_again(tmp_path):
    notebook = read_notebook(b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": "a\\ud800b"}]}')
    write_notebook(notebook, tmp_path / "a.ipynb")
    assert "\ufffd" in read_notebook(tmp_path / "a.ipynb")["cells"][0]["source"]


def test_what_is_written_is_what_was_read(tmp_path):
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": "a\nb\n"},
        {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "x\ny", "image/png": "aGk="}},
    ]
    cells = [CODE | {"id": "a", "source": "x\n\ny\u2028z", "outputs": outputs, "execution_count": 1}]
    notebook = read_notebook(raw(cells))
    write_notebook(notebook, tmp_path / "a.ipynb")
    nbformat.validate(nbformat.read(tmp_path / "a.ipynb", as_version=4))
    assert read_notebook(tmp_path / "a.ipynb")["cells"][0]["source"] == cells[0]["source"]
    assert dumps(read_notebook(tmp_path / "a.ipynb")) == dumps(notebook)
    assert [path.name for path in tmp_path.iterdir()] == ["a.ipynb"]


def test_a_failed_write_leaves_the_old_file(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        write_notebook(read_notebook(raw()), path)
    assert path.read_text(encoding="utf-8") == "old" and [item.name for item in tmp_path.iterdir()] == ["a.ipynb"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
CELL = st.fixed_dictionaries(
    {},
    optional={
        "cell_type": st.sampled_from(["code", "markdown", "raw"]) | JSON,
        "source": st.text(max_size=20) | st.lists(st.text(max_size=5), max_size=3) | JSON,
        "metadata": st.dictionaries(st.sampled_from(["course", "tags", "x"]), JSON, max_size=2) | JSON,
        "outputs": st.lists(st.dictionaries(st.text(max_size=5), JSON, max_size=2), max_size=2) | JSON,
        "id": st.text(max_size=5) | JSON,
        "execution_count": JSON,
    },
)
NOTEBOOK = st.fixed_dictionaries(
    {"cells": st.lists(CELL, max_size=4) | JSON},
    optional={"nbformat": st.just(4) | JSON, "nbformat_minor": JSON, "metadata": st.just({}) | JSON},
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    NOTEBOOK.map(lambda value: json.dumps(value).encode())
    | st.binary(max_size=60)
    | JSON.map(lambda v: json.dumps(v).encode())
)
def test_reading_raises_nothing_but_its_own_error(data):
    try:
        notebook = read_notebook(data)
    except NotebookError as error:
        assert str(error).endswith((".", "?"))
        return
    grafted = graft(PRISTINE, notebook)
    assert answer_cells(notebook) is not None and grafted.notebook["cells"]
    assert read_notebook(dumps(notebook).encode())["cells"] is not None


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([b"", b"{", b"[", b'"', b"\\", b"\xff", b"1", b"null", b"\x00"]),
    st.integers(0, 30),
)
def test_damaged_notebooks_raise_nothing_but_the_error(place, patch, gap):
    data = dumps(PRISTINE).encode()
    place %= len(data)
    try:
        read_notebook(data[:place] + patch + data[place + gap :])
    except NotebookError:
        pass


# ---------------------------------------------------------------- grafting


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
    ],
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
