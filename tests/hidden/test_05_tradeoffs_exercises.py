"""Hidden tests of exercises 05: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

# --- min_norm_solution ------------------------------------------------------------------------------------------


def smallest(X, y):
    return np.linalg.lstsq(X, y, rcond=None)[0]


def wide(rng, n=4, d=9):
    """Rows of length about 1 with labels, and more columns than rows."""
    return rng.normal(size=(n, d)) / np.sqrt(d), rng.normal(size=n)


def test_min_norm_solution__fits_all_rows(student, rng):
    """Where there are more columns than rows, every row is fitted, and w has one number a column."""
    X, y = wide(rng)
    w = student.min_norm_solution(X, y)
    assert_close(np.shape(w), (9,), hint="w has one number for each column of X.")
    hint = "X @ w should be y. Is there a penalty in your formula, or an inverse of X.T @ X, which does not exist here?"
    assert_close(X @ np.asarray(w), y, hint=hint)


def test_min_norm_solution__smallest(student, rng):
    """No other solution is smaller: what the rows cannot see is not in w."""
    X, y = wide(rng)
    w = np.asarray(student.min_norm_solution(X, y))
    hint = "Does it fit the rows? Then it holds a part that they do not see. The smallest solution is a mixture of the rows."
    assert_close(w, smallest(X, y), hint=hint)
    invisible = np.linalg.svd(X)[2][4:]
    assert_close(invisible @ w, np.zeros(5), hint=hint)


def test_min_norm_solution__turned(student, rng):
    """When the columns are turned into others, the solution turns with them."""
    X, y = wide(rng, 3, 6)
    Q = np.linalg.qr(rng.normal(size=(6, 6)))[0]
    hint = "The norm is the ordinary one: the root of the sum of squares. Solutions with many zeros or with equal sizes are others."
    assert_close(student.min_norm_solution(X @ Q, y), Q.T @ smallest(X, y), hint=hint)


def test_min_norm_solution__scale(student, rng):
    """With rows a thousand times as short, w is a thousand times as long: nothing is added to what is inverted."""
    X, y = wide(rng)
    hint = "Is only this test off? A small number added before inverting (a ridge) shows when the rows are short."
    assert_close(student.min_norm_solution(X / 1000, y), 1000 * smallest(X, y), hint=hint)


def test_min_norm_solution__repeated_row(student, rng):
    """A row that is there twice, with the same label, changes nothing."""
    X, y = wide(rng)
    again = [0, 1, 2, 3, 1]
    hint = "X @ X.T has no inverse when a row is repeated; the pseudoinverse of X, or lstsq, does not mind."
    assert_close(student.expecting_nonfinite().min_norm_solution(X[again], y[again]), smallest(X, y), hint=hint)


def test_min_norm_solution__more_rows(student, rng):
    """With more rows than columns, and no w that fits, it is the least-squares solution."""
    X, y = rng.normal(size=(12, 3)), rng.normal(size=12)
    hint = "No w fits all 12 rows. Take the one with the smallest sum of squared errors: all rows count."
    expected = np.linalg.solve(X.T @ X, X.T @ y)
    assert_close(student.expecting_nonfinite().min_norm_solution(X, y), expected, hint=hint)


def test_min_norm_solution__whole_numbers_and_arguments(student, rng):
    """Lists of whole numbers are rows like any other; arrays are left as they were."""
    X = np.hstack([np.diag(rng.integers(1, 5, size=2)), rng.integers(1, 9, size=(2, 2))])
    y = rng.integers(1, 9, size=2)
    expected = smallest(X.astype(float), y.astype(float))
    assert_close(student.min_norm_solution(X.tolist(), y.tolist()), expected, hint="np.asarray(X, dtype=float) first.")
    X, y = wide(rng)
    found = student.min_norm_solution(X, y)
    same = [np.array_equal(one, other) for one, other in zip(student.last.arguments, (X, y), strict=False)]
    expect(same == [True, True], hint="The call changed X or y. Work with new arrays.")
    assert_close(found, smallest(X, y), hint="Leaving X and y alone is not enough: return w.")


# --- adam_then_sgd ----------------------------------------------------------------------------------------------

D = 4


def slopes(rng):
    """A gradient that is no bowl's, with very different sizes; the third coordinate has none."""
    a, b = 10.0 ** rng.uniform(-1, 1, size=D), rng.uniform(0.2, 1, size=D)
    a[2] = b[2] = 0.0
    return lambda theta: a * theta + b * np.sin(theta + 1)


