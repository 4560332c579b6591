"""The experiments of step 5 give the numbers that their docstrings and the lesson state; theory is the oracle where there is one."""

import math

import numpy as np
import pytest

from course.datasets import wilson
from course.experiments import step05


@pytest.mark.claim(63)
def test_the_steps_follow_kappa_and_not_the_dimension():
    found = step05.dimensions()
    limit = math.ceil(math.log(1e-6) / math.log(99 / 101))
    assert limit == 691 and all(500 < steps <= limit for steps in found.steps.values())
    assert found.steps[10] == 660 and found.steps[100_000] == 573
    assert found.kept[1000] == {"gradient descent": 1000, "momentum": 2000, "Adam": 3000, "Newton": 1_001_000}
    flatter = step05.dimensions(ds=(10, 1000), kappa=10.0).steps
    assert all(steps <= math.ceil(math.log(1e-6) / math.log(9 / 11)) for steps in flatter.values())


@pytest.mark.claim(64)
def test_momentum_needs_the_root_of_the_steps():
    steps = step05.quadratic_rates(kappas=(10, 1000)).steps
    assert steps[1000, "gradient_descent"] == pytest.approx(7048, rel=0.01)
    assert steps[1000, "heavy_ball"] == pytest.approx(325, rel=0.02)
    assert steps[1000, "gradient_descent"] / steps[10, "gradient_descent"] > 80, "about the ratio of the kappas, 100"
    assert steps[1000, "heavy_ball"] / steps[10, "heavy_ball"] < 15, "about its root, 10"


@pytest.mark.claim(65)
def test_convex_functions_on_which_gradient_descent_does_not_converge():
    found = step05.convex_traps()
    np.testing.assert_allclose(sorted(found.at_the_border), [-1.0, 1.0])
    assert found.runaway == pytest.approx(-math.log(0.3 * 10_000), abs=0.01)


@pytest.mark.claim(66)
def test_a_saddle_holds_a_descent_by_the_logarithm_of_its_distance():
    fall = [np.argmax(step05.stairs(size) < 22) for size in (1e-4, 1e-6, 1e-8)]
    np.testing.assert_allclose(np.diff(fall), math.log(100) / math.log(1.12), atol=1)
    assert step05.stairs(1e-12)[-1] == pytest.approx(3.5, abs=1e-6)


@pytest.mark.claim(66)
def test_poor_ends_in_the_smallest_network_and_not_in_a_wider_one():
    found = step05.stuck_networks(widths=(2, 4), n=50)
    assert 5 <= found.stuck[2] <= 22 and found.stuck[4] <= 1


@pytest.mark.claim(68)
def test_on_wilsons_rows_adaptive_rules_fit_all_and_call_everything_positive():
    ends = step05.solutions()
    data = wilson(100)
    smallest = np.linalg.pinv(data.X) @ data.signs
    for rule, end in ends.items():
        assert end.train == 1.0 and end.loss < 1e-5, rule
    for rule in ("gradient_descent", "heavy_ball", "smallest"):
        assert ends[rule].fresh == 1.0 and ends[rule].norm == pytest.approx(np.linalg.norm(smallest), rel=1e-6)
    for rule in ("adagrad", "rmsprop", "adam"):
        assert ends[rule].fresh == pytest.approx(0.6, abs=0.01) and ends[rule].cosine > 0.999
        np.testing.assert_allclose(ends[rule].first, 0.25, atol=0.01)


@pytest.mark.claim(71)
def test_a_switch_rescues_while_residuals_are_left():
    late = step05.too_late()
    assert all(late.fresh[k] == 1.0 for k in (0, 20, 50, 100, 200))
    assert all(late.fresh[k] == pytest.approx(0.6, abs=0.01) for k in (400, 1000))
    assert late.loss[1000] < 1e-8 < late.loss[200]
    for k, first in late.first.items():
        assert (first[0] > first[1:].sum()) == (late.fresh[k] == 1.0), "the label has to outweigh the two ones"


@pytest.mark.claim(67, 69)
def test_the_scale_of_the_loss_moves_the_best_rate_of_sgd_alone():
    etas = (3.1623e-4, 1e-3, 3.1623e-3, 1e-2, 3.1623e-2, 0.1, 0.31623, 1.0)
    plain, large = step05.rate_valley(etas), step05.rate_valley(etas, scale=100.0)
    # The oracle: SGD sees nothing but eta times the gradient, so its valley is shifted by four of these rates.
    np.testing.assert_allclose(
        large.loss["gradient_descent"][:, :4], plain.loss["gradient_descent"][:, 4:], rtol=0.05, atol=1e-3
    )
    assert plain.best("gradient_descent")[0] == pytest.approx(100 * large.best("gradient_descent")[0], rel=1e-3)
    assert plain.best("adam")[0] == pytest.approx(large.best("adam")[0])
    for rule in ("gradient_descent", "adam"):
        assert 1 <= len(plain.good(rule)) <= 3, "tricky: few rates are good"
        assert 0.94 < plain.best(rule)[1] < 0.985
    assert abs(plain.best("gradient_descent")[1] - plain.best("adam")[1]) < 0.02, "no difference to speak of"


@pytest.mark.claim(70, 71)
def test_adam_is_ahead_early_and_a_falling_rate_does_what_the_switch_does():
    race = step05.relay()
    end = {who: float(np.median(found)) for who, found in race.end.items()}
    early = {who: float(np.median(found)) for who, found in race.early.items()}
    assert max(early["Adam"], early["RMSProp"]) < early["SGD"] / 3
    assert min(end["Adam"], end["RMSProp"]) > 2 * end["SGD"], "over-adapted: a floor at a constant rate"
    assert end["Adam, then SGD"] < end["Adam"] / 3
    switch, control = race.end["Adam, then SGD falling"], race.end["Adam, falling from 0.025"]
    assert np.median(switch) < end["Adam"] / 100 and np.median(control) < end["Adam"] / 100
    assert 0 < np.sum(switch < control) < 5, "neither wins on every seed: no verdict between the two"
