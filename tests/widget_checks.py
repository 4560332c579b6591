"""What every widget owes its reader, whatever it shows: used by the tests of the single widgets."""

import json
import struct

from course.widgets import standalone


def sleeps_well(make, monkeypatch, budget=350_000):
    """Without a kernel: a picture with words, a note, a view; a stable name; a page of its own; state within `budget` bytes."""
    sent = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, metadata=None: sent.append((data, metadata)))
    widget = make()
    assert widget.trouble == ""
    widget._ipython_display_()
    facts = next(metadata for data, metadata in sent if "image/png" in data)
    assert facts["image/png"]["alt"] == widget.summary() and len(widget.summary()) > 60
    assert any("application/vnd.jupyter.widget-view+json" in data for data, _ in sent)
    assert repr(make()) == repr(widget) and "0x" not in repr(widget) + widget.summary()
    assert make().summary() == widget.summary()
    width, height = struct.unpack(">II", widget.png()[16:24])
    assert 300 <= width <= 1100 and 250 <= height <= 500
    page = standalone(widget)
    assert "http://" not in page and "https://" not in page.replace("https://www.w3.org", "")
    assert state_bytes(widget) <= budget
    return widget


def state_bytes(widget):
    """What travels when the widget opens, its code left out."""
    state = {name: getattr(widget, name) for name in widget.keys if not name.startswith("_") and name != "layout"}
    return sum(len(v) if isinstance(v, bytes) else len(json.dumps(v, default=str)) for v in state.values())


def answers(widget, monkeypatch):
    """A list that fills with (content, buffers) of what the widget sends; ask by widget._receive(None, question, [])."""
    sent = []
    monkeypatch.setattr(type(widget), "send", lambda self, content, buffers=None: sent.append((content, buffers)))
    return sent
