"""The experiments of lesson 03c give the numbers that their docstrings and the lesson state, within what theory or repeated runs allow."""

import math

import numpy as np
import pytest

from course.experiments import many_minima, step03c
from course.objectives import OBJECTIVES


def central(f, x, h=1e-6):
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in h * np.eye(len(x))])


# -- the chord ---------------------------------------------------------------------------------------------------------


@pytest.mark.claim(39)
def test_convex_curves_stay_under_every_chord_and_the_others_do_not():
    result = step03c.chords()
    for name in ("parabola", "absolute", "linear"):
        assert result.worst[name] <= 1e-12 and result.share[name] == 0
    assert result.share["double_well"] == pytest.approx(0.36, abs=0.03)
    assert result.share["sigmoid_plateau"] == pytest.approx(0.56, abs=0.03)
    assert result.witness.check(OBJECTIVES["double_well"].value)


@pytest.mark.claim(40)
def test_the_inequality_needs_each_of_its_quantifiers():
    result = step03c.quantifiers()
    for lam, (graph, chord) in result.outside.items():
        assert (graph <= chord) == (0 <= lam <= 1)
        assert chord - graph == pytest.approx(4 * lam * (1 - lam)), "the parabola lies lam (1 - lam) (a - b)^2 below"
    assert result.outside[1.5] == (9, 6)
    assert all(graph < chord for graph, chord in result.one_chord.values()), (
        "one chord of a function that is not convex"
    )
    assert step03c.chords().share["double_well"] > 0
    assert result.hole == (pytest.approx(25), pytest.approx(1))


# -- none, one or many -------------------------------------------------------------------------------------------------


@pytest.mark.claim(41)
def test_convex_functions_with_no_minimizer_and_with_many():
    result = step03c.minimizers()
    assert result.endless[10_000] == pytest.approx(-8.007, abs=1e-3)
    for t, x in result.endless.items():  # x' = -0.3 e^x from 0 has the solution -log(1 + 0.3 t)
        assert x == pytest.approx(-math.log(1 + 0.3 * t), abs=0.15)
    np.testing.assert_allclose(result.flat_ends, [-1.0, 0.3, 1.0], atol=1e-12)
    np.testing.assert_array_equal(result.flat_losses, 0.0)
    np.testing.assert_allclose(result.copied_losses, result.copied_minimum, rtol=1e-12)
    assert np.ptp(result.copied_ends[:, 1]) > 0.5
    np.testing.assert_allclose(result.copied_ends[:, 1:].sum(axis=1), result.copied_ends[0, 1:].sum(), rtol=1e-9)


def test_minimizers_of_a_convex_function_form_a_convex_set():
    result = step03c.minimizers(seed=1)
    middle = result.copied_ends[:2].mean(axis=0)
    data = step03c.duplicate_columns()
    squares = step03c.LeastSquares(data.X, data.y)
    assert squares.value(middle) == pytest.approx(result.copied_minimum, rel=1e-12)


# -- reliable is not fast ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def reliable():
    return step03c.reliable()


@pytest.mark.claim(42)
def test_twenty_starts_end_at_one_loss(reliable):
    assert reliable.spread < 1e-13 and reliable.apart < 1e-5 < 20 < reliable.apart_at_start
    assert reliable.minimum == pytest.approx(0.1024166, abs=1e-7)
    loss = step03c.tumours()
    optimize = pytest.importorskip("scipy.optimize")
    found = optimize.minimize(loss.value, loss.start, jac=loss.gradient, method="BFGS", options={"gtol": 1e-8})
    assert reliable.minimum == pytest.approx(found.fun, abs=1e-12)


@pytest.mark.claim(42)
def test_far_above_two_over_L_descent_swings_for_ever_and_below_it_does_not(reliable):
    assert reliable.two_over_L == pytest.approx(0.6005, abs=1e-4)
    assert reliable.two_over_local == pytest.approx(9.09, abs=0.01)
    for multiple, (low, high) in reliable.swings.items():
        assert low >= reliable.minimum - 1e-12
        if multiple <= 15:
            assert high - reliable.minimum < 2e-6
        else:
            assert multiple * reliable.two_over_L > reliable.two_over_local and high > 0.5


@pytest.mark.claim(42)
def test_without_strong_convexity_it_crawls():
    result = step03c.not_fast()
    for t, height in result.quartic.items():
        if t >= 100:
            assert height == pytest.approx(1 / (64 * 0.05**2 * t**2), rel=0.12)
        assert result.parabola[t] == pytest.approx(0.81**t, rel=1e-9)
    assert result.quartic[10] == pytest.approx(3.22e-2, abs=1e-4)
    assert result.quartic[10_000] == pytest.approx(6.24e-8, abs=1e-10)


