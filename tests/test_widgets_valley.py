"""Valley and its presets: numbers that the lessons' claims stand on."""

import numpy as np
import pytest
from test_widgets_shared import ask

from course.widgets import Valley, presets
from course.widgets.packing import unpack


def places(widget):
    shape = (len(widget.scene["rules"]), len(widget.scene["values"]), widget.scene["frames"], 2)
    return unpack(widget.family, shape, widget.scene["unpack"])[..., 0]


def test_each_step_of_the_dial_multiplies_by_one_minus_eta_curvature():
    widget = presets.dial(curvature=10.0, start=1.0)
    for k, eta in list(enumerate(widget.scene["values"]))[:90:10]:
        expected = (1 - 10 * eta) ** np.arange(6)
        np.testing.assert_allclose(places(widget)[0, k, :6], expected, atol=1e-3)
    assert 0.2 in widget.scene["values"] and 0.1 in widget.scene["values"]  # the borders themselves can be chosen
    words = [zone["label"] for zone in widget.scene["zones"]]
    assert words == ["crawl", "settle", "bounce", "blow up"]
    ends = [zone["to"] for zone in widget.scene["zones"]]
    assert ends == sorted(ends) and ends[-1] == 1.0
    share = (0.2 - widget.scene["values"][0]) / (widget.scene["values"][-1] - widget.scene["values"][0])
    assert ends[2] == pytest.approx(share, abs=1e-6)  # the border 2 / curvature


def test_a_dragged_start_on_a_learners_curve():
    def wave(x):
        return np.sin(3 * x[0]) + 0.3 * x[0] ** 2

    widget = Valley(wave, ("gradient_descent", "momentum"), box=(-3, 3))
    assert widget.trouble == ""
    _, (data,) = ask(widget, do="paths", start=[-2.0], at=[5, 5])
    live = unpack(data, (2, 1, widget.scene["frames"], 2), widget.scene["unpack"])
    np.testing.assert_allclose(live[:, 0, 0, 0], -2.0, atol=1e-3)
    samples = np.frombuffer(widget.curve, np.float32)
    lo, hi = widget.scene["x"]["lo"], widget.scene["x"]["hi"]
    np.testing.assert_allclose(samples[100], wave([lo + 100 / (len(samples) - 1) * (hi - lo)]), rtol=1e-5)


def test_zoom_finds_slope_two_on_a_smooth_curve_and_one_at_a_kink():
    smooth, kink = presets.zoom().scene["places"]
    assert smooth["order"] == pytest.approx(2, abs=0.05)
    assert kink["order"] == pytest.approx(1, abs=0.01)


def test_flat_places_wait_as_the_logarithm_of_the_nudge():
    minimum, saddle, plateau = presets.flat_places().scene["places"]
    assert minimum["leaves"] == [None] * 16
    assert [saddle["leaves"][k - 1] for k in (2, 4, 8, 16)] == [49, 97, 194, 387]
    assert plateau["leaves"][-1] == pytest.approx(3001, abs=1)
    assert max(minimum["slopes"][3], saddle["slopes"][3], plateau["slopes"][3]) < 1e-3


def test_noise_helps_and_then_hurts():
    widget = presets.noise_escape()
    share = dict(zip(widget.scene["sigmas"], widget.scene["deep"], strict=True))
    assert share[0.0] == share[2.0] == 0
    assert 0.2 < share[4.0] < 0.55
    assert share[6.0] > 0.7
    assert share[12.0] < share[6.0] - 0.1


def test_adam_walks_to_the_worst_point_and_turns_round():
    widget = presets.breaking_adam()
    ends = unpack(widget.family, (3, 100, 101), widget.scene["unpack"][0])[..., -1]
    beta2 = widget.scene["beta2"]
    assert ends[0, beta2.index(0.1)] == pytest.approx(1, abs=1e-3)
    assert ends[0, beta2.index(0.4)] > 0.9
    assert ends[0, beta2.index(0.49)] < -0.9
    assert (ends[1:] < -0.9).all()  # AMSGrad and SGD, whatever beta2
    pushes = np.frombuffer(widget.pushes, np.float32).reshape(3, 100, 12)
    assert pushes[0, beta2.index(0.1), -3:].sum() > 0 > pushes[0, beta2.index(0.9), -3:].sum()
    ask(widget, do="set", name="beta1", value=0.9)
    ends = unpack(widget.family, (3, 100, 101), widget.scene["unpack"][0])[..., -1]
    assert (ends[0] < -0.9).all()  # with momentum Adam is right at every beta2
