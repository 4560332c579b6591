"""The experiments give the numbers that their docstrings and lessons state, within what theory or repeated runs allow."""

import math

import numpy as np
import pytest

from course import models
from course.experiments import fog, step01
from course.experiments.tanh_net import TanhNet
from course.objectives import OBJECTIVES


def central(f, x, h=1e-6):
    return np.array([(f(x + s) - f(x - s)) / (2 * h) for s in h * np.eye(len(x))])


# -- direction is not movement -----------------------------------------------------------------------------------------


@pytest.mark.claim(1)
def test_three_policies_with_one_gradient_end_in_three_ways():
    result = step01.three_policies()
    assert result.steps["fixed"] == 1182
    # Closed form: coordinate i is multiplied by 1 - lambda_i / L a step.
    start, shrink = np.random.default_rng(0).standard_normal(50), 1 - np.geomspace(1, 100, 50) / 100
    assert np.linalg.norm(start * shrink**1182) <= 1e-6 < np.linalg.norm(start * shrink**1181)
    assert result.steps["normalized"] is None and 1e-3 < result.closest["normalized"] < 0.1
    assert 150 < result.steps["polyak"] < 250


def test_polyaks_count_is_a_range_and_the_docstring_says_so():
    low, high = step01.three_policies().polyak_range
    assert 150 < low < high < 260, "if this were one number, the text should print it"


def test_the_start_and_the_budget_are_arguments():
    other = step01.three_policies(seed=1, steps=300)
    assert other.steps["fixed"] is None and other.steps["polyak"] < 300
    assert other.runs["fixed"].theta.shape == (301, 50)
    assert step01.three_policies(steps=20).polyak_range == (None, None)


# -- efficient, accurate, stable ---------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def card():
    return step01.score_card()


@pytest.mark.claim(2)
def test_the_score_card_disagrees_with_itself(card):
    slow, middle, fast = range(3)
    assert np.all(np.diff(card.final_loss) < 0), "larger steps end lower"
    assert card.steps_to_tol[slow] == np.inf and card.steps_to_tol[fast] < card.steps_to_tol[middle] < 1000
    assert card.share_up[slow] == card.share_up[middle] == 0 and 0.2 < card.share_up[fast] < 0.5
    assert card.run.loss[-1, fast] < 0.05 * card.run.loss[0, fast], "and the loss falls all the same"
    np.testing.assert_allclose(card.final_loss, [0.083, 0.026, 0.017], atol=5e-4)


def test_the_fast_run_is_at_the_edge_of_stability_and_the_others_below_it(card):
    edge = 2 / card.etas
    assert card.sharpness[2] == pytest.approx(edge[2], rel=0.1)
    assert np.all(card.sharpness[:2] < edge[:2])


def test_the_edge_does_not_hang_on_the_seed_and_eta_1_is_over_it():
    other = step01.score_card(etas=(0.25, 0.5, 1.0), seed=2, steps=600)
    assert 0.1 < other.share_up[1] < 0.6 and other.share_up[0] == 0
    assert other.sharpness[1] == pytest.approx(4, rel=0.15)
    assert other.run.diverged.tolist() == [False, False, True] and np.isnan(other.sharpness[2])


