"""Update rules against PyTorch's numbers, closed forms and their own invariants."""

import inspect
import json
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from course.descent import minimize
from course.objectives import OBJECTIVES, quadratic
from course.optimizers import OPTIMIZERS, adam, adam_uncorrected, amsgrad, heavy_ball, momentum, rmsprop

TORCH = json.loads((Path(__file__).parent / "oracles" / "torch_paths.json").read_text(encoding="utf-8"))
PROBLEMS = {"rosenbrock": OBJECTIVES["rosenbrock"], "scales": quadratic([1.0, 100.0, 0.0])}
ADAM = {"eta": 0.05, "beta1": 0.8, "beta2": 0.95, "eps": 1e-6}


def uncorrected(hyper):
    """The schedules with which a rule without bias correction takes the steps of one with it."""
    b1, b2 = hyper["beta1"], hyper["beta2"]
    root = lambda t: math.sqrt(1 - b2 ** (t + 1))  # noqa: E731
    return {
        **hyper,
        "eta": lambda t: hyper["eta"] * root(t) / (1 - b1 ** (t + 1)),
        "eps": lambda t: hyper["eps"] * root(t),
    }


# rule -> (PyTorch's optimizer as make_torch_paths.py names it, hyperparameters that mean the same)
SAME_AS_TORCH = {
    "gradient_descent": ("SGD", {"eta": 1e-3}),
    "momentum": ("SGD momentum", {"eta": 1e-3 / (1 - 0.8), "beta": 0.8}),
    "heavy_ball": ("SGD momentum", {"eta": 1e-3, "beta": 0.8}),
    "nesterov": ("SGD nesterov", {"eta": 1e-3, "beta": 0.8}),
    "adagrad": ("Adagrad", {"eta": 0.3, "eps": 1e-6}),
    "rmsprop": ("RMSprop", {"eta": 0.02, "beta": 0.9, "eps": 1e-6}),
    "adam_uncorrected": ("Adam", uncorrected(ADAM)),
    "adam": ("Adam", ADAM),
    "amsgrad": ("Adam amsgrad", uncorrected(ADAM)),
    "adamw": ("AdamW", {**ADAM, "decay": 0.1}),
}

each_rule = pytest.mark.parametrize("name", OPTIMIZERS)


def test_table_and_oracle_cover_each_other():
    assert set(SAME_AS_TORCH) == set(OPTIMIZERS)
    assert {torch_name for torch_name, _ in SAME_AS_TORCH.values()} == set(TORCH["rosenbrock"]) == set(TORCH["scales"])


@each_rule
@pytest.mark.parametrize("problem", PROBLEMS)
def test_rule_goes_where_pytorch_goes(name, problem):
    torch_name, hyper = SAME_AS_TORCH[name]
    expected = np.array(TORCH[problem][torch_name])
    f = PROBLEMS[problem]
    path = minimize(name, f, expected[0], len(expected) - 1, **hyper).theta
    if name == "nesterov":  # PyTorch keeps the point at which the gradient is taken, which is a step of velocity ahead
        velocity = -np.diff(path, axis=0) / hyper["eta"]
        path[1:] -= hyper["eta"] * hyper["beta"] * velocity
    np.testing.assert_allclose(path, expected, rtol=1e-12, atol=1e-13)


def test_oracle_tells_the_variants_apart():
    """Otherwise agreement with it would say little."""
    by_name = {name: np.array(path)[-1] for name, path in TORCH["scales"].items()}
    for a in by_name:
        assert all(a == b or np.abs(by_name[a] - by_name[b]).max() > 1e-3 for b in by_name)


@each_rule
def test_signature_is_that_of_a_rule(name):
    rule = OPTIMIZERS[name]
    parameters = list(inspect.signature(rule).parameters.values())
    assert rule.__name__ == name and rule.__doc__
    assert [p.name for p in parameters[:3]] == ["theta", "grad", "t"]
    for p in parameters[3:]:
        assert p.kind is p.KEYWORD_ONLY or p.default == 0.0
    hyper = [p.name for p in parameters if p.kind is p.KEYWORD_ONLY]
    assert hyper[0] == "eta" and all(isinstance(p.default, float) for p in parameters[3:])


@each_rule
def test_rule_is_pure(name):
    """Same arguments, same answer; nothing changed in place; the answer shares no memory with the arguments."""
    rule = OPTIMIZERS[name]
    f = PROBLEMS["scales"]
    memory = rule(f.start, f.gradient, 1)[1:]
    arrays = [f.start * 1.5, *memory]
    before = [a.copy() for a in arrays]
    first = rule(arrays[0], f.gradient, 2, *arrays[1:])
    second = rule(arrays[0], f.gradient, 2, *arrays[1:])
    assert isinstance(first, tuple) and len(first) == len(arrays)
    for a, b, array, old in zip(first, second, arrays, before, strict=True):
        np.testing.assert_array_equal(a, b)
        np.testing.assert_array_equal(array, old)
        assert not np.shares_memory(a, array)


