import inspect
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.schedules import (
    SCHEDULES,
    constant,
    cosine,
    exponential,
    inverse_time,
    step_decay,
    triangular,
    warm_restarts,
    warm_up,
)

# One of each, with the rate at some t worked out by hand.
CASES = {
    "constant": (constant(0.3), {0: 0.3, 7: 0.3}),
    "inverse_time": (inverse_time(0.5, k=0.5), {0: 0.5, 1: 1 / 3, 2: 0.25, 18: 0.05}),
    "step_decay": (step_decay(0.8, drop=0.5, every=10), {0: 0.8, 9: 0.8, 10: 0.4, 19: 0.4, 20: 0.2, 35: 0.1}),
    "exponential": (exponential(2.0, gamma=0.5), {0: 2.0, 1: 1.0, 3: 0.25}),
    "cosine": (cosine(1.0, T=10, eta_min=0.2), {0: 1.0, 5: 0.6, 10: 0.2, 11: 0.2, 1000: 0.2}),
    "triangular": (triangular(1.0, 4, eta_min=0.2), {0: 0.2, 1: 0.4, 4: 1.0, 6: 0.6, 8: 0.2, 12: 1.0, 83: 0.8}),
    "warm_restarts": (
        warm_restarts(1.0, T0=10, mult=2),
        {0: 1.0, 5: 0.5, 9: 0.5 * (1 + math.cos(0.9 * math.pi)), 10: 1.0, 20: 0.5, 30: 1.0, 50: 0.5, 70: 1.0, 150: 1.0},
    ),
    "warm_up": (warm_up(constant(0.4), 4), {0: 0.1, 1: 0.2, 3: 0.4, 4: 0.4, 100: 0.4}),
}


def test_every_schedule_of_the_table_has_a_case():
    assert set(CASES) == set(SCHEDULES)


@pytest.mark.parametrize("name", SCHEDULES)
def test_rates_worked_out_by_hand(name):
    schedule, rates = CASES[name]
    for t, eta in rates.items():
        assert schedule(t) == pytest.approx(eta, rel=1e-14)


@pytest.mark.parametrize("name", SCHEDULES)
def test_an_array_of_t_gives_the_rates_of_its_numbers(name):
    schedule, _ = CASES[name]
    t = np.arange(200)
    np.testing.assert_allclose(schedule(t), [schedule(int(k)) for k in t], rtol=1e-14, atol=1e-16)
    np.testing.assert_array_equal(schedule(list(range(200))), schedule(t))
    assert schedule(t.reshape(20, 10)).shape == (20, 10)
    assert np.ndim(schedule(np.int64(3))) == np.ndim(schedule(3)) == 0
    assert schedule(np.float32(3)) == pytest.approx(schedule(3))


@pytest.mark.parametrize("name", SCHEDULES)
def test_arrays_of_rates_make_one_schedule_a_run(name):
    rates = np.array([0.1, 0.2, 0.4])
    make = {
        "constant": constant,
        "inverse_time": lambda eta: inverse_time(eta, 0.5),
        "step_decay": lambda eta: step_decay(eta, 0.5, 3),
        "exponential": lambda eta: exponential(eta, 0.9),
        "cosine": lambda eta: cosine(eta, 20),
        "triangular": lambda eta: triangular(eta, 5),
        "warm_restarts": lambda eta: warm_restarts(eta, 4),
        "warm_up": lambda eta: warm_up(constant(eta), 5),
    }[name]
    for t in (0, 1, 8):
        np.testing.assert_allclose(make(rates)(t), [make(float(eta))(t) for eta in rates], rtol=1e-14)


def test_a_schedule_prints_as_the_call_that_makes_it():
    assert repr(cosine(0.1, T=100)) == "cosine(eta_max=0.1, T=100, eta_min=0.0)"
    assert repr(warm_up(constant(np.float64(0.5)), 5)) == "warm_up(schedule=constant(eta0=0.5), steps=5)"
    assert repr(inverse_time(np.array([0.1, 0.2]), 0.5)) == "inverse_time(eta0=array of 2, k=0.5)"
    assert repr(warm_up(math.sqrt, 5)) == "warm_up(schedule=sqrt, steps=5)"
    assert eval(repr(triangular(1.0, 4)))(3) == triangular(1.0, 4)(3)


