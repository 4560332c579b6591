"""The experiments of step 6 give the numbers that their docstrings and the lesson state; theory is the oracle where there is one."""

import math

import numpy as np
import pytest

from course.experiments import step06
from course.experiments.trials import MOMENTUM_RATES, PAIR, RATES


@pytest.fixture(scope="module")
def duel():
    return step06.adam_runs()


@pytest.mark.claim(72)
def test_adam_and_sgd_each_win_somewhere(duel):
    wrong, loss = step06.median_table(duel, "wrong"), step06.median_table(duel, "loss")
    # Wilson et al. 2017: gradient descent is right on all fresh rows, Adam on the positive ones only, 60 % of them.
    assert wrong["Wilson's rows"]["gradient_descent"][3] == 1e-4, "none of 5000, on all seeds"
    assert wrong["Wilson's rows"]["adam"][1] == pytest.approx(0.4, abs=0.02)
    # Badly scaled columns: Adam's loss is half of gradient descent's or less.
    assert 2 * loss["raw tumours"]["adam"][1] < loss["raw tumours"]["gradient_descent"][1] < math.log(2)
    # Digits: alike, and the seeds differ by more.
    (_, sgd, *sgd_ends), (_, adam, *adam_ends) = (wrong["digits"][rule] for rule in PAIR)
    assert sgd < 0.035 and adam < 0.035 and abs(sgd - adam) < 0.008
    assert sgd_ends[0] < adam_ends[1] and adam_ends[0] < sgd_ends[1], "their ranges overlap"


def test_a_trial_has_a_run_for_every_problem_rule_rate_and_seed(duel):
    assert len(duel) == 3 * 2 * len(RATES) * 5
    assert len({(row["problem"], row["optimizer"], row["eta"], row["seed"]) for row in duel}) == len(duel)
    assert all(row["loss"] >= 1e-16 and 0 <= row["wrong"] for row in duel)
    lost = [row for row in duel if math.isinf(row["loss"])]
    assert lost and all(math.isinf(row["wrong"]) for row in lost)
    assert {row["eta"] for row in lost if row["problem"] == "Wilson's rows"} <= {eta for eta in RATES if eta >= 1}


@pytest.mark.claim(72)
def test_four_times_as_long_neither_wins_on_digits():
    found = step06.long_run()
    sgd, adam = (found.accuracy[rule] for rule in PAIR)
    assert np.median(sgd) > 0.975 and np.median(adam) > 0.975
    assert abs(np.median(sgd) - np.median(adam)) < 0.004
    assert sgd.min() < adam.max() and adam.min() < sgd.max()
    assert found.eta["gradient_descent"] < 10 and found.eta["adam"] < 0.1, "the best rate is not at the grid's end"


@pytest.mark.claim(73)
def test_a_bigger_rate_helps_the_digits_up_to_a_point():
    curve = step06.rate_curve()
    middle = dict(zip(curve.etas, np.median(curve.accuracy, axis=0), strict=True))
    assert middle[0.01] < middle[0.1] < middle[0.3] < middle[1.0] - 0.01
    assert middle[1.0] > 0.965 and middle[3.0] > 0.965
    assert middle[10.0] < middle[3.0] - 0.02 and middle[30.0] < middle[10.0] - 0.05
    loss = np.median(curve.loss, axis=0)
    assert loss[-1] > math.log(10), "beyond, it ends above where it began"


def test_momentum_wins_and_loses_by_an_order_of_magnitude():
    runs = step06.momentum_runs()
    steps, loss = step06.median_table(runs, "steps"), step06.median_table(runs, "loss")
    assert len(runs) == 3 * 2 * len(MOMENTUM_RATES) * 30
    # kappa = 2, loss 1 at the start and 1e-6 at the end: theory's 1/9 a step for gradient descent.
    assert steps["bowl κ = 2"]["gradient_descent"][1] == pytest.approx(math.log(1e6) / math.log(9), abs=1.5)
    # heavy ball shrinks by 0.9 a step in loss: a phase may save some steps.
    assert 80 <= steps["bowl κ = 2"]["heavy_ball"][1] <= math.log(2e6) / -math.log(0.9)
    assert steps["bowl κ = 1000"]["gradient_descent"][1] > 15 * steps["bowl κ = 1000"]["heavy_ball"][1]
    sgd, ball = (loss["noisy bowl κ = 10"][rule] for rule in ("gradient_descent", "heavy_ball"))
    assert sgd[2] < ball[1] < sgd[3] and ball[2] < sgd[1] < ball[3], "with noise their ranges overlap"


def test_noise_helps_from_the_shallow_pit_only():
    found = step06.noise_trial()
    np.testing.assert_allclose(found.noisy["a bowl"], 0.02 * found.sigma**2 / (2 * (2 - 0.02)), rtol=0.15, atol=1e-12)
    poor, good = found.noisy["the shallow pit"], found.noisy["the deep pit"]
    assert poor[0] == pytest.approx(0.5996, abs=1e-4) and good[0] == pytest.approx(0, abs=1e-12)
    at = {sigma: k for k, sigma in enumerate(found.sigma)}
    assert poor[at[6]] < 0.7 * poor[0] and poor[at[12]] > poor[0] and np.all(np.diff(good) > 0)
    assert found.calmed["the shallow pit"][at[6]] < 0.25 * poor[0] and found.calmed["a bowl"].max() < 1e-6
    assert found.calmed["the deep pit"][at[6]] > 0.05, "some runs have lost the deep pit for good"


@pytest.mark.claim(74)
def test_shallow_losses_break_convexity_and_a_deep_one_keeps_it():
    found = step06.shares()
    whole = {label for label, share in found.items() if share == 0}
    assert whole == {"logistic regression", "deep network, last layer only"}
    assert all(share > 0.05 for label, share in found.items() if label not in whole)


@pytest.mark.claim(74)
def test_the_last_layer_of_a_deep_network_is_convex_by_its_curvature():
    label, f, d, half = step06.accused()[-1]
    rng, h = np.random.default_rng(0), 1e-3
    eye = h * np.eye(d)
    for _ in range(3):
        w = rng.uniform(-half, half, d)
        H = [[(f(w + a + b) - f(w + a - b) - f(w - a + b) + f(w - a - b)) / (4 * h * h) for b in eye] for a in eye]
        assert np.linalg.eigvalsh(H)[0] > -1e-6, label


def test_a_network_of_zeros_is_flat_and_no_minimum():
    found = step06.flat_network()
    assert found.slope == 0 and found.loss == found.later == 0.5 and found.trained < 1e-12
    for near in (0.1, 0.05, 0.02):  # 4 units, and the cubic term of tanh: z - z^3 / 3
        beside = step06.flat_network(near=near, steps=1).beside
        assert beside == pytest.approx(0.5 * (1 - 8 * near**4) ** 2, abs=40 * near**6) and beside < 0.5


def test_softmax_regression_has_a_line_of_minimizers():
    found = step06.twins(shift=5.0)
    assert found.apart == pytest.approx(5 * math.sqrt(10)) and found.agree
    assert found.losses[0] == pytest.approx(found.losses[1], abs=1e-12) and max(found.slopes) < 1e-5
