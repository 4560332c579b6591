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
def kernel(tmp_path_factory):
    """What a fresh ipykernel makes of the corpus. It speaks through files: a port may be taken before it takes it."""
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for _, source in CELLS])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the messaging libraries
        place = str(tmp_path_factory.mktemp("kernel") / "kernel")
        km = AsyncKernelManager(kernel_name="python3", transport="ipc", ip=place)
        NotebookClient(notebook, km=km, timeout=60, allow_errors=True).execute(cleanup_kc=True)
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


# What a real kernel does not do: bounds, and exceptions that resist ------------------------------------------------


@pytest.fixture
def run(zygote):
    """run(source) gives a fresh process's Cell."""
    with zygote.open() as process:
        yield process.execute


def printed(cell, name="stdout") -> str:
    return "".join(output["text"] for output in cell.outputs if output.get("name") == name)


def test_text_is_cut_at_the_bound_in_bytes(run):
    for letter in ("x", "é", "🙂"):
        cell = run(f"for i in range(5000): print({letter!r} * 1000)\nprint('more')\nraise ValueError")
        assert len(printed(cell).encode()) <= Limits().output_bytes
        assert "left out" in printed(cell, "stderr") and "more" not in printed(cell)
        assert cell.outputs[-1]["ename"] == "ValueError"


def test_a_cleared_output_gives_its_room_back(run):
    cell = run(
        "from IPython.display import clear_output\n"
        "for i in range(30):\n    clear_output(wait=True)\n    print(str(i) * 1_000_000)"
    )
    assert printed(cell).startswith("29") and not printed(cell, "stderr")


def test_many_outputs_are_cut(run):
    assert len(run("for i in range(5000): display(i)").outputs) <= 1001


@pytest.mark.parametrize(
    "source",
    [
        "display({'application/json': [0] * 10_000_000}, raw=True)",
        "d = []\nfor _ in range(100): d = [d]\ndisplay({'application/json': d}, raw=True)",
        "display({'text/plain': object()}, raw=True)",
        "display({3: 'x'}, raw=True)",
        "display({'text/plain': 'x'}, metadata={'k': object()}, raw=True)",
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        "class E(Exception):\n    __str__ = __repr__ = lambda s: 3\nraise E",
        "class M(type):\n    __name__ = property(lambda c: 1 / 0)\nclass E(Exception, metaclass=M): pass\nraise E",
        "raise ValueError('x' * 50_000_000)",
        "class E(Exception):\n    def _render_traceback_(self): raise SystemExit\nraise E",
        "def f(n): return f(n + 1)\nf(0)",
        "get_ipython().showtraceback = None\n1 / 0",
        "get_ipython().recorder = None\nprint(1)",
        "import sys\nsys.stdout = None\nprint('nowhere')",
        "import sys\nsys.stderr.close()\nsys.stdout.close()\nprint('nowhere')",
        "print('\\ud800')\ndisplay('\\ud800')\nraise ValueError('\\ud800')",
    ],
)
def test_cells_that_resist_cost_themselves_only(zygote, source):
    with zygote.open([source]) as process:
        cell = process.execute("print('next')")
        assert cell.failure is None and printed(cell) == "next\n"
        assert sum(len(str(output)) for cell in process.cells for output in cell.outputs) < 100_000
        assert process.restarts == 0


def test_shell_commands_are_not_run(run):
    cell = run("!echo shell\nfiles = !ls\nfiles")
    assert "not run" in printed(cell, "stderr") and cell.outputs[-1]["data"] == {"text/plain": "[]"}


def test_where_an_error_arose_is_told_by_cell_and_line(zygote):
    with zygote.open(["def f():\n    x = 1\n    return x / 0", "\n\nf()", "a = 1\nif a:\nb = 2"]) as process:
        assert [(it.failure and (it.failure.cell, it.failure.line)) for it in process.cells] == [None, (0, 3), (2, 3)]
