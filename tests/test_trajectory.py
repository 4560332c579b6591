"""What a descent leaves behind, and how it prints."""

import functools

import numpy as np
import pytest

from course.descent import Trajectory, minimize
from course.objectives import OBJECTIVES, quadratic
from course.schedules import cosine

BOWL, RAVINE = (OBJECTIVES[n] for n in ("bowl", "ravine"))


def say(error, *parts):
    """The error's text holds all the parts."""
    for part in parts:
        assert part in str(error.value)


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
