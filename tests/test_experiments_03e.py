"""The experiments of step 3 on Adam give the numbers that their docstrings and the lesson state; theory is the oracle where there is one."""

import math

import numpy as np
import pytest

from course.experiments import reddi as game
from course.experiments import step03e
from course.optimizers import OPTIMIZERS

# -- averages that start at zero ---------------------------------------------------------------------------------------


@pytest.mark.claim(52, 53, 54)
def test_a_constant_gradient_shows_how_far_the_averages_are_from_what_they_average():
    start = step03e.constant_gradient(g=-2.5)
    m = v = 0.0
    for t in range(1, 3001):
        _, m, v = OPTIMIZERS["adam_uncorrected"](0.0, lambda _: -2.5, t, m, v)
        assert start.m[t - 1] == pytest.approx(m / -2.5, rel=1e-9)
        assert start.root_v[t - 1] == pytest.approx(math.sqrt(v) / 2.5, rel=1e-9)
    long = start.steps["adam_uncorrected"]
    np.testing.assert_allclose(long, start.m / start.root_v, rtol=1e-6)
    np.testing.assert_allclose(start.steps["adam"], 1.0, rtol=1e-6)
    np.testing.assert_allclose(long[[0, 1, 2, 11, 99, 999]], [3.162, 4.250, 4.950, 6.569, 3.241, 1.258], atol=1e-3)
    assert long.argmax() == 11 and np.flatnonzero(long >= 1.05)[-1] + 2 == 2375


@pytest.mark.claim(52, 53)
def test_the_averages_are_weighted_sums_of_what_was_seen():
    g, m, v = np.random.default_rng(0).standard_normal(40), 0.0, 0.0
    for t, slope in enumerate(g, start=1):
        _, m, v = OPTIMIZERS["adam"](0.0, lambda _, slope=slope: slope, t, m, v)
    ages = np.arange(39, -1, -1)
    assert m == pytest.approx(np.sum(0.1 * 0.9**ages * g), rel=1e-12)
    assert v == pytest.approx(np.sum(0.001 * 0.999**ages * g**2), rel=1e-12)


@pytest.mark.claim(54)
@pytest.mark.parametrize("curvature", [1.0, 10.0])
def test_the_first_uncorrected_step_jumps_over_the_minimum_whatever_the_curvature(curvature):
    lowest = step03e.overshoot(curvature=curvature).lowest
    for beta2 in (0.999, 0.9999):
        jump = 0.05 * (1 - 0.1 / math.sqrt(1 - beta2))
        assert lowest["adam_uncorrected", beta2] == pytest.approx(jump, rel=1e-4)
        assert lowest["adam", beta2] == pytest.approx(-0.0372, abs=2e-4)


@pytest.mark.claim(54)
def test_on_digits_the_missing_correction_is_a_larger_rate():
    epoch = step03e.digits_epoch(etas=(1e-3, 0.00562, 0.01, 0.0316, 0.0562, 0.1), seeds=4)
    short, long = epoch.loss["adam"], epoch.loss["adam_uncorrected"]
    assert np.all((long[:, 0] > 0.7) & (long[:, 0] < 1.1)) and np.all((short[:, 0] > 1.8) & (short[:, 0] < 2.2))
    assert np.all(long[:, -1] > 2) and np.all(short[:, -1] < 0.5)
    assert epoch.best["adam_uncorrected"] < epoch.best["adam"] / 2
    # Each at its best: no difference beyond that of the seeds.
    assert abs(epoch.median("adam").min() - epoch.median("adam_uncorrected").min()) < 0.05


# -- what it is made of ------------------------------------------------------------------------------------------------


@pytest.mark.claim(51)
def test_without_one_of_its_parts_adam_is_an_older_rule():
    found = step03e.special_cases()
    assert found.rmsprop == 0.0 and found.corrected_rmsprop < 1e-5 and found.sign_descent < 1e-3
    assert step03e.special_cases(beta2=0.9, eta=0.1).rmsprop == 0.0


@pytest.mark.claim(51)
def test_sign_descent_moves_by_eta_and_rests_where_it_is_flat():
    (theta,) = step03e.sign_descent(np.zeros(3), lambda _: np.array([1e-9, -300.0, 0.0]), 1, eta=0.1)
    np.testing.assert_array_equal(theta, [-0.1, 0.1, 0.0])


# -- where it is fast --------------------------------------------------------------------------------------------------


@pytest.mark.claim(51, 55)
def test_on_raw_data_adam_is_ahead_and_both_of_its_parts_help():
    raw = step03e.tumours()
    losses = {name: one.loss for name, one in raw.items()}
    expected = {"gradient_descent": 0.288, "momentum": 0.203, "sign_descent": 0.274, "rmsprop": 0.256, "adam": 0.134}
    for name, loss in expected.items():
        assert losses[name] == pytest.approx(loss, abs=2e-3), name
    assert losses["adam_uncorrected"] == pytest.approx(0.094, abs=2e-3), (
        "the honest other side: the notes' form wins here"
    )
    assert raw["gradient_descent"].accuracy == pytest.approx(0.909, abs=2e-3)
    assert raw["adam"].accuracy == pytest.approx(0.942, abs=2e-3)
    assert all(1e-8 < one.eta < 10 for one in raw.values()), "the best rate is inside the grid"