def test_the_certificate_holds_all_along_and_tightens():
    result = step03c.certificate()
    assert np.all(result.bound >= result.gap) and np.all(result.gap > 1e-11)
    ratio = result.bound / result.gap
    assert ratio[0] == pytest.approx(169, abs=1) and 1 < ratio[-1] < 1.2
    assert result.mu == 0.01


# -- where convexity ends ----------------------------------------------------------------------------------------------


@pytest.mark.claim(43)
def test_the_line_between_two_networks_climbs_and_between_two_softmax_solutions_never():
    net, softmax = step03c.between(), step03c.between(hidden=0)
    assert net.loss[[0, -1]].max() < 0.004 and 0.05 < net.rise < 0.5
    assert net.loss.max() > 30 * net.loss[[0, -1]].max()
    assert min(net.accuracy[0], net.accuracy[2]) > 0.95 > net.accuracy[1]
    assert abs(net.cosine) < 0.2
    assert softmax.rise <= 1e-9 and softmax.cosine < 0.8
    assert np.min(softmax.loss - softmax.chord) < -0.005, "two different solutions: the line sags"


@pytest.mark.claim(43)
@pytest.mark.parametrize("seed", [0, 1])
def test_a_network_and_itself_shuffled_have_a_ridge_between_them(seed):
    result = step03c.shuffled(seed=seed)
    assert result.same_function < 1e-12 and result.ends[0] == pytest.approx(result.ends[1], rel=1e-9)
    assert result.highest > 20 * result.ends[0]


@pytest.mark.claim(44)
def test_wider_networks_end_closer_together_but_not_relative_to_their_loss():
    result = step03c.width_sweep()
    assert np.all(np.diff(result.mean) < 0) and np.all(np.diff(result.spread) < 0)
    assert result.parameters == (52, 94, 178, 346)
    assert result.losses.shape == (4, 20) and result.mean[0] > 0.5 and result.mean[-1] < 0.0015
    assert np.any(np.diff(result.relative) > 0), "the lesson says that the relative spread does not fall in order"
    np.testing.assert_allclose(result.relative, [0.13, 0.45, 0.12, 0.09], atol=0.02)


@pytest.fixture(scope="module")
def landscape():
    return step03c.landscape()


@pytest.mark.claim(45)
def test_of_42_kinds_of_flat_places_one_is_a_minimum_and_it_is_global(landscape):
    assert len(landscape.loss) == sum(math.comb(6, k) for k in range(4)) == 42
    assert np.flatnonzero(landscape.index == 0).tolist() == [0] and landscape.kept[0] == (6, 5, 4)
    assert landscape.loss[0] == pytest.approx((9 + 4 + 1) / 4) and landscape.loss[-1] == pytest.approx(91 / 4)
    assert landscape.correlation == pytest.approx(0.937, abs=5e-4)
    for loss, index, kept in zip(landscape.loss, landscape.index, landscape.kept, strict=True):
        left = set(range(1, 7)) - set(kept)
        assert loss == pytest.approx(sum(e * e for e in left) / 4)
        # An eigenvalue that is left out makes a falling direction with each empty column and each smaller kept one.
        assert index == sum(3 - len(kept) + sum(k < e for k in kept) for e in left)


@pytest.mark.claim(45)
def test_every_descent_reaches_the_global_minimum(landscape):
    np.testing.assert_allclose(landscape.ends, 3.5, atol=1e-6)
    assert landscape.stairs[0] == pytest.approx(22.75) and landscape.stairs[-1] == pytest.approx(3.5, abs=1e-4)
    assert np.all(np.diff(landscape.stairs) < 1e-12)


def test_the_factorizations_derivatives_and_its_critical_points():
    f, rng = many_minima.Factorization(), np.random.default_rng(0)
    U = rng.standard_normal((6, 3))
    flat = lambda u: u.reshape(6, 3)  # noqa: E731
    np.testing.assert_allclose(
        f.gradient(U).ravel(), central(lambda u: f.value(flat(u)), U.ravel()), rtol=1e-6, atol=1e-6
    )
    D = rng.standard_normal((6, 3))
    change = (f.gradient(U + 1e-6 * D) - f.gradient(U - 1e-6 * D)) / 2e-6
    np.testing.assert_allclose(f.hessian(U) @ D.ravel(), change.ravel(), rtol=1e-6, atol=1e-6)
    for U, _ in f.critical():
        np.testing.assert_allclose(f.gradient(U), 0, atol=1e-12)
