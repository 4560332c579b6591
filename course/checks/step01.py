"""Visible checks of the exercises of step 1: numerical_gradient, gradient_descent, zigzag_count."""

import numpy as np

from course.checks.visible import array, close, expect

# --- numerical_gradient -----------------------------------------------------------------------------------------


def _bowl(x):
    return x[0] ** 2 + 3 * x[0] * x[1]


def _wave(x):
    return np.sin(x[0]) * np.exp(x[1] / 2)


def _cube(x):
    return x[0] ** 3


def numerical_gradient__shape(f):
    """one number comes back for each coordinate"""
    array(f(_bowl, np.array([1.0, 2.0])), (2,), "numerical_gradient(f, [1, 2])")


def numerical_gradient__bowl(f):
    """the gradient of x0^2 + 3 x0 x1 at (1, 2) is (8, 3), and the point itself is left as it was"""
    x = np.array([1.0, 2.0])
    close(
        f(_bowl, x), [8.0, 3.0], "the gradient of x0^2 + 3 x0 x1 at (1, 2)", "Move one coordinate at a time.", atol=1e-3
    )
    expect(np.array_equal(x, [1.0, 2.0]), f"your function changed its argument x to {x}. Work on a copy.")


def numerical_gradient__whole_numbers(f):
    """a list or an array of whole numbers works as a point too"""
    idea = "Are only whole numbers off? An integer array cuts x + h back to x: make it float first."
    for kind, point in (("array", np.array([1, 2])), ("list", [1, 2])):
        close(f(_bowl, point), [8.0, 3.0], f"the gradient at the {kind} [1, 2] of whole numbers", idea, atol=1e-3)


def numerical_gradient__central(f):
    """the error is below 1e-7: central differences, one step forward and one back"""
    x = np.array([0.7, 0.4])
    exact = np.array([np.cos(0.7), np.sin(0.7) / 2]) * np.exp(0.2)
    idea = "Look both ways: f at x + h and at x - h, divided by the distance between them."
    close(f(_wave, x), exact, "the gradient of sin(x0) exp(x1 / 2) at (0.7, 0.4)", idea, rtol=0, atol=1e-7)


def _point_afterwards(f):
    x = np.array([1.0, 2.0])
    f(_bowl, x)
    return x


numerical_gradient__public = (
    lambda f: np.round(f(_bowl, np.array([1.0, 2.0])), 3),
    lambda f: np.round(f(_bowl, np.array([1, 2])), 3),
    lambda f: f(_cube, np.array([2.0]), 0.5),  # so large a step that the formula shows: 12.25, not 12
    lambda f: f(_bowl, np.array([1.0, 2.0]), 0.5),
    _point_afterwards,
)
numerical_gradient__why = (
    "With this you can check any gradient you will ever derive by hand. The lesson on convexity does."
)

# --- gradient_descent -------------------------------------------------------------------------------------------


def _slope(theta):
    """Gradient of theta0^2 + 5 theta1^2."""
    return np.asarray(theta) * np.array([2.0, 10.0])


def gradient_descent__start(f):
    """the path has n_steps + 1 rows and begins at theta0"""
    path = array(f(_slope, np.array([1.0, 1.0]), 0.05, 3), (4, 2), "the path of 3 steps in 2 dimensions")
    close(path[0], [1.0, 1.0], "the first row of the path", "Row 0 is the start itself, before any step.")


def gradient_descent__one_step(f):
    """one step moves against the gradient by eta times the gradient"""
    path = f(_slope, np.array([1.0, 1.0]), 0.05, 1)
    close(path, [[1.0, 1.0], [0.9, 0.5]], "the path of one step", "theta - eta * grad(theta), nothing else.")


def gradient_descent__path(f):
    """every step uses the gradient at the new point, every row is kept, and theta0 is left as it was"""
    theta0 = np.array([1.0, 1.0])
    path = f(_slope, theta0, 0.05, 4)
    factors = np.array([0.9, 0.5])
    idea = "Ask for the gradient again at each new point, and store a copy of it."
    close(path, [factors**t for t in range(5)], "the path of 4 steps", idea)
    expect(
        np.array_equal(theta0, [1.0, 1.0]), f"your function changed its argument theta0 to {theta0}. Work on a copy."
    )