def walk(grad, theta, eta_adam, eta_sgd, n_steps, switch):
    m, v, path = np.zeros(len(theta)), np.zeros(len(theta)), [np.array(theta, dtype=float)]
    for t in range(1, n_steps + 1):
        g = grad(path[-1])
        if t <= switch:
            m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
            path.append(path[-1] - eta_adam * m / (1 - 0.9**t) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8))
        else:
            path.append(path[-1] - eta_sgd * g)
    return np.array(path)


def plain(path, grad, eta, first, hint):
    """From row `first` on every step of the path is eta times the gradient, and before it something moves."""
    path = np.asarray(path, dtype=float)
    for t in range(first, len(path) - 1):
        assert_close(path[t + 1], path[t] - eta * grad(path[t]), hint=hint)
    for t in range(first):
        expect(not np.allclose(path[t + 1], path[t]), hint="Adam's steps lead somewhere: each has its own row.")


def compare(student, rng, n_steps, switch, hint):
    grad, start = slopes(rng), rng.normal(size=D)
    etas = rng.uniform(0.05, 0.2), rng.uniform(0.01, 0.04)
    path = student.expecting_nonfinite().adam_then_sgd(grad, start, *etas, n_steps, switch)
    assert_close(np.shape(path), (n_steps + 1, D), hint="One row for each point: the start, then one a step.")
    assert_close(path, walk(grad, start, *etas, n_steps, switch), hint=hint)


def test_adam_then_sgd__only_sgd(student, rng):
    """With switch = 0 all steps are plain gradient steps with eta_sgd."""
    compare(student, rng, 6, 0, "theta - eta_sgd * grad(theta) in every step, from theta0 on.")


def test_adam_then_sgd__only_adam(student, rng):
    """With switch = n_steps all steps are Adam's, bias correction included."""
    hint = (
        "Is the last step Adam's too? m and v first, then both over 1 - beta**t, with t from 1; eps outside the root."
    )
    compare(student, rng, 7, 7, hint)


def test_adam_then_sgd__the_switch(student, rng):
    """Exactly `switch` steps are Adam's, and the path goes on from there with plain ones."""
    for switch in (1, 2, 5):
        hint = "Steps 1 to switch are Adam's. Is the switch one step early or late, or is something of Adam left after it: m, v, eta?"
        compare(student, rng, 8, switch, hint)


def test_adam_then_sgd__never(student, rng):
    """A switch beyond the last step never comes: the path is that with the switch at the end."""
    grad, start, hint = (
        slopes(rng),
        rng.normal(size=D),
        "Where switch > n_steps there are n_steps steps of Adam, and no more.",
    )
    late, last, none = (student.adam_then_sgd(grad, start, 0.1, 0.02, 5, switch) for switch in (11, 5, 0))
    assert_close(np.shape(late), (6, D), hint=hint)
    assert_close(late, last, hint=hint)
    plain(none, grad, 0.02, 0, "With switch = 0 every step is plain.")
    expect(not np.allclose(late, none), hint="With a late switch all steps are Adam's, not plain ones.")


def test_adam_then_sgd__constant_slope(student, rng):
    """On a constant slope Adam's steps are eta_adam long, the plain ones eta_sgd times the slope."""
    g = rng.choice([-1.0, 1.0], size=3) * rng.uniform(2, 9, size=3)
    path = student.adam_then_sgd(lambda theta: g + 0 * theta, rng.normal(size=3), 0.125, 0.01, 6, 3)
    assert_close(np.shape(path), (7, 3), hint="One row for each point: the start, then one a step.")
    steps = np.diff(np.asarray(path), axis=0)
    hint = "Are the first steps longer than eta_adam? Then the bias correction is missing."
    assert_close(steps[:3], np.tile(-0.125 * np.sign(g), (3, 1)), hint=hint, rtol=1e-4)
    assert_close(steps[3:], np.tile(-0.01 * g, (3, 1)), hint="After the switch: eta_sgd times the gradient itself.")


