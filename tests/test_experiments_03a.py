"""What lesson 03a states about gradient descent and SGD holds, within what theory or repeated runs allow."""

import numpy as np
import pytest

from course.experiments import noisy_walks, step03a
from course.experiments.softmax import digits_split
from course.objectives import OBJECTIVES
from course.widgets.noise_escape import NoiseEscape


@pytest.mark.claim(28)
def test_the_path_is_the_closed_form():
    assert step03a.closed_form() < 1e-12
    assert step03a.closed_form(curvatures=(0.3, 7.0), eta=0.2, steps=30) < 1e-12


# -- the gradient, measured and derived --------------------------------------------------------------------------------


@pytest.mark.claim(29)
def test_the_error_of_a_measured_gradient_is_a_v():
    found = step03a.slope_errors()
    far = found.h >= 1e-3
    for error, power in ((found.forward, 1), (found.central, 2)):
        slope = np.polyfit(np.log(found.h[far]), np.log(error[far]), 1)[0]
        assert slope == pytest.approx(power, abs=0.05)
    near = found.h <= 1e-10
    for error in (found.forward, found.central):  # rounding: about 1e-16 / h, whatever the formula
        assert np.polyfit(np.log(found.h[near]), np.log(error[near]), 1)[0] == pytest.approx(-1, abs=0.2)
    eps = np.finfo(float).eps
    h, least = found.best("central")
    assert 0.1 < h / eps ** (1 / 3) < 10 and least < 1e-9
    h, least = found.best("forward")
    assert 0.1 < h / eps**0.5 < 10 and 1e-9 < least < 1e-6
    assert found.central[-1] > found.central[0], "at h = 1e-15 it is worse than at 0.1"


# -- minibatches -------------------------------------------------------------------------------------------------------


@pytest.mark.claim(31, 32)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_minibatch_gradient_is_unbiased_with_variance_one_over_b(seed):
    law = step03a.batch_law(seed=seed)
    assert np.all(law.bias < 2.5 * law.chance), "no more than the chance of so many draws"
    np.testing.assert_allclose(law.times_B, law.one, rtol=0.12)
    np.testing.assert_allclose(law.times_B_shuffled, law.one * (law.n - law.B) / (law.n - 1), rtol=0.12)
    assert law.times_B_shuffled[-1] < 0.95 * law.one


def test_the_variance_of_one_row_is_the_trace_of_their_covariance():
    law, loss = step03a.batch_law(draws=10), step03a.tumours()
    w = 0.1 * np.random.default_rng(0).standard_normal(loss.d)
    share = 1 / (1 + np.exp(loss.y * (loss.X @ w)))  # of a row's own loss; its gradient is -share y x
    rows = -(share * loss.y)[:, None] * loss.X
    assert law.one == pytest.approx(np.trace(np.cov(rows.T, bias=True)), rel=1e-10)
    assert law.full == pytest.approx(np.linalg.norm(rows.mean(axis=0)), rel=1e-10)


# -- what a step costs -------------------------------------------------------------------------------------------------


@pytest.mark.claim(30)
def test_all_sizes_read_the_same_rows_in_different_numbers_of_steps():
    found = step03a.rows_read()
    assert found == {569: (2, 1138, 569, 569), 16: (72, 1138, 9, 16), 1: (1138, 1138, 1, 1)}


@pytest.mark.claim(33)
def test_per_row_small_batches_win_and_per_step_the_full_one():
    found = step03a.five_passes()
    assert found.steps.tolist() == [5, 25, 85, 340, 1350, 5390]
    full, *others = found.loss
    assert np.all(np.diff(found.loss[:4]) < 0) and full > 10 * found.loss[3]
    np.testing.assert_allclose(found.loss[3:], 0.09, rtol=0.25)  # 16, 4, 1: about the same
    assert np.all(found.greatest >= found.loss) and np.all(found.least <= found.loss)
    assert found.after_5[0] == full < found.after_5[1:].min(), "the same number of steps: exact ones are better"
    assert found.accuracy[0] < 0.9 < found.accuracy[2:].min()
    assert found.catch_up > 40
    grid = 2.0 ** np.arange(-4, 5)
    assert np.all((found.eta > grid[0]) & (found.eta < grid[-1])), "the best rate is not at an end of the grid"
    for B, steps in zip(found.B, found.steps, strict=True):
        t, loss = found.curves[B]
        assert t[0] == 0 and t[-1] == steps and np.all(np.diff(t) > 0)
        assert loss[0] == pytest.approx(np.log(10)) and found.least[0] == found.curves[1078][1][-1]
        if steps > 5:  # after as many steps, the full gradient has come further
            assert loss[t == 5] > found.after_5[0]