@pytest.mark.claim(55)
def test_standardizing_takes_most_of_the_advantage_away():
    raw, scaled = step03e.tumours(), step03e.tumours(scaled=True)
    lead = raw["gradient_descent"].loss - raw["adam"].loss
    left = scaled["gradient_descent"].loss - scaled["adam"].loss
    assert 0 < left < lead / 10
    assert scaled["gradient_descent"].loss < raw["adam"].loss, "scaled data help more than the better rule does"


def test_the_losses_are_those_of_a_loop_written_out():
    scaled = step03e.tumours(scaled=True, etas=(0.1,), steps=20)["adam"]
    from course.datasets import breast_cancer, standardize

    data = breast_cancer()
    X, y = np.column_stack([standardize(data.X), np.ones(569)]), data.signs
    w = m = v = np.zeros(31)
    for t in range(1, 21):
        g = -(X * (y / (1 + np.exp(y * (X @ w))))[:, None]).mean(axis=0)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g * g
        w = w - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    assert scaled.loss == pytest.approx(np.mean(np.log1p(np.exp(-y * (X @ w)))), rel=1e-9)


@pytest.mark.claim(55)
def test_gradient_descent_does_not_notice_a_rotation_and_adam_does():
    turned = step03e.rotated()
    # Closed form: the coordinates along the axes shrink by 1 - 0.0019 and by -0.9 a step.
    t = np.arange(4001)
    loss = 0.5 * (0.9981 ** (2 * t) + 1000 * 0.9 ** (2 * t))
    assert set(turned.gradient_descent.values()) == {int(np.argmax(loss <= 1e-6))} == {3450}
    for angle, steps in {0: 157, 15: 629, 30: 951, 45: 1042}.items():
        assert abs(turned.adam[angle] - steps) <= 3, angle
    assert step03e.rotated(angles=(0, 90)).adam[90] == turned.adam[0]


# -- where it fails ----------------------------------------------------------------------------------------------------


@pytest.mark.claim(56)
@pytest.mark.parametrize("C", [3.0, 4.0, 6.0, 10.0])
def test_adam_walks_to_the_worst_point_and_pays_what_theory_says(C):
    games = step03e.reddi(C)
    assert games["adam_uncorrected"].end == pytest.approx(1.0, abs=0.02)
    assert games["adam_uncorrected"].regret == pytest.approx(2 * (C - 2) / 3, rel=0.02)
    for name in ("amsgrad", "gradient_descent"):
        assert games[name].end < -0.97 and 0 <= games[name].regret < 0.1 * games["adam_uncorrected"].regret


@pytest.mark.claim(56)
def test_the_numbers_of_the_lesson_and_that_bias_correction_does_not_help():
    games = step03e.reddi()
    ends = [games[name].end for name in game.PLAYERS]
    np.testing.assert_allclose(ends, [0.998, -0.998, -0.994], atol=1e-3)
    regrets = [games[name].regret for name in game.PLAYERS]
    np.testing.assert_allclose(regrets, [0.671, 0.008, 0.022], atol=1e-3)
    assert game.play("adam", beta1=0.0, beta2=0.1).end == pytest.approx(ends[0], abs=1e-6)


def test_regret_is_the_cost_beyond_the_best_point_of_a_grid():
    games = step03e.reddi(rounds=500)
    for one in games.values():
        best = min((one.gradients * x).sum() for x in np.linspace(-1, 1, 21))
        assert one.regret == pytest.approx(((one.gradients * one.plays).sum() - best) / 500, abs=1e-12)


@pytest.mark.claim(56)
def test_with_a_longer_memory_adam_turns_round_where_theory_says():
    found = step03e.phase()
    assert found.turns_at == pytest.approx(0.4723, abs=1e-4)
    assert np.all(found.ends[found.beta2 < 0.43] > 0.99) and np.all(found.ends[found.beta2 > 0.49] < -0.99)
    # Once x moves far between its turns the sign of the drift decides, close to the turning point too.
    closer = step03e.phase(beta2=(0.46, 0.485), rounds=40_000).ends
    assert closer[0] > 0.5 and closer[1] < -0.9
    for beta1 in (0.5, 0.9):
        assert np.all(step03e.phase(beta1=beta1).ends < -0.99)


@pytest.mark.claim(56)
def test_the_problem_is_chosen_after_the_betas():
    assert step03e.turning_point(101.0, 101) > 0.99
    assert game.play("adam_uncorrected", beta1=0.9, beta2=0.99).end < -0.99, "the game of three rounds is solved"
    spike = step03e.rare_spike()
    assert spike["adam_uncorrected"].end > 0.99 and spike["amsgrad"].end < -0.5


@pytest.mark.claim(57)
def test_adams_rate_grows_again_and_amsgrads_never_does():
    games = step03e.reddi()
    negative = {name: float(np.mean(one.Gamma < -1e-9)) for name, one in games.items()}
    assert negative == {"adam_uncorrected": pytest.approx(2 / 3, abs=1e-3), "amsgrad": 0.0, "gradient_descent": 0.0}
    big, small, smaller = games["adam_uncorrected"].rates[-3:]
    assert big < small < smaller, "the rare large gradient meets the smallest rate"
    assert 3 * big < small + smaller, "so that the two small pushes together go further"
    # Gamma by its definition, at a place: sqrt(v) / eta after and before.
    one = games["adam_uncorrected"]
    assert one.Gamma[100] == pytest.approx(1 / one.rates[101] - 1 / one.rates[100])
