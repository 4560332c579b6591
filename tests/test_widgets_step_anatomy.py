"""StepAnatomy: what it shows inside a step is what the rule did, and Adam's hats divide to its step."""

import numpy as np
import pytest
from widget_checks import answers, sleeps_well

from course.descent import minimize
from course.objectives import OBJECTIVES, quadratic
from course.optimizers import OPTIMIZERS
from course.widgets.step_anatomy import StepAnatomy


def insides(widget):
    shape = (widget.scene["variants"], widget.scene["steps"], 2, 3 + 2 * len(widget.scene["columns"]))
    return np.frombuffer(widget.inside, np.float32).reshape(shape)


@pytest.mark.parametrize("rule", ["adam", "heavy_ball", "rmsprop", "gradient_descent"])
def test_it_opens_asleep_and_awake(rule, monkeypatch):
    sleeps_well(lambda: StepAnatomy(rule, hyper={"eta": 0.02}), monkeypatch)


@pytest.mark.parametrize("rule", OPTIMIZERS)
def test_every_rule_walks_as_in_the_loop(rule):
    widget = StepAnatomy(rule, OBJECTIVES["tilted_ravine"], hyper={"eta": 0.02}, steps=40)
    run = minimize(rule, OBJECTIVES["tilted_ravine"], widget.start, 40, eta=0.02)
    np.testing.assert_allclose(insides(widget)[0, :, :, 0], run.theta[:-1], rtol=2e-6)
    np.testing.assert_allclose(insides(widget)[0, :, :, -1], np.diff(run.theta, axis=0), rtol=1e-4, atol=1e-7)


def test_adams_hats_divide_to_its_step():
    widget = StepAnatomy()
    _, g, m, m_hat, root, root_hat, move = np.moveaxis(widget.steps_inside(), -1, 0)
    np.testing.assert_allclose(move, -0.4 * m_hat / (root_hat + 1e-8), rtol=1e-12)
    np.testing.assert_allclose(m[0], 0.1 * g[0])
    np.testing.assert_allclose(root[0], np.sqrt(0.001) * np.abs(g[0]))
    assert [(one["label"], one["hat"]) for one in widget.scene["columns"]] == [("m", "m̂"), ("√v", "√v̂")]


def test_first_step_with_and_without_correction():
    """With correction exactly eta in both coordinates, though one is 19 times as steep; without it (1 - b1) / sqrt(1 - b2)."""
    corrected, plain = (StepAnatomy().steps_inside(k)[0, :, -1] / 0.4 for k in (0, 1))
    np.testing.assert_allclose(corrected, -1, rtol=1e-6)
    np.testing.assert_allclose(plain, -0.1 / np.sqrt(0.001), rtol=1e-6)  # 3.16


def test_a_constant_slope_without_correction_steps_up_to_6_6_times():
    def slope(theta):
        return 3 * theta[0] + 0.01 * theta[1]

    widget = StepAnatomy(objective=slope, box=((-5, 5), (-5, 5)), start=(0, 0), steps=100)
    lengths = np.abs(insides(widget)[:, :, :, -1]) / 0.4
    np.testing.assert_allclose(lengths[0], 1, rtol=1e-4)
    np.testing.assert_allclose(lengths[1, [0, 1, 11, 99], 0], [3.16, 4.25, 6.57, 3.24], atol=0.01)


def test_a_learners_adam_is_compared_with_the_uncorrected_one():
    def adam_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        return theta - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v

    widget, known = StepAnatomy(adam_step), StepAnatomy("adam")
    assert widget.trouble == "" and "adam step" in widget.scene["title"]
    np.testing.assert_allclose(insides(widget), insides(known), rtol=1e-6)


def test_a_learners_error_is_told_and_the_widget_lives(monkeypatch):
    def broken(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999):
        return theta - eta * g / (t - 3), m

    widget = StepAnatomy(broken)
    assert "returned" in widget.trouble and np.isnan(insides(widget)).all()
    assert widget.summary() == widget.trouble and widget.png().startswith(b"\x89PNG")
    sent = answers(widget, monkeypatch)
    widget._receive(None, {"do": "from", "start": [1.0, 1.0]}, [])
    assert sent == [({"answers": "from"}, [])]


def test_dragging_and_turning_are_single_small_answers(monkeypatch):
    widget = StepAnatomy()
    sent = answers(widget, monkeypatch)
    for x in np.linspace(-2, 2, 50):
        widget._receive(None, {"do": "from", "start": [x, 1.0]}, [])
    assert len(sent) == 50 and all(len(buffers[0]) == 6720 for _, buffers in sent) and widget.start == [2.4, 1.8]
    np.testing.assert_array_equal(np.frombuffer(sent[-1][1][0], np.float32).reshape(2, 60, 2, 7)[0, 0, :, 0], [2, 1])
    widget._receive(None, {"do": "set", "name": "beta2", "value": 0.9, "start": [2.4, 1.8]}, [])
    raw_root = np.frombuffer(sent[-1][1][0], np.float32).reshape(2, 60, 2, 7)[0, 0, :, 4]
    np.testing.assert_allclose(raw_root, np.sqrt(0.1) * np.array([2.4, 45.0]), rtol=1e-6)
    widget._receive(None, {"do": "rest", "start": [1.0, 1.0]}, [])
    assert widget.start == [1.0, 1.0] and insides(widget)[0, 0, :, 0].tolist() == [1.0, 1.0]


def test_a_landscape_of_ones_own():
    widget = StepAnatomy("adam", quadratic([1.0, 4.0]), t=5)
    assert "Step 5 of Adam" in widget.summary() and widget.start == [1.0, 1.0]
