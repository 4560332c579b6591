"""The loop: minimize, divergence, and what comes along with an import."""

import functools
import json
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from course.descent import minimize
from course.objectives import OBJECTIVES
from course.optimizers import adam, momentum
from course.schedules import constant, inverse_time

BOWL, RAVINE, ROSENBROCK, WELL = (OBJECTIVES[n] for n in ("bowl", "ravine", "rosenbrock", "double_well"))


def say(error, *parts):
    """The error's text holds all the parts."""
    for part in parts:
        assert part in str(error.value)


def test_one_run_is_the_rule_over_and_over():
    theta, v, path = RAVINE.start, 0.0, [RAVINE.start]
    for t in range(1, 8):
        theta, v = momentum(theta, RAVINE.gradient, t, v, eta=0.05, beta=0.8)
        path.append(theta)
    run = minimize(momentum, RAVINE, RAVINE.start, 7, eta=0.05, beta=0.8)
    np.testing.assert_array_equal(run.theta, path)
    np.testing.assert_allclose(run.loss, RAVINE.value(np.array(path)), rtol=1e-15)
    np.testing.assert_array_equal(run.t, range(8))
    assert run.rule == "momentum" and run.objective == "ravine" and run.hyper == {"eta": 0.05, "beta": 0.8}


def test_names_and_functions_are_the_same():
    a, b = (minimize(rule, BOWL, [1, 2], 5) for rule in ("adam", adam))
    np.testing.assert_array_equal(a.theta, b.theta)
    assert a.rule == b.rule == "adam" and a.hyper == b.hyper == adam.__kwdefaults__


def test_start_is_left_unchanged_and_whole_numbers_are_not_truncated():
    start = np.array([1, 2])
    run = minimize("gradient_descent", BOWL, start, 3, eta=0.25)
    np.testing.assert_array_equal(start, [1, 2])
    np.testing.assert_allclose(run.final, 0.75**3 * start)


@pytest.mark.parametrize("eta", [0.5, [0.5, 0.5]])
def test_a_rule_that_works_in_place_spoils_nothing(eta):
    def in_place(theta, grad, t, *, eta):
        theta -= eta * grad(theta)
        return (theta,)

    start = np.array([4.0, 2.0])
    run = minimize(in_place, BOWL, start, 2, eta=eta)
    np.testing.assert_array_equal(start, [4, 2])
    np.testing.assert_array_equal(run.theta.reshape(3, -1, 2)[:, -1], [[4, 2], [2, 1], [1, 0.5]])


def test_zero_steps_give_the_start():
    run = minimize("adam", BOWL, [1.0, 2.0], 0)
    np.testing.assert_array_equal(run.theta, [[1.0, 2.0]])
    assert run.loss.shape == (1,)


@pytest.mark.parametrize(
    ("start", "hyper", "runs"),
    [
        ((2,), {}, ()),
        ((5, 2), {}, (5,)),
        ((2,), {"eta": 3}, (3,)),
        ((5, 1, 2), {"eta": 3}, (5, 3)),
        ((3, 2), {"eta": 3}, (3,)),
        ((4, 1, 1, 2), {"eta": 3, "beta": (5, 1)}, (4, 5, 3)),
    ],
)
def test_runs_are_what_starts_and_arrays_broadcast_to(start, hyper, runs):
    rng = np.random.default_rng(0)
    starts = rng.normal(size=start)
    arrays = {key: rng.uniform(0.01, 0.05, size=size) for key, size in hyper.items()}
    together = minimize("momentum", RAVINE, starts, 6, **arrays)
    assert together.theta.shape == (7, *runs, 2) and together.loss.shape == (7, *runs) and together.runs == runs
    for index in np.ndindex(runs):
        own = {key: float(np.broadcast_to(value, runs)[index]) for key, value in arrays.items()}
        alone = minimize("momentum", RAVINE, np.broadcast_to(starts, (*runs, 2))[index], 6, **own)
        np.testing.assert_allclose(together.theta[(slice(None), *index)], alone.theta, rtol=1e-13)


def test_square_shapes_are_not_mixed_up():
    """Two runs in two coordinates: the two rates belong to the runs."""
    run = minimize("gradient_descent", BOWL, [[1.0, 1.0], [1.0, 1.0]], 1, eta=[0.1, 0.2])
    np.testing.assert_allclose(run.final, [[0.9, 0.9], [0.8, 0.8]])


def test_every_keeps_every_so_many_points():
    full = minimize("adam", ROSENBROCK, ROSENBROCK.start, 20)
    thin = minimize("adam", ROSENBROCK, ROSENBROCK.start, 20, every=6)
    np.testing.assert_array_equal(thin.t, [0, 6, 12, 18])
    np.testing.assert_array_equal(thin.theta, full.theta[::6])
    np.testing.assert_array_equal(thin.loss, full.loss[::6])


def test_first_step_uses_the_schedule_at_zero():
    asked = []

    def eta(t):
        asked.append(t)
        return 0.5 / (1 + t)

    run = minimize("gradient_descent", BOWL, [8.0, 0.0], 3, eta=eta)
    np.testing.assert_allclose(run.theta[:, 0], [8, 4, 3, 2.5])
    assert set(asked) == {0, 1, 2}


