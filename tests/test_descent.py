"""The loop, what it returns, and what it says when something does not fit."""

import functools
import json
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from course.descent import RuleError, Trajectory, as_rule, minimize
from course.objectives import OBJECTIVES, quadratic, ravine
from course.optimizers import OPTIMIZERS, adam, gradient_descent, momentum
from course.schedules import constant, cosine, inverse_time

BOWL, RAVINE, ROSENBROCK, WELL = (OBJECTIVES[n] for n in ("bowl", "ravine", "rosenbrock", "double_well"))


def say(error, *parts):
    """The error's text holds all the parts."""
    for part in parts:
        assert part in str(error.value)


# --- the loop ---------------------------------------------------------------------------------------------------------------


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


# --- divergence -------------------------------------------------------------------------------------------------------------


def test_divergence_is_a_result_without_warnings():
    """pytest makes errors of warnings, so a leaking one would fail here."""
    run = minimize("gradient_descent", WELL, [[0.5], [1.8], [5.0]], 60, eta=0.2)
    np.testing.assert_array_equal(run.diverged, [False, False, True])
    assert np.isinf(run.diverged_at[0]) and run.diverged_at[2] < 10
    k = int(run.diverged_at[2])
    assert not np.isfinite(run.loss[k, 2]) and np.isfinite(run.loss[k - 1, 2])
    assert np.isfinite(run.best[2]).all() and run.best_loss[2] == np.nanmin(run.loss[:, 2])


def test_the_learning_rate_at_the_edge():
    """On 5 x^2: 0.19 arrives, 0.20 swings between 1 and -1 for ever, 0.21 grows (but not beyond the numbers in 100 steps)."""
    run = minimize("gradient_descent", OBJECTIVES["parabola"], [1.0], 100, eta=[0.19, 0.20, 0.21])
    np.testing.assert_allclose(run.final[:, 0], [2.656e-5, 1.0, 1.378e4], rtol=1e-3)
    assert not run.diverged.any()


# --- Trajectory -------------------------------------------------------------------------------------------------------------


def trajectory(loss, **more):
    loss = np.array(loss, dtype=float)
    theta = np.arange(loss.size * 2.0).reshape(*loss.shape, 2)
    fields = {"t": np.arange(len(loss)) * 10, "rule": "adam", "hyper": {"eta": 0.1}, "objective": "f", "minimum": 1.0}
    return Trajectory(theta, loss, **{**fields, **more})


def test_steps_to_a_tolerance():
    assert trajectory([5, 3, 1.5, 2, 1]).steps_to(0.5) == 20
    assert trajectory([5, 3, 1.5, 2, 1]).steps_to(10) == 0
    assert trajectory([5, np.nan, 3]).steps_to(0.5) is None
    assert trajectory([5, 3, 1.5], minimum=None).steps_to(0.5, minimum=2.5) == 10
    np.testing.assert_array_equal(trajectory([[5, 5], [1, np.nan], [0, 4]]).steps_to(0.5), [10, np.inf])
    with pytest.raises(ValueError) as error:
        trajectory([5, 3], minimum=None).steps_to(0.5)
    say(error, "The minimum of f is not known: say steps_to(tol, minimum=...).")


def test_best_and_final():
    one = trajectory([5, 2, np.nan, 3])
    np.testing.assert_array_equal(one.best, [2, 3])
    np.testing.assert_array_equal(one.final, [6, 7])
    assert one.best_loss == 2 and type(one.best_loss) is float
    two = trajectory([[5, 1], [2, np.nan], [3, 4]])
    np.testing.assert_array_equal(two.best, [[4, 5], [2, 3]])
    np.testing.assert_array_equal(two.best_loss, [2, 1])


def test_diverged_of_a_single_run_is_plain():
    one = trajectory([5, np.inf, np.nan])
    assert one.diverged is True and one.diverged_at == 10 and type(one.diverged_at) is int
    assert trajectory([5, 4]).diverged is False and trajectory([5, 4]).diverged_at is None


