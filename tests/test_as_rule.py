"""Functions with the plain signatures of the exercises, run as rules."""

import inspect

import numpy as np
import pytest

from course.descent import RuleError, as_rule, minimize
from course.objectives import OBJECTIVES
from course.optimizers import OPTIMIZERS, gradient_descent

BOWL, ROSENBROCK = (OBJECTIVES[n] for n in ("bowl", "rosenbrock"))


def say(error, *parts):
    """The error's text holds all the parts."""
    for part in parts:
        assert part in str(error.value)


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