def test_schedules_of_the_course_and_arrays_in_schedules():
    run = minimize("gradient_descent", BOWL, [1.0, 1.0], 4, eta=inverse_time(np.array([0.1, 0.2]), 1.0))
    assert run.runs == (2,)
    for i, eta0 in enumerate([0.1, 0.2]):
        alone = minimize("gradient_descent", BOWL, [1.0, 1.0], 4, eta=inverse_time(eta0, 1.0))
        np.testing.assert_allclose(run.theta[:, i], alone.theta, rtol=1e-14)
    same = [minimize("adam", BOWL, [1.0, 1.0], 9, eta=eta).final for eta in (0.1, constant(0.1), np.float64(0.1))]
    np.testing.assert_array_equal(same[0], same[1])
    np.testing.assert_array_equal(same[0], same[2])


def test_any_hyperparameter_may_be_a_schedule():
    run = minimize("momentum", BOWL, [1.0, 0.0], 2, eta=0.5, beta=lambda t: [0.0, 0.5][t])
    np.testing.assert_allclose(run.theta[:, 0], [1, 0.5, 0.5 - 0.5 * (0.5 * 1 + 0.5 * 0.5)])


class Mean:
    """1/2 mean over the rows of |theta - x|^2: the least that a model has to have."""

    name, d = "mean", 2

    def __init__(self, X):
        self.X = X

    def value(self, theta):
        return 0.5 * np.mean(np.sum((theta[..., None, :] - self.X) ** 2, axis=-1), axis=-1)

    def gradient(self, theta):
        return theta - self.X.mean(axis=0)

    def on(self, rows):
        return Mean(self.X[rows])


def test_minibatches_are_the_same_for_all_runs_and_the_loss_is_that_of_all_rows():
    X = np.random.default_rng(0).normal(size=(10, 2))
    rows = [np.array(r) for r in ([0, 1], [5], [2, 9])]
    run = minimize("gradient_descent", Mean(X), [[0.0, 0.0], [1.0, 1.0]], 3, batches=rows, eta=0.5)
    theta = np.array([[0.0, 0.0], [1.0, 1.0]])
    for k, r in enumerate(rows):
        theta = theta - 0.5 * (theta - X[r].mean(axis=0))
        np.testing.assert_allclose(run.theta[k + 1], theta)
        np.testing.assert_allclose(run.loss[k + 1], Mean(X).value(theta))


def test_endless_batches_are_fine_and_too_few_are_told():
    X = np.arange(8.0).reshape(4, 2)
    endless = iter(lambda: np.array([0]), None)
    run = minimize("gradient_descent", Mean(X), [5.0, 5.0], 50, batches=endless, eta=0.5)
    np.testing.assert_allclose(run.final, X[0], atol=1e-9)
    with pytest.raises(ValueError) as error:
        minimize("gradient_descent", Mean(X), [5.0, 5.0], 5, batches=[[0], [1]])
    say(error, "batches ended after 2 of 5 steps; each step needs one.")
    with pytest.raises(TypeError) as error:
        minimize("adam", BOWL, [5.0, 5.0], 5, batches=[[0], [1]])
    say(error, "bowl has no rows to take batches of: it has no .on(rows).")


def test_losses_are_the_same_however_many_are_computed_at_once(monkeypatch):
    run = minimize("adam", ROSENBROCK, np.random.default_rng(0).normal(size=(7, 2)), 30)
    monkeypatch.setattr("course.descent.loop.POINTS_AT_ONCE", 1)
    again = minimize("adam", ROSENBROCK, np.random.default_rng(0).normal(size=(7, 2)), 30)
    np.testing.assert_array_equal(run.loss, again.loss)


def test_a_learners_own_rule_and_objective():
    def signed(theta, grad, t, steps=0, *, eta=0.1):
        return theta - eta * np.sign(grad(theta)), steps + 1

    well = SimpleNamespace(value=lambda x: np.abs(x[..., 0]), gradient=np.sign)
    run = minimize(signed, well, [1.0], 3, eta=0.3)
    np.testing.assert_allclose(run.theta[:, 0], [1, 0.7, 0.4, 0.1])
    assert run.rule == "signed" and run.objective == "SimpleNamespace" and run.minimum is None
    assert minimize(functools.partial(signed, eta=0.5), well, [1.0], 1).final[0] == 0.5


def test_divergence_is_a_result_without_warnings():
    """pytest makes errors of warnings, so a leaking one would fail here."""
    run = minimize("gradient_descent", WELL, [[0.5], [1.8], [5.0]], 60, eta=0.2)
    np.testing.assert_array_equal(run.diverged, [False, False, True])
    assert np.isinf(run.diverged_at[0]) and run.diverged_at[2] < 10
    k = int(run.diverged_at[2])
    assert not np.isfinite(run.loss[k, 2]) and np.isfinite(run.loss[k - 1, 2])
    assert np.isfinite(run.best[2]).all() and run.best_loss[2] == np.nanmin(run.loss[:, 2])


def test_the_learning_rate_at_the_edge():
    """On 5 x^2: 0.19 arrives, 0.20 swings between 1 and -1 for ever, 0.21 grows, but not beyond all numbers in 100 steps."""
    run = minimize("gradient_descent", OBJECTIVES["parabola"], [1.0], 100, eta=[0.19, 0.20, 0.21])
    np.testing.assert_allclose(run.final[:, 0], [2.656e-5, 1.0, 1.378e4], rtol=1e-3)
    assert not run.diverged.any()


def test_importing_brings_numpy_and_nothing_heavy():
    """`import course` is to be quick; which modules come along can be tested, unlike a time."""
    code = (
        "import json, sys, numpy; before = set(sys.modules)\n"
        "import course; from course import descent, objectives, optimizers, schedules\n"
        "print(json.dumps(sorted({name.split('.')[0] for name in set(sys.modules) - before})))"
    )
    brought = json.loads(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )
    assert {name for name in brought if name not in sys.stdlib_module_names} == {"course"}
