"""The experiments of lesson 03d give the numbers that their docstrings and the lesson state, within what theory allows."""

import math

import numpy as np
import pytest

from course.experiments import step03d

# -- the floor ---------------------------------------------------------------------------------------------------------


@pytest.mark.claim(46)
def test_a_constant_rate_stalls_at_eta_over_2_minus_eta_and_arrives_where_the_noise_dies():
    for seed in range(3):
        floor = step03d.noise_floor(seed=seed)
        np.testing.assert_allclose(floor.exact, floor.theory, rtol=1e-9)
        np.testing.assert_allclose(floor.sampled, floor.theory, rtol=0.05)
    assert np.all(floor.dies < 1e-60)
    # Where it dies, a step multiplies the square by 1 - 2 eta + 2 eta^2.
    short = step03d.noise_floor(etas=(0.05, 0.2), steps=100, runs=2)
    np.testing.assert_allclose(short.dies, 25 * (1 - 2 * short.etas + 2 * short.etas**2) ** 100, rtol=1e-9)


# -- the trap ----------------------------------------------------------------------------------------------------------


@pytest.mark.claim(47)
def test_the_trap_obeys_robbins_and_monro_and_has_not_arrived():
    trap = step03d.too_fast(0.2, 1.0)
    # The product of 1 - c / (s + 1) over s < t is Gamma(t + 1 - c) / (Gamma(1 - c) Gamma(t + 1)), about t^-c / Gamma(1 - c).
    memory = 5 * np.exp([math.lgamma(t + 0.8) - math.lgamma(t + 1) for t in trap.t]) / math.gamma(0.8)
    np.testing.assert_allclose(trap.memory, memory**2, rtol=1e-8)
    assert trap.distance == pytest.approx(0.68, abs=0.005) and trap.square[-1] == pytest.approx(0.466, abs=5e-4)
    assert trap.memory[-1] > 0.99 * trap.square[-1], "it is the start that is left, not noise"
    assert trap.to_a_tenth == pytest.approx((50 / math.gamma(0.8)) ** 5, rel=0.05) == pytest.approx(1.5e8, rel=0.05)
    np.testing.assert_allclose(trap.square, trap.memory + trap.noise, rtol=1e-9)


@pytest.mark.claim(47)
def test_one_law_and_four_fates():
    found = step03d.inverse_decay()
    assert [len(one.t) for one in found.values()] == [len(found[0.2, 1.0].t)] * 4
    assert found[0.5, 0.0].square[-1] == pytest.approx(0.5 / 1.5, rel=1e-9) and found[0.5, 0.0].to_a_tenth == math.inf
    assert found[0.5, 0.5].square[-1] == pytest.approx(1e-4, rel=0.01), "1 / t, the best there is"
    assert found[0.5, 1.0].square[-1] == pytest.approx(1.05e-3, rel=0.01)
    assert found[0.5, 0.5].to_a_tenth < 150 < 900 < found[0.5, 1.0].to_a_tenth < 1100


@pytest.mark.claim(47)
def test_the_memory_fades_by_the_power_eta0_over_k():
    for eta0, k in ((0.2, 1.0), (0.5, 2.0), (0.1, 0.2), (0.3, 0.1)):
        run = step03d.too_fast(eta0, k, 20_000)
        late = run.t > 2000
        power = np.polyfit(np.log(run.t[late]), np.log(run.memory[late]) / 2, 1)[0]
        assert power == pytest.approx(-eta0 / k, rel=0.01)


# -- early and late ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def early_late():
    return step03d.early_late()


@pytest.mark.claim(50)
def test_large_early_and_small_late_are_both_needed_in_this_order(early_late):
    after_one, last = {name: curve[1] for name, curve in early_late.curves.items()}, early_late.last
    decays = ("halving", "cosine", "1 / (1 + kt)")
    assert all(last[name] < 0.03 * last["constant"] for name in decays)
    assert all(after_one[name] < 0.1 * after_one["a hundredth"] for name in decays)
    assert last["cosine backwards"] > 30 * last["cosine"] and last["cosine backwards"] == pytest.approx(0.22, rel=0.25)
    # The end of the constant rate swings about theory's floor; its mean over the second half does not swing as much.
    assert early_late.curves["constant"][10:].mean() == pytest.approx(early_late.floor, rel=0.15)
    assert early_late.floor == pytest.approx(0.219, abs=5e-4)


@pytest.mark.claim(50)
def test_averaging_the_constant_rate_does_the_same_job(early_late):
    average = early_late.average["constant"]
    assert average < 0.02 * early_late.last["constant"] and average < early_late.last["cosine"]
    # 2 fewest: what ten thousand independent looks could give; 3 times that is what a rate of this size may cost.
    assert 2 * early_late.fewest < 1.2 * average < 6 * early_late.fewest
    assert early_late.fewest < early_late.last["1 / (1 + kt)"] < 2 * early_late.fewest


@pytest.mark.claim(50)
def test_other_seeds_tell_the_same(early_late):
    other = step03d.early_late(seed=40)
    for name, loss in early_late.last.items():
        assert other.last[name] == pytest.approx(loss, rel=0.4), name
    assert step03d.early_late().last == early_late.last