def test_one_run_out_of_many():
    starts = np.random.default_rng(0).normal(size=(4, 1, 2))
    many = minimize("momentum", RAVINE, starts, 5, eta=[0.01, 0.02, 0.03], beta=cosine(0.9, 5))
    one = many.run(2, 1)
    alone = minimize("momentum", RAVINE, starts[2, 0], 5, eta=0.02, beta=cosine(0.9, 5))
    np.testing.assert_allclose(one.theta, alone.theta, rtol=1e-13)
    assert one.hyper["eta"] == 0.02 and one.runs == () and repr(one) == repr(alone)
    with pytest.raises(ValueError) as error:
        many.run(2)
    say(error, "The runs have shape (4, 3): give 2 indices, not 1.")


def test_it_knows_its_hyperparameters_whatever_becomes_of_the_callers_array():
    eta = np.array([0.1, 0.2])
    run = minimize("gradient_descent", BOWL, [1.0, 1.0], 2, eta=eta)
    eta[0] = 9
    np.testing.assert_array_equal(run.hyper["eta"], [0.1, 0.2])


def own_rate(t):
    return 0.1


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (
            lambda: minimize("gradient_descent", BOWL, [2.0, 0.0], 1, eta=0.5),
            "Trajectory(gradient_descent on bowl, 1 step, eta=0.5; final loss 0.5)",
        ),
        (
            lambda: minimize("momentum", BOWL, np.ones((3, 1, 2)), 2, eta=[0.25, 1], beta=0.0),
            "Trajectory(momentum on bowl, 2 steps, 3 x 2 runs, eta=0.25 to 1, beta=0; final loss 0 to 0.3164)",
        ),
        (
            lambda: minimize("gradient_descent", quadratic([1.0], name="f"), [1.0], 4000, eta=[0.5, 9.0]),
            "Trajectory(gradient_descent on f, 4000 steps, 2 runs, eta=0.5 to 9; final loss 0; 1 of 2 diverged)",
        ),
        (
            lambda: minimize("gradient_descent", quadratic([1.0], name="f"), [1.0], 4000, eta=9.0),
            "Trajectory(gradient_descent on f, 4000 steps, eta=9; final loss not finite; diverged at step 171)",
        ),
        (
            lambda: minimize("gradient_descent", BOWL, [0.0, 0.0], 3, eta=cosine(0.1, T=3)),
            "Trajectory(gradient_descent on bowl, 3 steps, eta=cosine(eta_max=0.1, T=3, eta_min=0.0); final loss 0)",
        ),
        (
            lambda: minimize("gradient_descent", BOWL, [0.0, 0.0], 3, eta=own_rate),
            "Trajectory(gradient_descent on bowl, 3 steps, eta=own_rate; final loss 0)",
        ),
        (
            lambda: minimize("gradient_descent", BOWL, [0.0, 0.0], 3, eta=functools.partial(own_rate)),
            "Trajectory(gradient_descent on bowl, 3 steps, eta=partial; final loss 0)",
        ),
    ],
)
def test_repr_is_short_and_stable(made, text):
    assert repr(made()) == text


# --- errors -----------------------------------------------------------------------------------------------------------------


def test_unknown_optimizer():
    with pytest.raises(ValueError) as error:
        minimize("adm", BOWL, [1, 1], 5)
    say(error, "There is no optimizer 'adm'. Did you mean 'adam'?", "There are: gradient_descent, momentum, ")
    with pytest.raises(TypeError) as error:
        minimize(3, BOWL, [1, 1], 5)
    say(error, "rule must be a function or the name of an optimizer, but it is an int.")


