"""Cells run in our student process give what a real kernel gives: the corpus tests/cells, run by both."""

import re
import warnings
from pathlib import Path

import pytest

from autograder.sandbox import Limits
from autograder.zygote import Zygote

CORPUS = Path(__file__).parent / "cells"


def corpus() -> list[tuple[str, str]]:
    """(name, source) of every cell, in order; one process runs them all."""
    cells = []
    for file in sorted(CORPUS.glob("*.py")):
        for part in re.split(r"^# %% ", file.read_text(), flags=re.MULTILINE)[1:]:
            name, _, source = part.partition("\n")
            cells.append((f"{file.stem}: {name}", source.strip("\n")))
    return cells


CELLS = corpus()


@pytest.fixture(scope="module")
def zygote():
    with Zygote("none", Limits(wall_seconds=20), course=()) as zygote:
        yield zygote


@pytest.fixture(scope="module")
def kernel():
    """What a fresh ipykernel makes of the corpus."""
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for _, source in CELLS])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the messaging libraries
        NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute()
    return notebook.cells


@pytest.fixture(scope="module")
def ours(zygote):
    with zygote.open([source for _, source in CELLS]) as process:
        yield process.cells


def plain(text: str) -> str:
    """Text without addresses, and with one name for a cell's file."""
    text = re.sub(r"0x[0-9a-f]{6,}", "0x...", text)
    return re.sub(r"<cell \d+>|(/\S*/)?\d+\.py", "<cell>", text)


def comparable(outputs) -> dict:
    """Outputs without what may differ: the order of the two streams, tracebacks' layout, a picture's bytes."""
    streams = {"stdout": "", "stderr": ""}
    rich = []
    for output in outputs:
        kind = output["output_type"]
        if kind == "stream":
            streams[output["name"]] += plain(output["text"])
        elif kind == "error":
            rich.append((kind, output["ename"], plain(output["evalue"])))
        else:
            data = {mime: "a picture" if mime == "image/png" else it for mime, it in output["data"].items()}
            data["text/plain"] = plain(data.get("text/plain", ""))
            rich.append((kind, data, dict(output["metadata"]), output.get("execution_count")))
    return {"streams": streams, "rich": rich}


def test_the_corpus_is_large_and_its_names_differ():
    names = [name for name, _ in CELLS]
    assert len(names) >= 60 and len(set(names)) == len(names)


@pytest.mark.parametrize("index", range(len(CELLS)), ids=[name for name, _ in CELLS])
def test_outputs_agree_with_the_kernel(index, kernel, ours):
    assert comparable(ours[index].outputs) == comparable(kernel[index].outputs)
    assert ours[index].execution_count == kernel[index].execution_count
