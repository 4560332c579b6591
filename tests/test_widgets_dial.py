"""Dial: each combination is drawn once, errors are told where they happen, words travel with the pictures."""

import struct

import pytest
from widget_checks import answers, sleeps_well

from course.widgets import standalone
from course.widgets.dial import Dial


def picture(figure, beta, k):
    """How long is the memory?"""
    picture.calls.append((beta, k))
    figure.subplots().plot([0, 1], [beta, k])
    return f"At beta = {beta:g} and k = {k} this sentence stands below the picture that was drawn for them."


@pytest.fixture(autouse=True)
def calls():
    picture.calls = []
    return picture.calls


def dial(**how):
    return Dial(picture, beta=[0.0, 0.5, 0.9], k=range(4), size=(4.0, 3.0), **how)


def ask(widget, do, *at):
    widget._receive(None, {"do": do, "at": list(at)}, [])


def test_it_opens_asleep_and_awake(monkeypatch):
    widget = sleeps_well(dial, monkeypatch)
    assert widget.scene["title"] == "How long is the memory?" and widget.scene["at"] == [1, 1]


def test_a_combination_is_drawn_once_and_comes_with_its_words(monkeypatch, calls):
    widget = dial()
    sent = answers(widget, monkeypatch)
    calls.clear()
    for _ in range(3):
        ask(widget, "draw", 0, 2, 3)
    ask(widget, "ahead", 0, 2, 3)
    assert calls == [(0.9, 3)]
    content, (png,) = sent[0]
    assert content == {
        "at": [0, 2, 3],
        "words": picture(__import__("matplotlib").figure.Figure(), 0.9, 3),
        "answers": "draw",
    }
    assert png.startswith(b"\x89PNG") and struct.unpack(">II", png[16:24]) == (800, 600)
    assert all(buffers == [png] for _, buffers in sent) and sent[-1][0]["answers"] == "ahead"


def test_a_narrow_page_gets_a_narrow_picture(monkeypatch):
    widget = dial(narrow=(3.0, 2.5))
    sent = answers(widget, monkeypatch)
    ask(widget, "draw", 1, 0, 0)
    assert struct.unpack(">II", sent[0][1][0][16:24]) == (600, 500)


def test_an_error_is_told_at_its_place_and_only_there(monkeypatch):
    def fragile(figure, n):
        figure.subplots().plot([1 / (n - 2)])

    widget = Dial(fragile, n=[0, 1, 2, 3], at={"n": 1}, size=(3.0, 2.0))
    sent = answers(widget, monkeypatch)
    ask(widget, "ahead", 0, 2)
    assert widget.trouble == "" and sent[-1] == ({"at": [0, 2], "answers": "ahead"}, [])
    ask(widget, "draw", 0, 2)
    assert "ZeroDivisionError" in widget.trouble and sent[-1] == ({"answers": "draw"}, [])
    ask(widget, "draw", 0, 3)
    assert widget.trouble == "" and sent[-1][1]
    broken_from_the_start = Dial(fragile, n=[2], size=(3.0, 2.0))
    assert "ZeroDivisionError" in broken_from_the_start.trouble and broken_from_the_start.png()


def test_memory_is_bounded(monkeypatch, calls):
    monkeypatch.setattr("course.widgets.dial.KEPT", 5)
    widget = Dial(picture, beta=[0.0], k=range(20), size=(1.5, 1.0))
    for k in range(20):
        widget.picture(0, 0, k)
    assert len(widget._drawn) == 5
    calls.clear()
    widget.picture(0, 0, 19)
    widget.picture(0, 0, 0)
    assert calls == [(0.0, 0)]


def test_all_pictures_travel_for_a_page_without_python():
    widget = Dial(picture, beta=[0.0, 0.5], k=[1, 2], size=(1.5, 1.0), narrow=(1.0, 1.0))
    assert widget.all() is widget
    found, at = [], 0
    while at < len(widget.pictures):
        (size,) = struct.unpack_from("<I", widget.pictures, at)
        found.append(widget.pictures[at + 4 : at + 4 + size])
        at += 4 + size
    assert [one["at"] for one in widget.scene["drawn"]] == [[n, i, j] for n in (0, 1) for i in (0, 1) for j in (0, 1)]
    assert found == [widget.picture(*one["at"])[0] for one in widget.scene["drawn"]]
    assert len(standalone(widget)) > len(widget.pictures)
    with pytest.raises(ValueError, match="more than 3"):
        widget.all(most=3)


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: Dial(picture, beta=[0.1]), "called as picture\\(figure, beta\\)"),
        (lambda: Dial(picture), "at least one slider"),
        (lambda: Dial("picture", beta=[1]), "a function that draws"),
        (lambda: dial(at={"beta": 0.7}), "beta has no value 0.7. It has: 0.0, 0.5, 0.9"),
        (lambda: Dial(picture, beta=[], k=[1]), "beta has no values"),
    ],
)
def test_what_does_not_fit_is_said(make, says):
    with pytest.raises((TypeError, ValueError), match=says):
        make()


@pytest.mark.parametrize("steady", [False, True])
def test_steady_axes_stay_where_the_first_picture_put_them(steady):
    figures = []

    def draw(figure, n):
        figures.append(figure)
        figure.subplots().plot([0, 10**n])

    Dial(draw, n=[1, 6], steady=steady, at={"n": 1}).picture(0, 1)
    first, *_, last = (figure.axes[0].get_position(original=True).bounds for figure in figures)
    assert (first == last) == steady