@each_rule
def test_numbers_and_whole_numbers_will_do(name):
    rule = OPTIMIZERS[name]
    expected = rule(np.array([3.0]), lambda x: 2 * x, 1)[0][0]
    for theta in (3, np.float64(3.0), np.int64(3)):
        assert rule(theta, lambda x: 2 * x, 1)[0] == pytest.approx(expected, rel=1e-15)
    np.testing.assert_allclose(rule(np.array([3, 3]), lambda x: 2 * x, 1)[0], expected)


@each_rule
def test_many_runs_at_once_are_the_runs_one_by_one(name):
    f = OBJECTIVES["himmelblau"]
    rng = np.random.default_rng(5)
    starts = rng.normal(size=(4, 1, 2))
    hyper = {p: np.linspace(0.5, 0.9, 3) for p in ("beta", "beta1", "beta2") if p in defaults(name)}
    hyper["eta"] = np.geomspace(1e-3, 1e-2, 3)
    together = minimize(name, f, starts, 40, **hyper)
    assert together.theta.shape == (41, 4, 3, 2)
    for i in range(4):
        for j in range(3):
            one = minimize(name, f, starts[i, 0], 40, **{key: value[j] for key, value in hyper.items()})
            np.testing.assert_allclose(together.theta[:, i, j], one.theta, rtol=1e-11)
            np.testing.assert_allclose(together.loss[:, i, j], one.loss, rtol=1e-10)


def defaults(name):
    return {
        p.name: p.default for p in inspect.signature(OPTIMIZERS[name]).parameters.values() if p.kind is p.KEYWORD_ONLY
    }


@each_rule
@given(order=st.permutations(range(4)), seed=st.integers(0, 1000))
@settings(max_examples=15, deadline=None)
def test_coordinates_have_no_order(name, order, seed):
    rng = np.random.default_rng(seed)
    gradients, start = rng.normal(size=(6, 4)), rng.normal(size=4)
    path, permuted = (follow(OPTIMIZERS[name], start[o], gradients[:, o]) for o in (slice(None), order))
    np.testing.assert_array_equal(path[:, order], permuted)


def follow(rule, theta, gradients, **hyper):
    """The path of a rule that is given these gradients, wherever it goes."""
    path, memory = [theta], ()
    for t, g in enumerate(gradients, start=1):
        theta, *memory = rule(theta, lambda _, g=g: g, t, *memory, **hyper)
        path.append(theta)
    return np.array(path)