def test_the_networks_gradient_is_its_values_derivative_for_one_and_for_many():
    net = TanhNet(rows=20, hidden=(4, 3))
    rng = np.random.default_rng(0)
    many = net.start + 0.3 * rng.standard_normal((2, 17, net.d))
    v = rng.standard_normal(net.d)
    h = 1e-6
    slopes = (net.value(many + h * v) - net.value(many - h * v)) / (2 * h)
    np.testing.assert_allclose(net.gradient(many) @ v, slopes, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(net.gradient(many)[1, 3], net.gradient(many[1, 3]), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(net.gradient(net.start), central(net.value, net.start), rtol=1e-5, atol=1e-8)


def test_sharpness_is_the_largest_eigenvalue_of_the_hessian():
    net = TanhNet(rows=20, hidden=(4, 3))
    H = np.stack([(net.gradient(net.start + s) - net.gradient(net.start - s)) / 2e-5 for s in 1e-5 * np.eye(net.d)])
    assert net.sharpness(net.start, iterations=100) == pytest.approx(np.linalg.eigvalsh((H + H.T) / 2)[-1], rel=1e-3)


# -- fog ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["bowl", "ravine", "two wells"])
def test_fog_maps_are_true_objectives(name):
    place = fog.fog_maps()[name]
    for x in np.random.default_rng(0).uniform(-1.5, 1.5, (20, 2)):
        np.testing.assert_allclose(place.gradient(x), central(place.value, x), rtol=1e-6, atol=1e-7)
        H = np.stack([(place.gradient(x + s) - place.gradient(x - s)) / 2e-6 for s in 1e-6 * np.eye(2)])
        np.testing.assert_allclose(place.hessian(x), H, rtol=1e-6, atol=1e-7)
    assert place.value(place.minimizers[0]) == pytest.approx(place.minimum, abs=1e-12)
    (x_lo, x_hi), (y_lo, y_hi) = place.box
    assert x_lo <= place.start[0] <= x_hi and y_lo <= place.start[1] <= y_hi


def test_two_wells_has_its_two_wells_and_its_saddle():
    place = fog.two_wells()
    for well in fog.WELLS:
        np.testing.assert_allclose(place.gradient(well), 0, atol=1e-8)
        assert np.linalg.eigvalsh(place.hessian(well))[0] > 0
    root = np.sort(np.roots([4, 0, -4, 0.3]).real)[1]
    np.testing.assert_allclose(place.gradient(np.array([root, root])), 0, atol=1e-12)
    low, high = np.linalg.eigvalsh(place.hessian(np.array([root, root])))
    assert low < 0 < high and root == pytest.approx(0.0754, abs=5e-5)
    assert place.value(fog.WELLS[0]) < place.value(fog.WELLS[1])


def test_gradient_descents_own_hikes():
    steps = {name: step01.fog_hike(name).steps for name in step01.fog_maps()}
    assert steps == {"bowl": 47, "ravine": 84, "two wells": None}
    trapped = step01.fog_hike("two wells")
    assert trapped.height - trapped.lowest == pytest.approx(0.5996, abs=1e-4)
    with pytest.raises(ValueError, match="no map 'moon'.*bowl, ravine, two wells"):
        step01.fog_hike("moon")


@pytest.mark.claim(3)
def test_a_pit_off_the_path_changes_nothing_and_is_really_there():
    worlds = step01.two_worlds()
    assert worlds.difference == 0.0 and worlds.height < 1e-12
    plain, pitted = worlds.lowest
    assert plain == 0.0 and pitted == pytest.approx(-0.889, abs=1e-3)
    # A pit in the way is felt: the same pit on the path changes the hike.
    assert step01.two_worlds(at=(0.5, 0.1)).difference > 0.1
    # Close beside the path, but not on it, nothing is felt either.
    beside = step01.two_worlds(at=(0.3, 0.8), radius=0.45)
    assert beside.difference == 0.0 and beside.lowest[1] == pytest.approx(-2.330, abs=1e-3)
    assert np.linalg.norm(beside.runs[0].theta - (0.3, 0.8), axis=-1).min() == pytest.approx(0.45 + 0.26, abs=0.01)


# -- step length, speed ------------------------------------------------------------------------------------------------


@pytest.mark.claim(4)
def test_eta_slider_is_its_closed_form():
    after = step01.eta_slider().after
    for eta, x in after.items():
        assert x == pytest.approx(abs(1 - 10 * eta) ** 100, rel=1e-11)
    assert after[0.2] == pytest.approx(1.0, rel=1e-12)


@pytest.mark.claim(5)
def test_memory_carries_the_ball_over_the_ridge_from_0_85_on():
    trace = step01.velocity_trace(betas=(0.0, 0.4, 0.8, 0.85, 0.9, 0.95))
    assert trace.deep == {0.0: False, 0.4: False, 0.8: False, 0.85: True, 0.9: True, 0.95: True}
    shallow = np.sort(np.roots([4, 0, -4, 0.3]).real)[2]
    deep = OBJECTIVES["double_well"].minimizers[0, 0]
    for beta, end in trace.end.items():
        assert end == pytest.approx(deep if trace.deep[beta] else shallow, abs=1e-6)


def test_the_moving_average_stays_shallow_much_longer():
    deep = step01.velocity_trace(betas=(0.9, 0.95, 0.99), rule="momentum", steps=20_000).deep
    assert deep == {0.9: False, 0.95: False, 0.99: True}


# -- zigzag, pits, compass ---------------------------------------------------------------------------------------------


@pytest.mark.claim(6)
def test_zigzag_counts():
    z = step01.zigzag()
    assert z.crossings == {0.01: 0, 0.072: 30, 0.0792: 30} and z.turns == {0.01: 0, 0.072: 29, 0.0792: 29}
    assert z.detour[0.072] == pytest.approx(1.51, abs=0.005) and z.detour[0.0792] == pytest.approx(5.03, abs=0.005)
    assert z.arrival == {0.01: 882, 0.072: 119, 0.0792: 405}  # the lesson quotes the first two
    best = step01.zigzag(etas=(2 / 26,))
    assert best.crossings == {2 / 26: 30} and best.arrival == {2 / 26: 113}
    # Closed form: x and y shrink by 1 - eta and 1 - 25 eta a step.
    for eta, detour in z.detour.items():
        t = np.arange(31)
        path = np.stack([10 * (1 - eta) ** t, (1 - 25 * eta) ** t], axis=-1)
        walked = np.linalg.norm(np.diff(path, axis=0), axis=-1).sum()
        assert detour == pytest.approx(walked / np.linalg.norm(path[-1] - path[0]), rel=1e-12)


@pytest.mark.claim(7)
def test_every_start_ends_in_a_well_and_both_wells_are_found():
    basins = step01.basin_map()
    assert basins.starts.shape == (1000, 2) and not np.any(basins.destination == -1)
    assert basins.share_deep == pytest.approx(0.525, abs=0.01)
    again = step01.basin_map(seed=5)
    spread = math.sqrt(0.525 * 0.475 / 1000)
    assert abs(again.share_deep - 0.525) < 5 * math.sqrt(2) * spread
    # Near a well everything belongs to it.
    for k, well in enumerate(basins.wells):
        near = np.linalg.norm(basins.starts - well, axis=-1) < 0.4
        assert np.all(basins.destination[near] == k)


@pytest.mark.claim(9)
def test_no_random_direction_beats_the_gradient():
    result = step01.compass()
    assert result.steepest == pytest.approx(1.297, abs=5e-4) and result.best == pytest.approx(0.800, abs=5e-4)
    assert result.slopes.shape == (10_000,) and result.best == result.slopes.max() < result.steepest


def test_the_best_of_10_000_directions_is_what_30_dimensions_allow():
    # cos^2 to a fixed direction is Beta(1/2, 29/2); the best of n is its n-th root quantile.
    beta = pytest.importorskip("scipy.stats").beta(0.5, 14.5)
    low, high = (math.sqrt(beta.ppf(2 * q ** (1 / 10_000) - 1)) for q in (1e-4, 1 - 1e-4))
    for seed in range(5):
        assert low < step01.compass(seed=seed).share < high


def test_slopes_of_the_compass_are_what_a_small_step_gains(monkeypatch):
    seen = {}

    class Spy(models.Logistic):
        def gradient(self, w):
            seen.update(loss=self, w=w)
            return super().gradient(w)

    monkeypatch.setattr(step01, "Logistic", Spy)
    result = step01.compass(n=50)
    rng = np.random.default_rng(0)
    rng.standard_normal(30)
    u = rng.standard_normal((50, 30))
    u /= np.linalg.norm(u, axis=-1, keepdims=True)
    loss, w, h = seen["loss"], seen["w"], 1e-5
    gained = (loss.value(w - h * u) - loss.value(w + h * u)) / (2 * h)
    np.testing.assert_allclose(result.slopes, gained, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    "experiment",
    [step01.three_policies, step01.fog_hike, step01.two_worlds, step01.eta_slider, step01.zigzag, step01.basin_map],
)
def test_a_second_run_gives_the_same_numbers(experiment):
    one, two = vars(experiment()), vars(experiment())
    for name, value in one.items():
        if isinstance(value, (int, float, tuple, dict)) and name not in ("runs", "run"):
            assert value == two[name]