def test_unknown_and_missing_hyperparameters():
    with pytest.raises(TypeError) as error:
        minimize("momentum", BOWL, [1, 1], 5, betta=0.9)
    say(error, "momentum has no hyperparameter 'betta'. Did you mean 'beta'? It has: eta, beta.")

    def bare(theta, grad, t):
        return (theta,)

    with pytest.raises(TypeError) as error:
        minimize(bare, BOWL, [1, 1], 5, lr=0.9)
    say(error, "bare has no hyperparameter 'lr'. It has: none.")

    def needy(theta, grad, t, *, eta):
        return (theta - eta * grad(theta),)

    with pytest.raises(TypeError) as error:
        minimize(needy, BOWL, [1, 1], 5)
    say(error, "needy needs a value for eta: minimize(..., eta=...).")


@pytest.mark.parametrize("value", ["0.1", [0.1, "a"], {"a": 1}, 1j])
def test_a_hyperparameter_that_is_none(value):
    with pytest.raises(TypeError) as error:
        minimize("momentum", BOWL, [1, 1], 5, eta=value)
    say(error, "eta must be a number, an array (one value per run) or a schedule, but it is")


def test_a_hyperparameter_before_the_star():
    def unstarred(theta, grad, t, eta=0.1):
        return (theta - eta * grad(theta),)

    with pytest.raises(TypeError) as error:
        minimize(unstarred, BOWL, [1, 1], 5, eta=0.2)
    say(
        error,
        "eta is memory of unstarred, because it stands before the *.",
        "def unstarred(theta, grad, t, *, eta=...)",
    )


def test_exercise_functions_are_sent_to_as_rule():
    def step(theta, g):
        return theta

    def momentum_step(theta, v, g, eta, beta):
        return theta, v

    for function in (step, momentum_step):
        with pytest.raises(RuleError) as error:
            minimize(function, BOWL, [1, 1], 5)
        say(error, "as_rule")


NONSENSE = {
    "None": (lambda theta: None, "returned None, expected a tuple (theta, v). Is a return missing?"),
    "bare theta": (lambda theta: theta, "returned an array of shape (3, 2), expected a tuple (theta, v)."),
    "list": (lambda theta: [theta, theta], "returned a list, expected a tuple (theta, v)."),
    "too few": (lambda theta: (theta,), "returned 1 values, expected 2: a tuple (theta, v)."),
    "too many": (lambda theta: (theta, theta, 1), "returned 3 values, expected 2: a tuple (theta, v)."),
    "sum": (
        lambda theta: (theta.sum(axis=-1), theta),
        "theta came back as an array of shape (3,), expected an array of shape (3, 2) as it was given.",
    ),
    "number": (lambda theta: (1.0, theta), "theta came back as a float, expected an array of shape (3, 2)"),
    "grown": (lambda theta: (theta[None], theta), "theta came back as an array of shape (1, 3, 2), expected"),
}


@pytest.mark.parametrize("kind", NONSENSE)
def test_a_rule_that_returns_nonsense_is_told_by_name_step_and_shape(kind):
    returned, message = NONSENSE[kind]

    def my_rule(theta, grad, t, v=0.0):
        return (theta, v) if t < 3 else returned(theta)

    with pytest.raises(RuleError) as error:
        minimize(my_rule, BOWL, np.ones((3, 2)), 5)
    say(error, f"my_rule, step 3: {message}")


def test_a_gradient_of_the_wrong_shape_is_blamed_on_the_objective():
    bad = SimpleNamespace(name="bad", value=BOWL.value, gradient=lambda theta: np.ones((3, 1, 2)))
    with pytest.raises(RuleError) as error:
        minimize("gradient_descent", bad, np.ones((3, 2)), 5)
    say(
        error,
        "gradient_descent, step 1: the gradient of the objective is an array of shape (3, 1, 2), expected",
        "(3, 2)",
    )


def test_a_value_that_does_not_take_many_points_is_told():
    bad = SimpleNamespace(name="bad", value=lambda theta: np.sum(theta**2), gradient=lambda theta: 2 * theta)
    with pytest.raises(RuleError) as error:
        minimize("gradient_descent", bad, [1.0, 2.0], 5)
    say(
        error, "The value of bad has shape () for points of shape (6, 2), expected (6,): one number a point.", "axis=-1"
    )


