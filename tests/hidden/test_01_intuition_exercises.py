"""Hidden tests of exercises 01: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

# --- numerical_gradient -----------------------------------------------------------------------------------------


def test_numerical_gradient__random_quadratic(student, rng):
    """The gradient of a random quadratic in several dimensions is right in every coordinate."""
    d = int(rng.integers(3, 7))
    A = rng.normal(size=(d, d)) / d
    A, b, x = A + A.T, rng.normal(size=d), rng.normal(size=d)
    gradient = student.numerical_gradient(lambda x: 0.5 * x @ A @ x + b @ x, x)
    assert_close(
        gradient,
        A @ x + b,
        rtol=0,
        atol=1e-7,
        hint="Move one coordinate at a time, and divide by the distance between the two points.",
    )


def test_numerical_gradient__second_order(student, rng):
    """The error is below 1e-7 on a curved function, not only on a parabola."""
    x = rng.uniform(-1, 1, size=3)
    gradient = student.numerical_gradient(lambda x: np.sin(x[0]) * np.exp(x[1]) + np.cos(x[2]), x)
    exact = [np.cos(x[0]) * np.exp(x[1]), np.sin(x[0]) * np.exp(x[1]), -np.sin(x[2])]
    assert_close(
        gradient, exact, rtol=0, atol=1e-7, hint="Looking one way only leaves an error of order h. Look both ways."
    )


def test_numerical_gradient__uses_h(student, rng):
    """The step h that is asked for is the step that is taken."""
    x, h = rng.uniform(0.5, 2, size=2), 0.25
    gradient = student.numerical_gradient(lambda x: x[0] ** 3 + x[1] ** 3, x, h)
    assert_close(
        gradient,
        3 * x**2 + h**2,
        hint="With f(x + h) and f(x - h) a cube gives 3 x^2 + h^2. Is h used on both sides, and 2 h below?",
    )


def test_numerical_gradient__whole_numbers(student, rng):
    """A list of whole numbers is a point like any other."""
    x = [int(value) for value in rng.integers(1, 9, size=3)]
    gradient = student.numerical_gradient(lambda x: x[0] * x[1] + x[2] ** 2, x)
    assert_close(
        gradient,
        [x[1], x[0], 2 * x[2]],
        atol=1e-6,
        hint="An array of whole numbers cuts x + h back to x. Make a float copy first.",
    )


def test_numerical_gradient__leaves_x(student, rng):
    """The point x is left as it was."""
    x = rng.normal(size=4)
    gradient = student.numerical_gradient(lambda x: np.sum(x**2), x)
    expect(np.array_equal(student.last.arguments[1], x), hint="x[i] += h changes the caller's array. Work on a copy.")
    assert_close(gradient, 2 * x, atol=1e-3, hint="Leaving x alone is not enough: return the slopes.")


def test_numerical_gradient__calls(student, rng):
    """f is asked for at most 2 d + 2 times, at points with d coordinates."""
    asked, d = [], 5
    gradient = student.numerical_gradient(lambda x: asked.append(np.shape(x)) or float(np.sum(x)), rng.normal(size=d))
    expect(set(asked) == {(d,)}, hint="f takes one point: an array of shape (d,).")
    expect(len(asked) <= 2 * d + 2, hint="Two heights a coordinate are enough.")
    assert_close(gradient, np.ones(d), atol=1e-3, hint="Few heights are not enough: return the slopes.")


# --- gradient_descent -------------------------------------------------------------------------------------------


def test_gradient_descent__closed_form(student, rng):
    """On a bowl, coordinate i after t steps is (1 - eta * curvature_i)^t times its start."""
    curvature, start = rng.uniform(0.5, 4, size=3), rng.normal(size=3)
    path = student.gradient_descent(lambda theta: curvature * theta, start, 0.2, 8)
    exact = [start * (1 - 0.2 * curvature) ** t for t in range(9)]
    assert_close(
        path, exact, hint="theta - eta * grad(theta), with the gradient at the newest point, and the start as row 0."
    )


def test_gradient_descent__not_a_bowl(student, rng):
    """On a function that is no bowl every step is eta times the gradient at the point before."""
    start = rng.uniform(-1.5, 1.5, size=2)
    path = student.gradient_descent(lambda theta: theta**3 - theta, start, 0.1, 6)
    assert_close(np.shape(path), (7, 2), hint="n_steps + 1 rows, one for each point, the start included.")
    path = np.asarray(path)
    assert_close(path[0], start, hint="Row 0 is the start.")
    steps = -0.1 * (path[:-1] ** 3 - path[:-1])
    assert_close(np.diff(path, axis=0), steps, hint="Ask for the gradient again at each new point; keep its length.")


def test_gradient_descent__rows_are_copies(student, rng):
    """Every row of the path keeps its own point."""
    start = rng.uniform(1, 2, size=2)
    path = np.asarray(student.gradient_descent(lambda theta: theta, start, 0.5, 3))
    expect(
        path.shape == (4, 2) and not np.allclose(path[0], path[-1]),
        hint="Are all rows the same? theta -= ... changes one array that all rows share: store a copy.",
    )


def test_gradient_descent__leaves_start(student, rng):
    """The start theta0 is left as it was."""
    start = rng.normal(size=3)
    path = student.gradient_descent(lambda theta: 2 * theta, start, 0.1, 4)
    expect(np.array_equal(student.last.arguments[1], start), hint="Work on a copy: np.array(theta0, dtype=float).")
    assert_close(path, [start * 0.8**t for t in range(5)], hint="Leaving theta0 alone is not enough: return the path.")


def test_gradient_descent__whole_numbers(student, rng):
    """A start of whole numbers loses nothing on the way."""
    start = rng.integers(1, 9, size=2)
    path = student.gradient_descent(lambda theta: theta, start, 0.25, 4)
    assert_close(
        path,
        [start * 0.75**t for t in range(5)],
        hint="Are only whole numbers off? An integer array cuts every step: make theta0 float first.",
    )


def test_gradient_descent__one_gradient_a_step(student, rng):
    """One gradient a step is asked for, and none for no step."""
    start = rng.normal(size=2)
    for n_steps in (7, 0):
        asked = []
        path = student.gradient_descent(lambda theta: asked.append(1) or theta, start, 0.1, n_steps)  # noqa: B023
        expect(len(asked) <= n_steps, hint="Store the gradient in a variable: gradients are what training pays for.")
        hint = "The path has n_steps + 1 rows, so one row, the start, when there is no step."
        assert_close(path, [start * 0.9**t for t in range(n_steps + 1)], hint=hint)


# --- zigzag_count -----------------------------------------------------------------------------------------------


def turns(path, axis):
    """The number of turns, by walking the track with a memory of the last direction."""
    count, last = 0, 0
    for step in np.diff(np.asarray(path, dtype=float)[:, axis]):
        if step and last and (step > 0) != (last > 0):
            count += 1
        last = step or last
    return count


def test_zigzag_count__random_track(student, rng):
    """Every change of direction on a random track is counted once, along each axis."""
    path = rng.normal(size=(30, 3))
    for axis in range(3):
        expect(
            student.zigzag_count(path, axis) == turns(path, axis),
            hint="Directions are the signs of the differences of path[:, axis].",
        )


def test_zigzag_count__pauses(student, rng):
    """A pause is no direction: up, still, still, down is one flip, and up, still, up is none."""
    path = np.repeat(rng.normal(size=(12, 2)), rng.integers(1, 4, size=12), axis=0)
    expect(
        student.zigzag_count(path, 1) == turns(path, 1),
        hint="Drop the steps of length zero before you compare neighbours.",
    )


def test_zigzag_count__position_is_not_direction(student, rng):
    """A straight walk through zero has no flip, and zigzags far from zero have."""
    straight = np.linspace(-1, 1 + rng.uniform(), 9)[:, None]
    expect(
        student.zigzag_count(straight, 0) == 0,
        hint="Crossing zero is no turn. Look at the steps, not at the positions.",
    )
    far = 100 + np.array([[0.0], [1], [0], [1], [0]]) * rng.uniform(0.5, 2)
    expect(student.zigzag_count(far, 0) == 3, hint="Both kinds of turns count: up to down, and down to up.")


def test_zigzag_count__short(student):
    """A path of one or two points has no flip; with a third there may be one."""
    for positions, flips in (([3.0], 0), ([3.0, 1.0], 0), ([3.0, 1.0, 2.0], 1)):
        count = student.zigzag_count(np.array(positions)[:, None], 0)
        expect(
            count == flips, hint="Without two steps there is nothing to compare; with two there is one place to turn."
        )