def gradient_descent__whole_numbers(f):
    """a list of whole numbers works as a start too"""
    idea = "Are only whole numbers off? An integer array cuts every step: make theta0 float first."
    close(f(_slope, [3, 1], 0.05, 2), [[3, 1], [2.7, 0.5], [2.43, 0.25]], "the path from [3, 1]", idea)


def gradient_descent__calls(f):
    """the gradient is asked for once a step"""
    asked = []
    f(lambda theta: asked.append(1) or _slope(theta), np.array([1.0, 1.0]), 0.05, 6)
    expect(
        len(asked) <= 6, f"6 steps asked for {len(asked)} gradients. Gradients are what costs: store it in a variable."
    )


def _start_afterwards(f):
    theta0 = np.array([1.0, 1.0])
    f(_slope, theta0, 0.05, 3)
    return theta0


def _gradients_asked(f):
    asked = []
    f(lambda theta: asked.append(1) or _slope(theta), np.array([1.0, 1.0]), 0.05, 6)
    return len(asked)


gradient_descent__public = (
    lambda f: f(_slope, np.array([1.0, 1.0]), 0.05, 3),
    lambda f: f(_slope, np.array([3, 1]), 0.05, 3),
    lambda f: f(_slope, np.array([1e-4, 0.0]), 0.05, 3),
    _start_afterwards,
    _gradients_asked,
)
gradient_descent__why = "This loop trains every model in the course. The later rules change one line of it."

# --- zigzag_count -----------------------------------------------------------------------------------------------


def _along(axis, *positions):
    """A path in two dimensions that visits `positions` along one axis and stands still along the other."""
    path = np.zeros((len(positions), 2))
    path[:, axis] = positions
    return path


def _count(f, path, axis, expected, what, idea):
    count = f(path, axis)
    expect(count is not None, "it returned None: does the function end in `return ...`?")
    expect(count == expected, f"{what} turns round {expected} times, you count {count}. {idea}")


def zigzag_count__straight(f):
    """a path that never turns round has no flip"""
    _count(f, _along(0, 0, 1, 2, 5), 0, 0, "0, 1, 2, 5", "Look at the steps, the differences of positions.")
    _count(f, _along(0, -2, -1, 1, 2), 0, 0, "-2, -1, 1, 2", "Crossing zero is no flip: the direction stays.")


def zigzag_count__flips(f):
    """each change of direction counts once, along the axis that is asked for"""
    _count(f, _along(0, 0, 1, 0, 1, 0), 0, 3, "0, 1, 0, 1, 0", "Both ways count: from up to down, and from down to up.")
    _count(f, _along(1, 0, 2, 1, 3), 1, 2, "along axis 1, 0, 2, 1, 3", "Take the column path[:, axis].")


def zigzag_count__pauses(f):
    """pauses are skipped: up, still, down is one flip"""
    _count(f, _along(0, 0, 1, 1, 0), 0, 1, "0, 1, 1, 0", "Drop the steps of length zero before you compare neighbours.")
    _count(f, _along(0, 0, 1, 1, 2), 0, 0, "0, 1, 1, 2", "Drop the steps of length zero before you compare neighbours.")


zigzag_count__public = (
    lambda f: f(_along(0, 0, 1, 0, 1, 0), 0),
    lambda f: f(_along(1, 0, 2, 1, 3), 1),
    lambda f: f(_along(0, 0, 1, 1, 0), 0),
    lambda f: f(_along(0, 0, 1, 1, 2, 2, 1), 0),
    lambda f: f(_along(0, 3, 1, -1, -3, -2), 0),
    lambda f: f(_along(0, 5, 4, 6, 3, 7, 2), 0),
)
zigzag_count__why = (
    "Flips at every step show that the valley is narrow for this eta. The lesson on momentum counts them again."
)