@pytest.mark.parametrize("name", ["adagrad", "rmsprop", "adam_uncorrected", "adam", "amsgrad"])
@given(scale=st.floats(1e-3, 1e3), seed=st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_adaptive_rules_do_not_see_the_scale_of_a_coordinate(name, scale, seed):
    rng = np.random.default_rng(seed)
    gradients = rng.normal(size=(8, 3))
    path, scaled = (follow(OPTIMIZERS[name], np.zeros(3), g, eps=0.0) for g in (gradients, gradients * [1, scale, 1]))
    np.testing.assert_allclose(path, scaled, rtol=1e-9, atol=1e-12)


@given(lam=st.floats(0.01, 10), share=st.floats(0.01, 2.5), steps=st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_gradient_descent_on_a_quadratic_is_a_power(lam, share, steps):
    eta = share / lam
    path = minimize("gradient_descent", quadratic([lam]), [1.0], steps, eta=eta).theta[:, 0]
    np.testing.assert_allclose(path, (1 - eta * lam) ** np.arange(steps + 1), rtol=1e-12, atol=1e-12)


@given(beta=st.floats(0, 0.99), eta=st.floats(1e-3, 0.1), seed=st.integers(0, 99))
@settings(max_examples=40, deadline=None)
def test_moving_average_is_a_heavy_ball_with_a_smaller_step(beta, eta, seed):
    gradients = np.random.default_rng(seed).normal(size=(30, 2))
    ema = follow(momentum, np.ones(2), gradients, eta=eta, beta=beta)
    ball = follow(heavy_ball, np.ones(2), gradients, eta=eta * (1 - beta), beta=beta)
    np.testing.assert_allclose(ema, ball, rtol=1e-12, atol=1e-13)


def test_velocity_is_a_weighted_sum_of_past_gradients():
    gradients = np.random.default_rng(0).normal(size=(12, 2))
    v, beta = 0.0, 0.7
    for t, g in enumerate(gradients, start=1):
        _, v = momentum(np.zeros(2), lambda _, g=g: g, t, v, beta=beta)
    weights = (1 - beta) * beta ** np.arange(12)[::-1]
    np.testing.assert_allclose(v, weights @ gradients, rtol=1e-13)


def test_adam_without_averages_is_descent_by_sign():
    gradients = np.array([[3.0, -1e-3], [-5.0, 2.0], [0.1, -7.0]])
    path = follow(adam, np.zeros(2), gradients, eta=0.1, beta1=0.0, beta2=0.0, eps=0.0)
    np.testing.assert_allclose(np.diff(path, axis=0), -0.1 * np.sign(gradients), rtol=1e-13)


def test_adam_without_momentum_is_rmsprop_with_bias_correction():
    gradients = np.random.default_rng(2).normal(size=(20, 3))
    plain = follow(adam, np.zeros(3), gradients, eta=0.1, beta1=0.0, beta2=0.9, eps=0.0)
    steps = np.diff(follow(rmsprop, np.zeros(3), gradients, eta=0.1, beta=0.9, eps=0.0), axis=0)
    correction = np.sqrt(1 - 0.9 ** np.arange(1, 21))[:, None]
    np.testing.assert_allclose(np.diff(plain, axis=0), steps * correction, rtol=1e-12)


def test_first_step_of_adam_is_eta_whatever_the_gradient():
    for g in (1e-4, 1.0, 1e6):
        assert adam(np.zeros(1), lambda _, g=g: np.array([g]), 1, eta=0.05)[0][0] == pytest.approx(-0.05, rel=1e-3)


def test_uncorrected_adam_begins_with_steps_too_long():
    """On a constant gradient, step / eta should be 1 all along; the published rule does that, the notes' does not."""
    steps = 2400
    loud = -np.diff(follow(adam_uncorrected, np.zeros(1), np.ones((steps, 1)), eta=1.0)[:, 0])
    right = -np.diff(follow(adam, np.zeros(1), np.ones((steps, 1)), eta=1.0)[:, 0])
    np.testing.assert_allclose(right, 1.0, rtol=1e-7)
    np.testing.assert_allclose(loud[[0, 1, 2, 11, 99, 999]], [3.16, 4.25, 4.95, 6.57, 3.24, 1.26], atol=5e-3)
    assert loud.argmax() == 11
    assert 1 + np.argmax(loud < 1.05) == 2375


def test_row_of_overshoots_without_bias_correction():
    """From 0.05 with eta = 0.05 on a parabola: how far beyond the minimum each variant runs."""
    f = quadratic([1.0])
    corrected = minimize("adam", f, [0.05], 400, eta=0.05).theta.min()
    uncorrected = minimize("adam_uncorrected", f, [0.05], 400, eta=0.05, beta2=[0.999, 0.9999]).theta.min(axis=(0, 2))
    np.testing.assert_allclose([corrected, *uncorrected], [-0.037, -0.108, -0.450], atol=1e-3)


def test_adam_is_almost_blind_to_the_scale_of_the_loss():
    f = OBJECTIVES["himmelblau"]
    louder = SimpleNamespace(value=lambda x: 1000 * f.value(x), gradient=lambda x: 1000 * f.gradient(x))
    a, b = (minimize("adam", g, [1.0, 1.0], 50).final for g in (f, louder))
    np.testing.assert_allclose(a, b, rtol=1e-6)


def clipped(rule):
    """The rule, its point put back into [-1, 1]."""

    def projected(theta, grad, t, *memory, **hyper):
        theta, *memory = rule(theta, grad, t, *memory, **hyper)
        return np.clip(theta, -1, 1), *memory

    return projected


@pytest.mark.parametrize(("rule", "end"), [(adam_uncorrected, 1.0), (amsgrad, -1.0)])
def test_the_problem_on_which_adam_fails(rule, end):
    """Reddi, Kale and Kumar 2018, theorem 1, with C = 3: f_t = 3 x every third round, else -x. The best point is -1."""
    step, x, memory = clipped(rule), np.zeros(1), ()
    for t in range(1, 6001):
        g = np.array([3.0 if t % 3 == 1 else -1.0])
        x, *memory = step(x, lambda _, g=g: g, t, *memory, eta=0.5 / math.sqrt(t), beta1=0.0, beta2=0.1)
    assert x[0] == pytest.approx(end, abs=0.05)


def test_amsgrad_never_lengthens_its_steps():
    gradients = np.random.default_rng(1).normal(size=(200, 3)) * np.geomspace(10, 0.01, 200)[:, None]
    v_max, previous, memory = 0.0, 0.0, ()
    for t, g in enumerate(gradients, start=1):
        _, *memory = amsgrad(np.zeros(3), lambda _, g=g: g, t, *memory)
        _, v, v_max = memory
        assert np.all(v_max >= previous) and np.all(v_max >= v)
        previous = v_max
    assert np.any(v < v_max / 2)


def test_weight_decay_stands_beside_the_step():
    """Where the gradient is zero, AdamW shrinks theta by eta decay and Adam leaves it."""
    still = lambda theta: 0 * theta  # noqa: E731
    path = follow(OPTIMIZERS["adamw"], np.array([2.0]), np.zeros((3, 1)), eta=0.1, decay=0.5)
    np.testing.assert_allclose(path[:, 0], 2 * 0.95 ** np.arange(4))
    assert adam(np.array([2.0]), still, 1)[0] == 2.0


def test_nesterov_looks_ahead():
    asked = []
    OPTIMIZERS["nesterov"](np.array([1.0]), lambda x: asked.append(x) or x, 2, np.array([4.0]), eta=0.1, beta=0.5)
    np.testing.assert_allclose(asked, [[1.0 - 0.1 * 0.5 * 4.0]])


@each_rule
def test_gradient_is_asked_for_once_a_step(name):
    asked = []
    OPTIMIZERS[name](np.ones(2), lambda x: asked.append(1) or x, 1)
    assert len(asked) == 1