@pytest.mark.parametrize("name", SCHEDULES)
def test_factories_keep_signature_and_docstring(name):

    assert list(inspect.signature(SCHEDULES[name]).parameters)
    assert SCHEDULES[name].__doc__


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: cosine(0.1, T=0), "T must be greater than 0, but it is 0"),
        (lambda: triangular(0.1, -2), "half_period must be greater than 0, but it is -2"),
        (lambda: step_decay(0.1, 0.5, 0), "every must be greater than 0"),
        (lambda: warm_up(constant(0.1), 0), "steps must be greater than 0"),
        (lambda: warm_restarts(0.1, 0), "T0 must be greater than 0"),
        (lambda: warm_restarts(0.1, 10, mult=0.5), "mult must be at least 1"),
    ],
)
def test_impossible_parameters_are_told(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_restarts_as_in_the_paper():
    """T0 = 10, doubled each time: restarts at 10, 30, 70, where the rate is exactly the largest."""
    eta = warm_restarts(0.05, T0=10, mult=2)(np.arange(151))
    assert [t for t in range(151) if eta[t] == 0.05] == [0, 10, 30, 70, 150]
    assert all(eta[t] < eta[t - 1] for t in range(1, 151) if t not in (10, 30, 70, 150))


rates = st.floats(1e-6, 1e3)


@given(eta_max=rates, share=st.floats(0, 1), length=st.integers(1, 500), mult=st.sampled_from([1, 1.5, 2, 3]))
@settings(max_examples=60, deadline=None)
def test_cyclic_and_cosine_rates_stay_between_their_bounds(eta_max, share, length, mult):
    eta_min = share * eta_max
    t = np.arange(1200)
    for schedule in (
        cosine(eta_max, length, eta_min),
        triangular(eta_max, length, eta_min),
        warm_restarts(eta_max, length, mult, eta_min),
    ):
        eta = schedule(t)
        assert eta.min() >= eta_min * (1 - 1e-12) and eta.max() <= eta_max * (1 + 1e-12)
    assert cosine(eta_max, length, eta_min)(length) == pytest.approx(eta_min)
    assert np.all(np.diff(cosine(eta_max, length, eta_min)(t)) <= 1e-12 * eta_max)


@given(eta_max=rates, half=st.integers(1, 200), t=st.integers(0, 2000))
@settings(max_examples=100, deadline=None)
def test_triangular_repeats_and_mirrors(eta_max, half, t):
    eta = triangular(eta_max, half)
    close = pytest.approx(eta(t), rel=1e-9, abs=1e-9 * eta_max)
    assert eta(t + 2 * half) == close
    assert eta(2 * half * (1 + t // half) - t) == close


@given(T0=st.integers(1, 60), mult=st.integers(1, 4), cycle=st.integers(0, 7))
@settings(max_examples=150, deadline=None)
def test_every_restart_is_on_time(T0, mult, cycle):
    """The rate is exactly eta_max at a restart, and has nearly reached eta_min a step before."""
    start = sum(T0 * mult**i for i in range(cycle))
    eta = warm_restarts(0.7, T0, mult, eta_min=0.1)
    assert eta(start) == eta(np.array([start]))[0] == 0.7
    if start:
        last = T0 * mult ** (cycle - 1)
        assert eta(start - 1) == pytest.approx(0.1 + 0.3 * (1 + math.cos(math.pi * (last - 1) / last)), rel=1e-9)


@given(k=st.floats(1e-3, 10), t=st.integers(0, 10_000))
@settings(max_examples=60, deadline=None)
def test_inverse_time_falls_as_one_over_t(k, t):
    """eta_t - eta_{t+1} = k eta_t eta_{t+1} / eta0, which only eta0 / (1 + k t) does."""
    eta = inverse_time(2.0, k)
    assert eta(t) - eta(t + 1) == pytest.approx(k * eta(t) * eta(t + 1) / 2.0, rel=1e-6)


def test_robbins_monro_of_the_notes_decay():
    """Its sum grows by (eta0 / k) ln 10 a decade and so has no end; the sum of its squares converges."""
    eta = inverse_time(0.5, 0.5)(np.arange(10**6))
    decades = [eta[10**k : 10 ** (k + 1)] for k in (3, 4, 5)]
    np.testing.assert_allclose([part.sum() for part in decades], math.log(10), rtol=1e-2)
    assert (decades[-1] ** 2).sum() < 1e-4