def test_adam_then_sgd__one_gradient_a_step(student, rng):
    """One gradient a step is asked for, where the walker stands."""
    grad, start, asked = slopes(rng), rng.normal(size=D), []
    path = student.adam_then_sgd(lambda x: asked.append(np.array(x, dtype=float)) or grad(x), start, 0.1, 0.02, 6, 3)
    expect(len(asked) <= 6, hint="Keep the gradient in a variable: gradients are what training pays for.")
    expect(len(asked) == 6, hint="Every step needs the gradient at its own place.")
    assert_close(np.shape(path), (7, D), hint="One row for each point: the start, then one a step.")
    assert_close(np.asarray(path)[:-1], np.array(asked), hint="Ask at the place that the last step led to.")
    plain(path, grad, 0.02, 3, "The last three steps are plain: eta_sgd times the gradient asked for.")


def test_adam_then_sgd__start(student, rng):
    """theta0 is left as it was, and may be a list of whole numbers."""
    start, ints = rng.normal(size=3), [int(x) for x in rng.integers(1, 9, size=3)]
    for first, hint in (
        (start, "Each row of the path is a copy."),
        (ints, "np.array(theta0, dtype=float) cuts nothing."),
    ):
        path = student.adam_then_sgd(lambda theta: 2 * np.asarray(theta), first, 0.1, 0.05, 4, 2)
        expect(np.array_equal(student.last.arguments[1], first), hint="Work on a copy: np.array(theta0, dtype=float).")
        assert_close(np.shape(path), (5, 3), hint="One row for each point: the start, then one a step.")
        assert_close(np.asarray(path)[0], first, hint="The first row is theta0.")
        plain(path, lambda x: 2 * x, 0.05, 2, hint)
    whole = student.adam_then_sgd(lambda theta: 2 * np.asarray(theta), [float(x) for x in ints], 0.1, 0.05, 4, 2)
    hint = "Whole numbers lead elsewhere than the same numbers as floats: make theta0 float first."
    assert_close(path, whole, hint=hint)


# --- swats_lr ---------------------------------------------------------------------------------------------------


def downhill(rng, d=5):
    """A step and a gradient with p . g < 0, not parallel."""
    g = rng.normal(size=d)
    p = -rng.uniform(0.01, 0.1, size=d) * g
    p[0], g[0] = 0.02, rng.uniform(0.001, 0.01)  # one coordinate goes uphill a little
    return p, g


def test_swats_lr__along_the_step(student, rng):
    """The plain step's part along Adam's step is Adam's step itself."""
    for _ in range(3):
        p, g = downhill(rng)
        rate = student.swats_lr(p, g)
        expect(rate is not None, hint="p . g is below 0 here: there is a rate.")
        assert_close(
            rate, float(p @ p / -(p @ g)), hint="p . p above, -(p . g) below. A ratio of lengths is another number."
        )


def test_swats_lr__scales(student, rng):
    """Twice the step asks for twice the rate; twice the gradient for half of it."""
    p, g = downhill(rng)
    rate = float(p @ p / -(p @ g))
    hint = "p . p / -(p . g): which of the two stands above the line, and which below?"
    assert_close([student.swats_lr(2 * p, g), student.swats_lr(p, 2 * g)], [2 * rate, rate / 2], hint=hint)
    assert_close(
        student.swats_lr((-3 * g).tolist(), g.tolist()), 3.0, hint="A step of -3 g is plain descent at rate 3."
    )


def test_swats_lr__none(student, rng):
    """A step that leads uphill, or along the level, has no rate; its mirror image has one."""
    p, g = downhill(rng)
    hint = "Return None unless p . g < 0: a negative rate would walk uphill."
    expect(student.swats_lr(-p, g) is None, hint=hint)
    level = np.array([1.0, 2.0, 0.0]), np.array([2.0, -1.0, 4.0])
    for step in (level[0], 0 * level[0]):
        found = student.expecting_nonfinite().swats_lr(step, level[1])
        expect(found is None, hint="Where p . g is exactly 0 the answer is None too.")
    assert_close(student.swats_lr(p, g), float(p @ p / -(p @ g)), hint="None is right only where p . g is not below 0.")
