"""The experiments of step 7 and the capstone's counter of gradients; theory is the oracle where there is one."""

import numpy as np
import pytest

from course.experiments import capstone, step07


@pytest.mark.claim(75)
@pytest.mark.parametrize("split", [0, 1])
def test_convexity_gives_one_place_and_a_certificate_the_network_more_right_digits(split):
    four = step07.four_models(split)
    logistic, network, softmax = four["logistic"], four["network"], four["softmax"]
    assert logistic.spread < 1e-12 and logistic.apart < 1e-6 and logistic.gap < 1e-12
    assert network.fresh.min() > softmax.fresh.max() and network.fresh.min() > 0.95
    assert network.apart > 1 and network.rise > 0.05
    assert network.spread < softmax.spread, "unpredictable where it ends, not how good it is"
    for name in ("logistic", "hinge", "softmax"):
        assert four[name].rise < 1e-9, "a convex loss never rises above a chord"


@pytest.mark.claim(75)
def test_a_part_of_the_networks_power_is_speed():
    four = step07.four_models(0)
    at_once, longer, patient = four["softmax"].fresh, step07.patient_softmax(0, 20), step07.patient_softmax(0)
    assert at_once.max() < longer.min() and longer.max() < patient.min()
    assert longer.max() < four["network"].fresh.min(), "with equal passes the network is ahead"
    assert abs(patient.max() - four["network"].fresh.min()) < 0.01


def test_a_certificate_is_never_below_the_true_gap():
    problem = capstone.problems(0)["hinge"]
    run = step07.four_models(0)["hinge"]
    assert run.gap >= run.loss.max() - run.loss.min() and problem.mu == 0.01


@pytest.mark.claim(76)
def test_downhill_leads_into_a_valley_and_uphill_to_no_summit():
    ways = step07.both_ways()
    assert ways.down[0] == pytest.approx(np.log(2)) and ways.up[0] == ways.down[0]
    assert np.all(np.diff(ways.down) < 0) and ways.down[-1] < 0.07
    assert np.all(np.diff(ways.up) > 0)
    rises = np.diff(ways.up)
    assert np.all(rises[1:] >= rises[:-1] - 1e-9), "along a convex loss the climb never slows"
    assert ways.up[-1] > 100


@pytest.mark.parametrize("name", ["logistic", "hinge", "softmax", "network"])
def test_a_problem_is_what_it_says(name):
    problem = capstone.problems(3)[name]
    assert problem.name == name and problem.budget == problem.passes * problem.n
    assert len(problem.fresh.y) + problem.n == {"tumours": 569, "digits": 1797}[problem.data]
    rng = np.random.default_rng(0)
    start = problem.start(rng)
    assert start.shape == (problem.model.d,) and 0 <= problem.accuracy(start) <= 1
    assert problem.model.convex is (name != "network")


def test_another_draw_is_another_problem():
    one, two = capstone.problems(0)["network"], capstone.problems(1)["network"]
    assert not np.array_equal(one.model.X, two.model.X) and not np.array_equal(one.model.y, two.model.y)
    assert np.array_equal(one.model.X, capstone.problems(0)["network"].model.X)


def test_the_meter_counts_rows_and_ends_at_the_budget():
    problem = capstone.problems(0)["logistic"]
    meter, theta = capstone.Meter(problem.model, 500), np.zeros(30)
    loss, g = meter(theta)
    assert meter.spent == 398 and loss == pytest.approx(np.log(2)) and g.shape == (30,)
    meter(theta, [0, 1, 2])
    assert meter.spent == 398 + capstone.LEAST
    part = meter(theta, np.arange(20))
    assert part[0] == pytest.approx(problem.model.on(np.arange(20)).value(theta))
    with pytest.raises(capstone.OverBudgetError, match="500 rows"):
        meter(theta, np.arange(100))
    for rows in ([], [0.5], [[1, 2]], [True]):
        with pytest.raises(ValueError, match="whole numbers"):
            capstone.Meter(problem.model, 500)(theta, rows)
    with pytest.raises(ValueError, match="30 numbers"):
        meter(np.zeros(3))


def test_an_entry_of_the_report_asks_for_the_problem_it_belongs_to():
    four = capstone.problems(0)
    theta = np.full(30, 0.1)
    entry = capstone.entry(four["logistic"], lambda problem, seed: np.full(problem.model.d, float(seed)))
    assert entry["train"](2)[0] == 2 and entry["data"] == "tumours" and entry["mu"] == 0.01
    assert entry["loss"](theta) == four["logistic"].model.value(theta)
    assert np.array_equal(entry["gradient"](theta), four["logistic"].model.gradient(theta))
    assert entry["accuracy"](theta) == four["logistic"].accuracy(theta)