def test_a_small_constant_needs_patience_only(early_late):
    """The honest side of claim 50: with a budget that is long enough, one small rate is not far behind."""
    small = early_late.last["a hundredth"]
    assert early_late.last["1 / (1 + kt)"] < small < early_late.last["cosine"]


# -- cycles ------------------------------------------------------------------------------------------------------------


@pytest.mark.claim(48)
def test_waves_of_one_length_end_every_cycle_at_the_same_distance():
    found = step03d.cycles()
    waves = found.at_ends["triangular"]
    assert len(waves) == 31 and waves[0] == pytest.approx(0.0287, abs=5e-5)
    np.testing.assert_allclose(waves, waves[-1], rtol=1e-3)
    eta = found.eta["triangular"]
    assert eta[0] == eta[100] == 0 and eta[50] == eta[150] == 0.2
    # The same recursion, written out.
    square = 25.0
    for step in range(300):
        square = (1 - eta[step]) ** 2 * square + eta[step] ** 2
    assert found.square["triangular"][299] == pytest.approx(square, rel=1e-12)


@pytest.mark.claim(49)
def test_cosines_that_get_longer_end_lower_and_lower_and_are_thrown_back_between():
    found = step03d.cycles()
    name = "cosine with restarts"
    ends, at_ends = found.ends[name], found.at_ends[name]
    assert ends[:3].tolist() == [100, 300, 700]
    assert np.all(found.eta[name][ends[:-1]] == 0.2) and found.eta[name][0] == 0.2
    assert np.all(np.diff(at_ends) < 0) and at_ends[0] > 5 * at_ends[-1]
    for end, low in zip(ends[:-1], at_ends[:-1], strict=True):
        assert found.square[name][end : end + 60].max() > 3 * low


# -- digits ------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def clean():
    return step03d.digits_race(seeds=2)


@pytest.mark.claim(46)
def test_where_a_network_fits_every_label_the_constant_rate_is_best(clean):
    assert clean.loss.shape == (2, len(step03d.FAMILIES), 3)
    assert np.all(clean.loss.argmin(axis=1) == list(step03d.FAMILIES).index("constant"))
    assert clean.loss_of("constant")[1] == pytest.approx(0.0075, rel=0.25)
    assert np.all(np.abs(clean.accuracy - 0.972) < 0.015), "and the test accuracy hardly cares"


@pytest.mark.claim(46)
def test_where_labels_are_scrambled_a_large_constant_rate_is_worst():
    noisy = step03d.digits_race(0.2, seeds=2)
    constant, *decays = (noisy.loss_of(family) for family in step03d.FAMILIES)
    assert all(constant[0] < decay[0] for decay in decays), "a rate so small that the floor is not reached"
    assert all(constant[2] > 1.05 * decay[2] for decay in decays)
    assert min(decay.min() for decay in decays) < 0.95 * constant.min(), "also where each may choose its rate"


@pytest.mark.claim(46)
def test_the_network_cannot_fit_the_scrambled_labels_with_patience():
    patient = step03d.digits_race(0.2, etas=(0.5,), passes=60, seeds=1, families=("constant",))
    assert patient.loss.shape == (1, 1, 1) and patient.loss_of("constant")[0] == pytest.approx(0.54, abs=0.06)


@pytest.mark.claim(48, 49)
def test_restarts_and_waves_win_nothing_on_digits(clean):
    for family in ("restarts", "triangular"):
        assert np.all(clean.loss_of(family) > 1.8 * clean.loss_of("constant"))
        assert np.all(clean.accuracy_of(family) < clean.accuracy_of("constant") + 0.01)


def test_scrambled_labels_are_mostly_the_old_ones():
    y = np.arange(10).repeat(1000)
    changed = np.mean(step03d.scrambled(y) != y)
    assert changed == pytest.approx(0.18, abs=0.015) and np.array_equal(step03d.scrambled(y, 0.0), y)


def test_the_gradient_of_the_network_is_its_losses_derivative():
    from course.experiments import digits_schedules as room

    rng = np.random.default_rng(0)
    X, Y = rng.standard_normal((8, 5)), np.eye(3)[rng.integers(0, 3, 8)]
    # One step of the batch of all rows moves every weight by -eta times the slope of the loss.
    eta = 1e-3
    still, moved = (room._trained(X, Y, np.full((1, 1), rate), 8, 4, 1) for rate in (0.0, eta))

    def loss():
        return -np.mean(np.sum(room._log_softmax(room._outputs(still, X)[-1]) * Y, axis=-1))

    for (W, b), (W1, b1) in zip(still, moved, strict=True):
        for array, after in ((W, W1), (b, b1)):
            step = (array - after) / eta
            for place in np.ndindex(array.shape):
                kept = array[place]
                array[place] = kept + 1e-5
                up = loss()
                array[place] = kept - 1e-5
                down = loss()
                array[place] = kept
                assert step[place] == pytest.approx((up - down) / 2e-5, rel=1e-5, abs=1e-8)


@pytest.mark.parametrize("experiment", [step03d.noise_floor, step03d.too_fast, step03d.cycles])
def test_a_second_run_gives_the_same_numbers(experiment):
    one, two = vars(experiment()), vars(experiment())
    for name in one:
        np.testing.assert_equal(one[name], two[name])
