"""The experiments of step 2 give the numbers that their docstrings and the lesson state, within what theory or repeated runs allow."""

import math

import numpy as np
import pytest

from course.descent import minimize
from course.experiments import step02
from course.experiments.flat import Xor
from course.objectives import OBJECTIVES


def newton(model, steps=30):
    """The smallest value of a smooth, strictly convex model."""
    w = model.start
    for _ in range(steps):
        w = w - np.linalg.solve(model.hessian(w), model.gradient(w))
    return float(model.value(w))


# -- a line, its tangent, small steps ----------------------------------------------------------------------------------


@pytest.mark.claim(8)
def test_the_line_finds_its_data_and_the_loss_falls_at_every_step():
    fit = step02.line_fit()
    assert np.all(np.diff(fit.run.loss[:60]) < 0)
    # Closed form: the distance is multiplied by I - eta H each step.
    shrink = np.eye(2) - 0.5 * fit.model.hessian(fit.best)
    for t in (1, 5, 20):
        expected = fit.best + np.linalg.matrix_power(shrink, t) @ (fit.model.start - fit.best)
        np.testing.assert_allclose(fit.run.theta[t], expected, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(fit.run.final, np.polyfit(fit.data.X[:, 0], fit.data.y, 1), atol=1e-8)
    assert np.linalg.eigvalsh(fit.model.hessian(fit.best)) == pytest.approx([0.356, 1.0], abs=1e-3)


@pytest.mark.claim(17)
def test_the_tangent_misses_by_the_square_of_the_distance_and_at_a_kink_by_the_distance():
    found = step02.tangent_error()
    np.testing.assert_allclose(found.smooth, [0.815, 1.39e-2, 1.43e-4, 1.44e-6, 1.44e-8], rtol=5e-3)
    assert found.smooth_order == pytest.approx(2, abs=0.01) and found.kink_order == pytest.approx(1, abs=1e-9)
    # Taylor: the error is half the curvature along the way times h squared, up to the third order.
    np.testing.assert_allclose(found.smooth[2:] / found.h[2:] ** 2, found.half_curvature, rtol=5e-3)
    assert step02.tangent_error(seed=3).smooth_order == pytest.approx(2, abs=0.02)


@pytest.mark.claim(10, 18)
def test_a_step_below_2_over_L_goes_down_by_what_the_descent_lemma_promises():
    found = step02.small_steps()
    below = np.array(found.shares) < 2
    assert np.all(found.down[below] == 1) and np.all(found.up == 1)
    assert np.all(found.least[below] >= 1) and np.all(np.isnan(found.least[~below]))
    assert np.all(found.worst_place_falls == below), "on the steepest axis the border is exactly 2 / L"


@pytest.mark.claim(10)
def test_above_2_over_L_more_and_more_places_go_up():
    found = step02.small_steps()
    down = dict(zip(found.shares, found.down, strict=True))
    assert down[2.1] == 1, "random places are kind"
    again = step02.small_steps(seed=7)
    for share, expected in ((2.5, 0.933), (3.0, 0.446), (4.0, 0.022)):
        assert down[share] == pytest.approx(expected, abs=5e-4)
        spread = math.sqrt(2 * expected * (1 - expected) / 1000)
        assert abs(again.down[found.shares.index(share)] - expected) < 5 * spread
    # A fall is the sum of eta lam^2 (1 - eta lam / 2) x^2 over the axes: up wherever that sum is negative.
    places = np.random.default_rng(0).standard_normal((1000, 50))
    lam, eta = np.geomspace(1, 100, 50), 3.0 / 100
    assert down[3.0] == np.mean((places**2 * lam**2 * (1 - eta * lam / 2)).sum(axis=1) > 0)


# -- how far -----------------------------------------------------------------------------------------------------------


@pytest.mark.claim(20, 21)
def test_steps_to_arrive_fall_rise_and_end_at_2_over_L():
    sweep = step02.eta_sweep()
    np.testing.assert_array_equal(sweep.steps, [1375, 270, 132, 71, 132, 270, 1375, np.inf])
    t = np.arange(3001)[:, None, None]
    distance = np.linalg.norm(sweep.factors**t, axis=-1)  # closed form
    arrived = np.where((distance <= 1e-6).any(axis=0), (distance <= 1e-6).argmax(axis=0), np.inf)
    np.testing.assert_array_equal(sweep.steps, arrived)
    assert sweep.best == pytest.approx(2 / 11) and sweep.border == 0.2


@pytest.mark.claim(20, 21)
def test_the_factor_is_a_lopsided_v():
    sweep = step02.eta_sweep(etas=np.linspace(0.005, 0.199, 98))
    rate = np.abs(sweep.factors).max(axis=1)
    left = sweep.etas < sweep.best
    np.testing.assert_allclose(np.gradient(rate[left], sweep.etas[left])[1:-1], -1, rtol=1e-9)
    np.testing.assert_allclose(np.gradient(rate[~left], sweep.etas[~left])[1:-1], 10, rtol=1e-9)
    assert sweep.etas[np.argmin(sweep.steps)] == pytest.approx(2 / 11, abs=2e-3)
    # eta and (2 - eta mu) / L share a factor, so they share the number of steps, give or take the other coordinate.
    pairs = step02.eta_sweep(etas=(0.02, 0.198, 0.07, 0.193))
    assert abs(pairs.steps[0] - pairs.steps[1]) <= 1 and abs(pairs.steps[2] - pairs.steps[3]) <= 1


@pytest.mark.claim(19)
def test_another_unit_of_the_loss_is_another_eta_for_gradient_descent_and_nothing_for_adam():
    found = step02.loss_scale()
    assert found.moved["gradient_descent"] == pytest.approx(146, abs=0.5) and found.moved["adam"] < 1e-6
    loss = step02.tumours()
    longer = minimize("gradient_descent", loss, loss.start, 100, eta=500.0)
    assert found.loss["gradient_descent"][1] == pytest.approx(float(longer.loss[-1]), rel=1e-6)
    assert found.loss["gradient_descent"] == pytest.approx((0.0691, 1.58), rel=2e-3)


# -- flat places -------------------------------------------------------------------------------------------------------


@pytest.mark.claim(15)
def test_a_saddle_holds_for_the_logarithm_of_one_over_the_offset():
    clock = step02.saddle_clock()
    np.testing.assert_array_equal(clock.steps, [49, 97, 194, 387, np.inf])
    np.testing.assert_array_equal(clock.steps, clock.theory)


@pytest.mark.claim(11)
def test_the_stopping_rule_stops_at_three_places_and_one_is_a_minimum():
    stops = step02.stopping()
    assert 0.9**66 <= 1e-3 < 0.9**65
    assert [stops[name].step for name in ("minimum", "saddle", "plateau")] == [66, 66, 0]
    assert stops["minimum"].height == pytest.approx(0.9**132 / 2, rel=1e-9)
    assert stops["saddle"].height == pytest.approx((0.9**132 - 1e-16 * 1.1**132) / 2, rel=1e-9)
    assert stops["minimum"].later >= 0 and stops["saddle"].later < -1e5
    assert stops["plateau"].height == pytest.approx(1 / (1 + math.exp(-8)), rel=1e-12) and stops["plateau"].later < 1e-3
    assert all(stop.slope <= 1e-3 for stop in stops.values())


@pytest.mark.claim(11)
def test_a_plateau_is_crossed_in_the_time_that_its_slopes_allow():
    crossed = step02.plateau()
    assert crossed == {"gradient_descent": 3001, "adam": 61}
    # In small steps: the integral of 1 / slope = e^x + 2 + e^-x from 0 to 8.
    assert crossed["gradient_descent"] == pytest.approx(math.exp(8) - math.exp(-8) + 16, rel=0.01)


# -- convex, not convex ------------------------------------------------------------------------------------------------


@pytest.mark.claim(12, 13)
def test_four_convex_functions_without_the_promised_end():
    traps = step02.convex_traps()
    assert traps.at_the_border == (-1.0, 1.0) and traps.kink == pytest.approx((0.1, -0.2))
    assert traps.runaway == pytest.approx(-math.log(0.3 * 10_000), abs=0.01)
    loss = traps.twins_loss
    assert np.ptp(loss) < 1e-12 and loss[0] == pytest.approx(0.00444, abs=5e-6)
    assert np.ptp(traps.twins[:, 1]) > 0.5, "three different weights"
    np.testing.assert_allclose(traps.twins[:, 1] + traps.twins[:, 2], traps.single[0, 1], atol=1e-9)
    assert np.ptp(traps.single, axis=0).max() < 1e-9, "and one place without the repeated column"


@pytest.mark.claim(12)
@pytest.mark.parametrize("name", ["absolute", "hinge", "exponential", "linear", "flat_bottom", "quartic"])
def test_what_the_gallery_calls_convex_has_no_chord_below_the_graph(name):
    f = OBJECTIVES[name]
    (lo, hi), rng = f.box[0], np.random.default_rng(0)
    a, b = rng.uniform(lo, hi, (2, 10_000, 1))
    lam = rng.uniform(size=(10_000, 1))
    chord = lam[:, 0] * f.value(a) + (1 - lam[:, 0]) * f.value(b)
    assert np.all(f.value(lam * a + (1 - lam) * b) <= chord + 1e-12)


@pytest.mark.claim(14)
def test_on_the_wrong_side_of_the_ridge_every_start_stays():
    wells = step02.well_starts()
    assert (wells.from_left, wells.from_right) == (1.0, 0.0) and wells.ridge == pytest.approx(0.0754, abs=5e-5)
    assert OBJECTIVES["double_well"].gradient(np.array([wells.ridge])) == pytest.approx(0, abs=1e-12)
    other = step02.well_starts(seed=4)
    assert (other.from_left, other.from_right) == (1.0, 0.0)


@pytest.mark.claim(16)
def test_small_networks_get_stuck_and_wider_ones_do_not():
    for seed in (0, 1):
        found = step02.stuck_networks(seed=seed)
        # 43 to 53 of 200 were stuck over four seeds: within five standard deviations of a quarter.
        assert abs(found.stuck[2] / found.n - 0.25) < 5 * math.sqrt(0.25 * 0.75 / found.n)
        assert found.stuck[4] <= 2 and found.stuck[8] == 0
        assert np.median(found.slope[2]) < 1e-3
        assert np.median(found.runs[2].loss[-1][found.runs[2].loss[-1] > 0.05]) == pytest.approx(0.25, abs=0.01)


def test_the_networks_gradient_is_its_values_derivative_also_for_no_runs():
    net, h = Xor(3), 1e-6
    theta = np.random.default_rng(0).standard_normal((5, net.d))
    central = [(net.value(theta + h * e) - net.value(theta - h * e)) / (2 * h) for e in np.eye(net.d)]
    np.testing.assert_allclose(net.gradient(theta), np.transpose(central), rtol=1e-6, atol=1e-8)
    assert net.gradient(theta[:0]).shape == (0, net.d)


# -- decisions ---------------------------------------------------------------------------------------------------------


@pytest.mark.claim(23, 24)
def test_one_loop_trains_three_models_and_knowing_the_gradient_trains_none():
    rows = step02.one_loop().rows
    assert [size for size, *_ in rows.values()] == [30, 30, 3466]
    for size, first, last, idle in rows.values():
        assert idle == first and last < 0.1 * first, size
    assert rows["logistic"][1] == pytest.approx(math.log(2)) and rows["hinge"][1] == 1


@pytest.mark.claim(22)
def test_momentum_and_adam_turn_the_step_and_a_minibatch_does_so_only_by_chance():
    found = step02.readers()
    assert found.angle["momentum"] == pytest.approx(27.6, abs=0.1) and found.angle["Adam"] == pytest.approx(
        32.6, abs=0.1
    )
    # The rules of the course, fed with the same diary of gradients, take the same steps.
    model, eta = step02.two_weights(), 1.8 / step02.two_weights().L
    diary = model.gradient(found.path)
    for name, rule in (("momentum", "momentum"), ("Adam", "adam")):
        read = minimize(rule, Diary(diary), np.zeros(2), len(diary), eta=eta).theta
        np.testing.assert_allclose(found.steps[name], read[-1] - read[-2], rtol=1e-9)
    assert found.angle["minibatch"] < 3 and 15 < found.single_angle < 45
    assert found.length["minibatch"] == pytest.approx(1, abs=0.03), "unbiased"
    # Both turn to the side on which the minimizer lies.
    to_best = model.minimizers[0] - found.place
    for name in ("momentum", "Adam"):
        assert cosine(found.steps[name], to_best) > cosine(found.steps["gradient descent"], to_best)


class Diary:
    """An objective that answers with one gradient after another, wherever it is asked."""

    def __init__(self, gradients):
        self.rows = iter(gradients)

    def value(self, theta):
        return np.zeros(theta.shape[:-1])

    def gradient(self, theta):
        return next(self.rows)


def cosine(a, b):
    return a @ b / np.linalg.norm(a) / np.linalg.norm(b)


@pytest.mark.claim(25)
def test_eta_decides_between_nearly_nothing_the_minimum_and_a_flight():
    found = step02.choose_eta()
    least = newton(step02.tumours(l2=0.01))
    assert found[0.001] > 5 * least and found[100.0] > math.log(2)
    assert least < found[1.0] < least + 1e-3 and found[1.0] == pytest.approx(0.1026, abs=5e-5)


@pytest.mark.claim(26)
def test_for_the_same_rows_read_batches_come_lower():
    least = newton(step02.tumours(l2=0.01))
    for seed in (0, 1, 2):
        found = step02.choose_batch(seed=seed)
        assert [found[B][0] for B in (569, 64, 8)] == [5, 45, 360]
        gaps = {B: found[B][1] - least for B in found}
        assert gaps[569] == pytest.approx(0.0229, abs=5e-5) and max(gaps[64], gaps[8]) < gaps[569] / 5


@pytest.mark.claim(27)
def test_memory_turns_kappa_into_its_root():
    found = step02.choose_memory()
    assert found == {10.0: (71, 28), 100.0: (705, 96), 1000.0: (7048, 325)}
    # Closed form for gradient descent: coordinate i is multiplied by 1 - 2 l_i / (1 + kappa) a step.
    start = np.random.default_rng(0).standard_normal(50)
    for kappa, (plain, with_memory) in found.items():
        shrink = np.abs(1 - 2 * np.geomspace(1, kappa, 50) / (1 + kappa))
        assert np.linalg.norm(start * shrink**plain) <= 1e-6 < np.linalg.norm(start * shrink ** (plain - 1))
        rate = (math.sqrt(kappa) - 1) / (math.sqrt(kappa) + 1)
        assert math.log(1e-6) / math.log(rate) < with_memory < 2 * math.log(1e-6) / math.log(rate)


@pytest.mark.parametrize(
    "experiment",
    [
        step02.small_steps,
        step02.loss_scale,
        step02.convex_traps,
        step02.readers,
        step02.choose_batch,
        step02.choose_eta,
    ],
)
def test_a_second_run_gives_the_same_numbers(experiment):
    assert repr(experiment()) == repr(experiment())
