"""Reading and writing notebooks: any bytes become a notebook that is safe to walk, or one sentence."""

import json

import nbformat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from test_grafting import PRISTINE, raw

from course.workbook import NotebookError, answer_cells, dumps, graft, read_notebook, write_notebook
from course.workbook.reading import MAX_CELLS, MAX_DEPTH

CODE = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}


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
