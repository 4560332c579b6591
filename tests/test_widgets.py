"""The small widgets of lesson 01: they say and show what the course computes, from the first frame on."""

import struct

import numpy as np
import pytest

from course.experiments import step1
from course.widgets.first_steps import Compass, Ravine, Rolling, StepLength, bearing
from course.widgets.fog_hike import NAMES, FogHike

ALL = (Compass, FogHike, Ravine, Rolling, StepLength)


@pytest.mark.parametrize("make", ALL)
def test_the_first_frame_is_a_picture_with_words_and_a_stable_name(make, monkeypatch):
    sent = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw, metadata=None: sent.append((data, metadata)))
    widget = make()
    widget._ipython_display_()
    (picture, facts), (words, _), (alive, _) = sent
    assert facts["image/png"]["alt"].startswith(widget.title)
    assert repr(widget) == repr(make()) == picture["text/plain"] and "0x" not in repr(widget)
    assert widget.first in words["text/plain"]
    assert list(alive) == ["application/vnd.jupyter.widget-view+json"]
    width, height = struct.unpack(">II", widget.png()[16:24])
    assert 800 <= width <= 900 and 300 <= height <= 450


@pytest.mark.parametrize(
    ("make", "control", "value"),
    [
        (Compass, "angle", 90), (StepLength, "eta", 0.2), (Ravine, "share", 0.9), (Ravine, "kappa", 1.0),
        (Rolling, "beta", 0.9), (FogHike, "stride", 0.2),
    ],
)  # fmt: skip
def test_moving_a_control_changes_picture_and_words_but_not_the_name(make, control, value):
    widget = make()
    name, before = repr(widget), widget._image.value
    getattr(widget, control).value = value
    if make is FogHike:
        widget.step("←")
    assert widget._image.value != before
    assert widget.said != widget.first and widget.said in widget._says.value
    assert repr(widget) == name


def test_the_compass_is_right_about_every_direction():
    widget = Compass()
    h = 1e-6
    for degrees in (0, 30, 200, 287):
        step = h * np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
        measured = (widget.place.value(widget.at - step) - widget.place.value(widget.at + step)) / (2 * h)
        assert widget.fall(degrees) == pytest.approx(measured, rel=1e-4)
    assert max(map(widget.fall, range(360))) == pytest.approx(np.linalg.norm(widget.g), rel=1e-3)


@pytest.mark.parametrize(
    ("eta", "words"),
    [(0.05, "on one side"), (0.1, "one step lands"), (0.15, "jump across, and still"), (0.2, "for ever"), (0.21, "fly away")],
)  # fmt: skip
def test_step_length_names_each_regime(eta, words):
    assert words in StepLength(eta=eta).said


def test_the_ravine_counts_as_the_experiment_does():
    widget = Ravine(share=0.072 * 25 / 2, kappa=25.0)
    found = step1.zigzag(etas=(0.072,))
    assert f"cross the valley {found.crossings[0.072]} times" in widget.said
    assert f"walk {found.detour[0.072]:.2f} times" in widget.said


@pytest.mark.parametrize(("beta", "pit"), [(0.0, "shallow"), (0.8, "shallow"), (0.9, "deep"), (0.97, "deep")])
def test_the_ball_stops_where_the_experiment_says(beta, pit):
    assert f"the {pit} pit" in Rolling(beta=beta).said


@pytest.mark.parametrize("name", list(step1.fog_maps()))
def test_a_fog_hiker_who_follows_the_word_comes_down(name):
    widget = FogHike(name)
    ways = {words.removeprefix("step "): way for way, words in NAMES.items()}
    widget.stride.value = 0.04
    for _ in range(8):
        downhill = bearing(-widget.place.gradient(widget.walk[-1]))
        assert downhill in widget.said
        widget.step(ways[downhill])
    assert float(widget.place.value(widget.walk[-1])) < float(widget.place.value(widget.walk[0]))


def test_lifting_the_fog_shows_the_map_and_the_score_and_a_new_map_hides_them():
    widget = FogHike("two wells")
    assert "orange" not in widget.said and not widget.rival.get_visible()
    widget.lift.value = True
    assert "wrong pit" in widget.said and widget.rival.get_visible()
    widget.map.value = "bowl"
    assert not widget.lift.value and "orange" not in widget.said and len(widget.walk) == 1


def test_the_edge_of_the_map_stops_the_hiker():
    widget = FogHike("bowl")
    widget.stride.value = 0.3
    for _ in range(20):
        widget.step("→")
    assert widget.walk[-1][0] == pytest.approx(2.0)
