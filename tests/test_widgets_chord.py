"""Chord and the hunt: violations are real, convex functions show none, chance is counted honestly."""

import numpy as np
import pytest
from test_widgets_shared import ask, listen

from course.convexity import chord_gap, random_chords
from course.widgets import Chord, Hunt, presets
from course.widgets.hunt import eight_losses


def test_thrown_chords_are_counted_and_the_worst_is_a_proof():
    widget = presets.chord()
    names = [one["label"] for one in widget.scene["functions"]]
    which = names.index("two wells")
    content, _ = ask(widget, do="throw", n=1000, chosen=which)
    tried, broken = widget.tally[which]
    assert tried == 1000 and 0 < broken < 1000
    a, b, lam = content["worst"]
    f, lo, hi, _ = widget._functions[which]
    assert lo <= a <= hi and lo <= b <= hi
    assert chord_gap(f.value, np.array([a]), np.array([b]), np.array(lam)) > 0
    first, second, weight = random_chords(lo, hi, 1, np.random.default_rng(0), 1000)  # the same draw
    worst = np.argmax(chord_gap(f.value, first, second, weight))
    assert [a, b, lam] == [first[worst, 0], second[worst, 0], weight[worst]]
    assert len(content["thrown"]) == 60
    ask(widget, do="throw", n=1, chosen=which)
    assert widget.tally[which][0] == 1001
    assert widget.tally[0] == [0, 0]


@pytest.mark.parametrize("make", [presets.gallery, presets.chord])
def test_convex_functions_show_no_violation(make):
    widget = make()
    for i, one in enumerate(widget.scene["functions"]):
        content, _ = ask(widget, do="throw", n=10_000, chosen=i)
        convex = one["label"] not in ("two wells", "S-curve")
        assert (content["worst"] is None) == convex, one["label"]
        assert (widget.tally[i][1] == 0) == convex


def test_a_learners_function_comes_first_and_its_errors_are_told():
    def mine(x):
        return np.cos(x[0])

    widget = Chord(mine, box=(-3, 3))
    assert widget.scene["functions"][0]["label"] == "mine"
    assert widget.summary().startswith("mine: chord from")
    ask(widget, do="throw", n=100, chosen=0)
    assert widget.tally[0][1] > 0

    def broken(x):
        raise ValueError("I am not defined")

    widget = Chord(broken, box=(-1, 1))
    assert "I am not defined" in widget.trouble
    assert len(widget.scene["functions"]) == 6


def test_where_it_was_left_is_remembered():
    widget = presets.chord()
    ask(widget, do="rest", chosen=3, place=[-1.0, 1.0, 0.25])
    assert widget.chosen == 3 and widget.place == [-1.0, 1.0, 0.25]


def test_the_hunt_finds_five_of_eight():
    widget = presets.hunt()
    for i in range(8):
        ask(widget, do="throw", n=10_000, chosen=i)
    broken = [one[1] for one in widget.tally]
    assert broken[:3] == [0, 0, 0]
    assert all(count > 500 for count in broken[3:])


def test_the_slice_runs_along_the_worst_chord():
    widget = Hunt()
    ask(widget, do="throw", n=100, chosen=5)
    heights = np.frombuffer(widget.slice, np.float32)
    t = np.linspace(-0.25, 1.25, len(heights))
    line = np.interp(0, t, heights) + t * (np.interp(1, t, heights) - np.interp(0, t, heights))
    inside = (t >= 0) & (t <= 1)
    assert (heights[inside] > line[inside] + 1e-3).any()  # the graph breaks through
    ear = listen(widget)
    ask(widget, do="choose", chosen=0)
    assert widget.tally[0] == [0, 0] and widget.chosen == 0
    assert len(ear.heard) == 0  # the question had an ear of its own


def test_losses_take_many_points_at_once():
    rng = np.random.default_rng(1)
    for label, f, d, half in eight_losses():
        points = rng.uniform(-half, half, (4, 5, d))
        together = f(points)
        assert together.shape == (4, 5), label
        assert together[2, 3] == pytest.approx(f(points[2, 3])), label