def test_an_exception_in_a_rule_says_where():
    with pytest.raises(IndexError) as error:
        minimize(as_rule(lambda theta, g, t: [theta, theta][t]), BOWL, [1.0, 1.0], 5)
    assert error.value.__notes__ == ["In minimize: <lambda> on bowl, step 2 of 5."]
    with pytest.raises(ZeroDivisionError) as error:
        minimize("adam", BOWL, [1.0, 1.0], 5, eta=lambda t: 1 / t)
    assert error.value.__notes__ == ["In minimize: adam on bowl, step 0 of 5, schedules at t = 0."]


@pytest.mark.parametrize(
    ("call", "parts"),
    [
        (
            lambda: minimize("adam", WELL, np.zeros(5), 5),
            [
                "double_well has 1 coordinate, but theta0 has shape (5,).",
                "one start has shape (1,), n starts have shape (n, 1)",
            ],
        ),
        (lambda: minimize("adam", BOWL, [1, 2, 3], 5), ["bowl has 2 coordinates, but theta0 has shape (3,)."]),
        (lambda: minimize("adam", BOWL, [1, 2], -1), ["steps must be a whole number from 0 on, but it is -1."]),
        (lambda: minimize("adam", BOWL, [1, 2], 2.5), ["steps must be a whole number from 0 on, but it is 2.5."]),
        (lambda: minimize("adam", BOWL, [1, 2], 5, every=0), ["every must be a whole number from 1 on, but it is 0."]),
        (
            lambda: minimize("adam", BOWL, np.ones((4, 2)), 5, eta=[0.1, 0.2, 0.3]),
            ["The runs do not fit together: theta0 has runs of shape (4,), and there are eta (3,).", "theta0[:, None]"],
        ),
    ],
)
def test_wrong_calls_are_told(call, parts):
    with pytest.raises(ValueError) as error:
        call()
    say(error, *parts)


def test_a_bare_function_is_no_objective():
    with pytest.raises(TypeError) as error:
        minimize("adam", lambda theta: theta**2, [1.0], 5)
    say(error, "objective must have .value and .gradient", "a function")


# --- as_rule ----------------------------------------------------------------------------------------------------------------


def momentum_step(theta, v, g, eta, beta):
    v = beta * v + (1 - beta) * g
    return theta - eta * v, v


def rmsprop_step(theta, v, g, eta, beta=0.9, eps=1e-8):
    v = beta * v + (1 - beta) * g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def adam_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return theta - eta * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def amsgrad_step(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v, v_max)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def adam_step_in_place(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    m *= beta1
    m += (1 - beta1) * g
    v *= beta2
    v += (1 - beta2) * g**2
    theta -= eta * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps)
    return theta, m, v


