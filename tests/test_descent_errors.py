"""What the loop says when something does not fit."""

from types import SimpleNamespace

import numpy as np
import pytest

from course.descent import RuleError, as_rule, minimize
from course.objectives import OBJECTIVES

BOWL, WELL = (OBJECTIVES[n] for n in ("bowl", "double_well"))


def say(error, *parts):
    """The error's text holds all the parts."""
    for part in parts:
        assert part in str(error.value)


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