def test_the_digits_are_split_without_overlap():
    train, test = digits_split()
    assert (train.n, test.n, train.d) == (1078, 719, 650)
    assert train.value(train.start) == pytest.approx(np.log(10))


# -- noisy walks -------------------------------------------------------------------------------------------------------


def test_a_constant_rate_settles_at_the_floor_and_its_average_far_below():
    found = step03a.noise_floor()
    np.testing.assert_allclose(found.last, found.floor, rtol=0.06)
    np.testing.assert_allclose(found.averaged_exact, 2 / 10_000, rtol=0.02)
    np.testing.assert_allclose(found.averaged, found.averaged_exact, rtol=0.35)
    t, squares = found.squares
    assert squares[0].tolist() == [25.0] * 4 and t[-1] == 10_000
    np.testing.assert_allclose(squares[t == 1000], squares[-1:], rtol=0.5)  # ten times the steps change nothing


def test_averaging_helps_on_tumours_where_noise_is_the_trouble():
    rough, fine = step03a.averaged_tumours(eta=0.5), step03a.averaged_tumours(eta=0.1)
    assert 1e-3 < rough.last < 1e-2 and rough.by_epoch[5:].min() > 1e-3
    assert 2 * rough.epochs_averaged < rough.last and 5 * rough.steps_averaged < rough.last
    assert fine.last < 2e-4 and fine.epochs_averaged > 0.3 * fine.last
    drawn = step03a.averaged_tumours(eta=0.1, shuffled=False)
    assert drawn.last > 3 * fine.last, "a shuffled deal cancels much of its own noise"


@pytest.mark.claim(34)
@pytest.mark.parametrize("seed", [0, 1])
def test_some_noise_helps_to_escape_and_more_does_not(seed):
    found = step03a.noise_escape(seed=seed)
    share = dict(zip(found.sigma.tolist(), found.from_shallow.tolist(), strict=True))
    assert share[0] == share[1] == share[2] == 0 and share[3] < 0.06
    assert share[4] == pytest.approx(0.42, abs=0.09)
    assert share[6] > share[8] > share[12] and share[6] > share[4]
    assert np.all(found.from_deep[:4] == 1) and found.from_deep[-1] < 0.7
    wild = found.sigma >= 6  # where they began is forgotten: Gibbs's weights
    for measured in (found.from_shallow, found.from_deep):
        np.testing.assert_allclose(measured[wild], found.settled[wild], atol=0.08)


@pytest.mark.claim(34)
def test_half_the_rate_with_half_the_batch_escapes_as_well():
    sigmas = np.array([3, 4, 6, 12])
    as_it_is = step03a.noise_escape(sigmas)
    other = step03a.noise_escape(np.sqrt(2) * sigmas, eta=0.01, steps=6000, seed=5)
    np.testing.assert_allclose(other.from_shallow, as_it_is.from_shallow, atol=0.1)


def test_the_widget_tells_the_same_shares():
    found, told = step03a.noise_escape((0, 2, 4, 6, 12)), NoiseEscape()
    shown = [told.scene["deep"][told.scene["sigmas"].index(sigma)] for sigma in (0, 2, 4, 6, 12)]
    np.testing.assert_allclose(found.from_shallow, shown, atol=5e-4)
    assert OBJECTIVES["double_well"].gradient(np.array([noisy_walks.HILL]))[0] == pytest.approx(0, abs=1e-3)