def adam_step_by_loop(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    new_theta, new_m, new_v = [], [], []
    for i in range(len(theta)):
        new_m.append(beta1 * m[i] + (1 - beta1) * g[i])
        new_v.append(beta2 * v[i] + (1 - beta2) * g[i] ** 2)
        new_theta.append(theta[i] - eta * new_m[i] / (1 - beta1**t) / ((new_v[i] / (1 - beta2**t)) ** 0.5 + eps))
    return [new_theta, new_m, new_v]


def adam_step_by_float(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v = list(theta), list(m), list(v)
    for i, slope in enumerate(g):
        m[i] = float(beta1 * m[i] + (1 - beta1) * slope)
        v[i] = float(beta2 * v[i] + (1 - beta2) * slope**2)
        theta[i] = float(theta[i] - eta * m[i] / (1 - beta1**t) / (float(v[i] / (1 - beta2**t)) ** 0.5 + eps))
    return theta, m, v


ADAPTED = [
    (momentum_step, "momentum"),
    (rmsprop_step, "rmsprop"),
    (adam_step, "adam"),
    (amsgrad_step, "amsgrad"),
    (adam_step_in_place, "adam"),
    (adam_step_by_loop, "adam"),
    (adam_step_by_float, "adam"),
]


@pytest.mark.parametrize(("function", "name"), ADAPTED, ids=[f.__name__ for f, _ in ADAPTED])
@pytest.mark.parametrize("starts", [(2,), (5, 2), (2, 2), (3, 1, 2)])
@pytest.mark.parametrize("etas", [(), (2,)])
def test_adapted_functions_go_where_the_rules_go(function, name, starts, etas):
    if starts == (5, 2) and etas:
        starts = (5, 1, 2)
    hyper = {"eta": np.linspace(0.01, 0.02, 2) if etas else 0.01}
    if name == "momentum":
        hyper["beta"] = 0.8
    theta0 = np.random.default_rng(1).normal(size=starts)
    ours = minimize(name, ROSENBROCK, theta0, 12, **hyper)
    theirs = minimize(as_rule(function), ROSENBROCK, theta0, 12, **hyper)
    np.testing.assert_allclose(theirs.theta, ours.theta, rtol=1e-10)
    assert theirs.rule == function.__name__


def test_a_step_that_needs_its_whole_gradient_is_done_run_by_run():
    """Over several runs at once, a norm without axis would mix them."""

    def normalised_step(theta, g, eta):
        return theta - eta * g / np.linalg.norm(g)

    starts = np.array([[3.0, 4.0], [0.0, 1.0]])
    run = minimize(as_rule(normalised_step), BOWL, starts, 1, eta=0.5)
    np.testing.assert_allclose(run.final, starts - 0.5 * starts / np.array([[5.0], [1.0]]))


def test_functions_that_take_many_runs_get_them_at_once():
    calls = []

    def step(theta, v, g, eta):
        calls.append(theta.shape)
        return theta - eta * g, v

    rule = as_rule(step)
    calls.clear()
    minimize(rule, BOWL, np.ones((50, 2)), 3, eta=np.full(50, 0.1))
    assert calls == [(50, 2)] * 3


def test_adapted_signature_and_name():
    import inspect

    rule = as_rule(adam_step)
    assert str(inspect.signature(rule)) == "(theta, grad, t, m=0.0, v=0.0, *, eta, beta1=0.9, beta2=0.999, eps=1e-08)"
    assert rule.__name__ == "adam_step"
    with pytest.raises(TypeError) as error:
        minimize(rule, BOWL, [1, 1], 5)
    say(error, "adam_step needs a value for eta")
    with pytest.raises(TypeError) as error:
        minimize(rule, BOWL, [1, 1], 5, eta=0.1, beta=0.9)
    say(error, "adam_step has no hyperparameter 'beta'. Did you mean", "It has: eta, beta1, beta2, eps.")


def test_what_is_a_rule_already_stays_one():
    for rule in OPTIMIZERS.values():
        assert as_rule(rule) is rule
    assert as_rule(gradient_descent) is gradient_descent


def test_a_plain_step_without_memory():
    def gd_step(theta, grad, eta):
        return theta - eta * grad

    np.testing.assert_allclose(minimize(as_rule(gd_step), BOWL, [1.0, 2.0], 2, eta=0.5).final, [0.25, 0.5])


def test_functions_that_cannot_be_adapted_are_told():
    def no_gradient(theta, v, dx, eta):
        return theta

    with pytest.raises(TypeError) as error:
        as_rule(no_gradient)
    say(error, "one parameter called g or grad or gradient after theta", "no_gradient has (theta, v, dx, eta)")


@pytest.mark.parametrize(
    ("returned", "message"),
    [
        (None, "step, step 1: returned None, expected a tuple (theta, v). Is a return missing?"),
        ((1.0,), "step, step 1: returned 1 values, expected 2: a tuple (theta, v)."),
        ((np.ones(3), np.ones(3)), "theta came back as an array of shape (3,), expected an array of shape (2,)"),
        ((np.ones(2), None), "step, step 1: v came back as None, expected an array of shape (2,) as it was given."),
        ((np.ones(2), 0.0), "step, step 1: v came back as a float, expected an array of shape (2,)"),
    ],
)
@pytest.mark.parametrize("runs", [(), (4,)])
def test_nonsense_of_an_adapted_function_is_told(returned, message, runs):
    def step(theta, v, g, eta=0.1):
        return returned

    with pytest.raises(RuleError) as error:
        minimize(as_rule(step), BOWL, np.ones((*runs, 2)), 5)
    say(error, message)


def test_an_unwritten_exercise_stays_unwritten():
    def adam_step(theta, m, v, g, t, eta):
        raise NotImplementedError("Write your code here.")

    with pytest.raises(NotImplementedError, match="Write your code here."):
        minimize(as_rule(adam_step), BOWL, [1.0, 1.0], 5, eta=0.1)


def test_an_adapted_rule_can_be_called_by_hand():
    theta, v = as_rule(momentum_step)([1, 2], BOWL.gradient, 1, eta=0.5, beta=0.5)
    np.testing.assert_allclose([theta, v], [[0.75, 1.5], [0.5, 1.0]])


def test_an_adapted_function_that_works_in_place_is_pure():
    theta, m, v = np.array([1.0, 2.0]), np.ones(2), np.ones(2)
    rule = as_rule(adam_step_in_place)
    first, second = (rule(theta, BOWL.gradient, 3, m, v, eta=0.1) for _ in range(2))
    np.testing.assert_array_equal(first, second)
    np.testing.assert_array_equal([theta, m, v], [[1, 2], [1, 1], [1, 1]])


# --- importing --------------------------------------------------------------------------------------------------------------


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


# --- known results ----------------------------------------------------------------------------------------------------------


def test_ravine_zigzags():
    """kappa = 25 from (10, 1): at 0.072 the steep coordinate changes sign 30 times in 30 steps, at 0.01 never."""
    run = minimize("gradient_descent", ravine(25), [10.0, 1.0], 30, eta=[0.01, 0.072])
    flips = np.sum(np.diff(np.sign(run.theta[..., 1]), axis=0) != 0, axis=0)
    np.testing.assert_array_equal(flips, [0, 30])


def test_saddle_holds_a_run_for_a_time_that_grows_with_the_logarithm():
    starts = [[1.0, offset] for offset in (1e-2, 1e-4, 1e-8, 1e-16, 0.0)]
    y = np.abs(minimize("gradient_descent", OBJECTIVES["saddle"], starts, 400, eta=0.1).theta[..., 1])
    assert [int(np.argmax(y[:, i] >= 1)) for i in range(4)] == [49, 97, 194, 387]
    assert y[:, 4].max() == 0


def test_convex_functions_on_which_descent_does_not_settle():
    bounce = minimize("gradient_descent", OBJECTIVES["absolute"], [1.0], 100, eta=0.3).theta[:, 0]
    np.testing.assert_allclose(bounce[-4:], [0.1, -0.2, 0.1, -0.2], atol=1e-9)
    crawl = minimize("gradient_descent", OBJECTIVES["exponential"], [0.0], 10_000, every=10_000, eta=0.3).final
    assert crawl[0] == pytest.approx(-8.01, abs=5e-3)


def test_plateau():
    plateau = OBJECTIVES["sigmoid_plateau"]
    for name, eta, steps in (("gradient_descent", 1.0, 3001), ("adam", 0.1, 61)):
        x = minimize(name, plateau, plateau.start, steps + 1, eta=eta).theta[:, 0]
        assert int(np.argmax(x < 0)) in (steps, steps + 1)


def test_velocity_carries_over_the_shallow_well():
    ends = minimize("heavy_ball", WELL, [1.8], 3000, every=3000, eta=0.01, beta=[0.0, 0.5, 0.8, 0.9, 0.95]).final[:, 0]
    np.testing.assert_allclose(ends, [0.960, 0.960, 0.960, -1.036, -1.036], atol=1e-3)
