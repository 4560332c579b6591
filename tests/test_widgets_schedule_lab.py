"""ScheduleLab: exact expectations that agree with theory, with runs of the one loop, and with what is packed."""

import numpy as np
import pytest
from widget_checks import answers, sleeps_well

from course.experiments.noisy_quadratic import mean_squares, sampled_squares
from course.schedules import constant, inverse_time
from course.widgets import packing
from course.widgets.schedule_lab import (
    DOTS,
    ETA_SCALE,
    ETAS,
    KINDS,
    RECORDS,
    SQUARE_SCALE,
    STEPS,
    TIMES,
    ScheduleLab,
    schedule,
    table,
)


def test_it_opens_asleep_and_awake(monkeypatch):
    sleeps_well(ScheduleLab, monkeypatch)


def test_constant_steps_end_where_theory_says():
    square, average = mean_squares(constant(ETAS), 10_000, [10_000])
    np.testing.assert_allclose(square[0, 0], ETAS / (2 - ETAS), rtol=1e-9)
    np.testing.assert_allclose(average[0], 1 / 5000, rtol=0.03)  # Polyak and Juditsky: 1 / number averaged
    settles = ETAS < 1  # 1 - 2 eta + 2 eta^2 < 1
    assert (square[0, 1][settles] < 1e-30).all() and not (square[0, 1][~settles] < 1).any()


def test_the_decay_that_is_too_fast_never_arrives():
    good, trap = (mean_squares(inverse_time(*pair), 10_000, [10_000])[0][0, 0] for pair in ((0.5, 0.5), (0.2, 1.0)))
    assert good == pytest.approx(1.0e-4, rel=0.01) and trap == pytest.approx(0.466, rel=0.01)


def test_exact_numbers_agree_with_runs_of_the_loop():
    records = [10, 100, 1000]
    for rule in (constant(0.1), inverse_time(0.5, 0.1)):
        exact, _ = mean_squares(rule, 1000, records)
        measured, t = sampled_squares(rule, 1000, runs=2000, every=10)
        np.testing.assert_allclose(measured[np.searchsorted(t, records), 0], exact[:, 0], rtol=0.2)
        np.testing.assert_allclose(measured[1, 1], exact[0, 1], rtol=0.2)


def test_one_step_by_hand():
    exact, _ = mean_squares(constant(0.25), 1, [1], start=2.0)
    np.testing.assert_allclose(exact[0], [0.75**2 * 4 + 0.25**2, (1 - 0.5 + 0.125) * 4])


def test_what_is_packed_is_what_was_computed():
    widget = ScheduleLab()
    at = 0
    for kind, (_, _, knobs, _) in KINDS.items():
        shape, squares, averages = table(kind)
        size = 2 * squares.size
        got = packing.unpack(widget.squares[at : at + size], (*squares.shape, 1), SQUARE_SCALE)[..., 0]
        np.testing.assert_allclose(got, np.clip(squares, -16, 11), atol=3e-4)
        assert squares.shape == (len(knobs), len(ETAS), 2, len(RECORDS)) and averages.shape == squares.shape[:3]
        at += size
    assert at == len(widget.squares)
    shapes = packing.unpack(widget.shapes, (-1, len(TIMES), 1), ETA_SCALE)[..., 0]
    one = KINDS["inverse_time"][2].index(0.5)  # after the single row of the constant kind
    np.testing.assert_allclose(10 ** shapes[1 + one], 1 / (1 + 0.5 * (TIMES - 1)), rtol=2e-3)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_uses_its_knob(kind):
    """A curve from the table is that of the schedule at its eta_0 and knob, computed alone."""
    knobs = KINDS[kind][2]
    knob = knobs[len(knobs) // 2]
    alone, _ = mean_squares(schedule(kind, 0.3, knob), STEPS, RECORDS, 5.0)
    squares = table(kind)[1][knobs.index(knob), list(ETAS).index(0.3)]
    with np.errstate(divide="ignore"):
        np.testing.assert_allclose(squares, np.maximum(np.log10(alone.T), -300), rtol=1e-9)


def test_dots_come_when_asked_once_for_each_setting(monkeypatch):
    widget = ScheduleLab()
    sent = answers(widget, monkeypatch)
    question = {"do": "runs", "kind": "constant", "eta0": 0.1, "knob": 0.0}
    for _ in range(3):
        widget._receive(None, question, [])
    dots = np.frombuffer(sent[0][1][0], np.float32)
    assert [one[1][0] for one in sent] == [sent[0][1][0]] * 3 and sent[0][0]["of"] == ["constant", 0.1, 0.0]
    exact = mean_squares(constant(0.1), STEPS, DOTS)[0][:, 0]
    np.testing.assert_allclose(10.0**dots, exact, rtol=0.4)  # 200 runs
    with pytest.raises(ValueError, match="no kind 'linear'"):
        ScheduleLab("linear")
