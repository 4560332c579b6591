"""What every widget promises without a browser: opens outside a kernel, speaks little, shows a picture, keeps a stable name."""

import gc
import json
import re
import shutil
import subprocess
import tracemalloc
from pathlib import Path

import numpy as np
import pytest

import course.widgets
from course.objectives import OBJECTIVES
from course.widgets import Explorer, presets, standalone
from course.widgets.base import FRONT, SHARED, module
from course.widgets.packing import NOT_A_NUMBER, pack, ranks, scales, unpack

ALL = [name for name in presets.__all__]


class Ear:
    """A comm that hears what a widget sends."""

    comm_id = "ear"

    def __init__(self):
        self.heard = []

    def send(self, data=None, metadata=None, buffers=None):
        self.heard.append((data, buffers or []))

    def on_msg(self, _):
        pass

    def close(self, *_, **__):
        pass

    @property
    def bytes(self):
        return sum(len(bytes(part)) for _, parts in self.heard for part in parts)


def listen(widget):
    widget.comm = Ear()
    return widget.comm


def ask(widget, **question):
    """As the front end asks; returns (content, buffers) of the answer."""
    ear = listen(widget)
    widget._handle_custom_msg(question, [])
    answers = [(data["content"], parts) for data, parts in ear.heard if data["method"] == "custom"]
    assert len(answers) == 1, "every question is answered exactly once, or the wire stands still"
    assert answers[0][0]["answers"] == question["do"]
    return answers[0]


@pytest.fixture(scope="module", params=ALL)
def widget(request):
    return getattr(presets, request.param)()


def test_it_opens_with_words_and_a_picture(widget):
    assert widget.trouble == ""
    assert widget.scene["title"]
    assert re.search(r"\d", widget.summary())
    assert widget.png()[:4] == b"\x89PNG"
    json.dumps(widget.scene, allow_nan=False)  # what is no number in JavaScript's JSON stops a widget from opening


def test_its_name_and_words_are_the_same_every_time(widget):
    again = type(widget).__name__
    assert repr(widget).startswith(f"{again}: ")
    assert not re.search(r"0x[0-9a-f]{6,}", repr(widget) + widget.summary())
    assert widget.summary() == widget.summary()


def test_it_is_displayed_as_view_picture_and_note(widget, monkeypatch):
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython.display, "display", lambda data, **how: shown.append((data, how.get("metadata"))))
    widget._ipython_display_()
    view, still, note = shown
    assert "application/vnd.jupyter.widget-view+json" in view[0] and view[0]["text/plain"] == ""
    assert still[1]["image/png"]["alt"] == widget.summary() and widget.summary() in still[0]["text/plain"]
    assert "Run this cell" in note[0]["text/html"] and "Run this cell" in note[0]["text/plain"]


def test_its_page_holds_everything_and_no_address(widget):
    page = standalone(widget)
    assert widget.summary()[:20].split("<")[0] in page
    assert not re.search(r"(?:src|href)=|https?://(?!www\.w3\.org)", page.replace("xmlns", ""))
    assert "</script" not in page.split('<script type="module">')[1].split("const state")[0]


def test_its_question_may_be_another(request, widget):
    name = request.node.callspec.params["widget"]
    asked = getattr(presets, name)(title="What now?", lead="Look twice.")
    assert (asked.scene["title"], asked.scene["lead"]) == ("What now?", "Look twice.")


def test_an_unknown_question_hurts_nobody(widget):
    for question in ({"do": "nonsense"}, {"do": "paths", "start": "here", "at": [0]}, {}):
        ear = listen(widget)
        widget._handle_custom_msg(question, [])
        assert len([1 for data, _ in ear.heard if data["method"] == "custom"]) == 1
    widget.trouble = ""


@pytest.mark.parametrize("path", sorted(FRONT.glob("*.js")), ids=lambda path: path.stem)
def test_javascript_parses(path, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on the path; the browser tests load the same files")
    text = module(path.stem) if path.stem not in SHARED else path.read_text(encoding="utf-8")
    (tmp_path / "module.mjs").write_text(text, encoding="utf-8")
    run = subprocess.run(
        [node, "--check", str(tmp_path / "module.mjs")], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stderr
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 200


def test_every_widget_has_its_line_in_the_browser_tests():
    lines = (Path(__file__).parent / "browser" / "gallery.py").read_text(encoding="utf-8")
    classes = [name for name in course.widgets.__all__ if isinstance(getattr(course.widgets, name), type)]
    wanted = [f"presets.{name}(" for name in presets.__all__] + [
        name for name in classes if f"presets.{name.lower()}(" not in lines
    ]
    missing = [name for name in wanted if name not in lines]
    assert not missing, f"Enter these in tests/browser/gallery.py, one line each: {', '.join(missing)}"


def test_a_thousand_moves_leave_nothing_behind():
    widget = Explorer(OBJECTIVES["ravine"], ("gradient_descent",), steps=10)

    def moves(n):
        ear = listen(widget)
        for i in range(n):
            widget._handle_custom_msg({"do": "paths", "start": [1 + i / n, 2.0], "at": [i % 64]}, [])
        return ear

    moves(50)
    gc.collect()
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        ear = moves(1000)
        sent, size = len(ear.heard), ear.bytes
        del ear
        widget.comm = Ear()
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - before
    finally:
        tracemalloc.stop()
    assert sent == 1000  # one answer a move, no state on top of it
    assert size == 1000 * 11 * 3 * 2  # 11 frames, x y and height, two bytes each
    assert grown < 64_000


def test_packing_is_precise_and_marks_what_is_no_number():
    scale = scales([(-1.0, 1.0), (0.0, 10.0)])
    values = np.array([[0.123, 9.87], [np.nan, 1e9], [-2.9, np.inf]])
    back = unpack(pack(values, scale), (3, 2), scale)
    np.testing.assert_allclose(back[0], values[0], atol=6e-4)
    assert np.isnan(back[1, 0]) and np.frombuffer(pack(values, scale), np.int16)[2] == NOT_A_NUMBER
    assert back[1, 1] == back[2, 1] == pytest.approx(20.0)  # what leaves the range stays at its edge


def test_ranks_spread_heights_evenly_and_keep_their_order():
    heights = np.exp(np.linspace(0, 20, 400)).reshape(20, 20)
    rank = ranks(heights).astype(int)
    assert (np.diff(rank.ravel()) >= 0).all() and rank.min() == 0 and rank.max() == 255
    assert abs(np.median(rank) - 127.5) < 2
    with pytest.raises(ValueError, match="no finite number"):
        ranks(np.full((3, 3), np.nan))
