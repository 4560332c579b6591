"""Hidden tests of exercises 02: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect


def rotated(eigenvalues, rng):
    """A symmetric matrix with these eigenvalues along random axes."""
    axes = np.linalg.qr(rng.normal(size=(len(eigenvalues),) * 2))[0]
    H = axes * np.asarray(eigenvalues, dtype=float) @ axes.T
    return (H + H.T) / 2


# --- max_stable_step --------------------------------------------------------------------------------------------


def test_max_stable_step__random_bowl(student, rng):
    """On a random tilted bowl the border is 2 over the largest curvature."""
    curvature = rng.uniform(0.5, 20, size=int(rng.integers(3, 7)))
    border = student.max_stable_step(rotated(curvature, rng))
    hint = "The curvatures are the eigenvalues of H, not its diagonal, and the largest one decides: 2 / L."
    assert_close(border, 2 / curvature.max(), hint=hint)


def test_max_stable_step__settles_below_and_flies_above(student, rng):
    """Gradient descent settles 1 % below the border and flies away 1 % above it."""
    curvature = rng.uniform(1, 9, size=3)
    H = rotated(curvature, rng)
    border = student.max_stable_step(H)
    hint = "Each step multiplies the distance along an axis by 1 - eta * curvature. Where does that reach -1 first?"
    assert_close(border, 2 / curvature.max(), rtol=0.5, hint=hint)
    for factor, settles in ((0.99, True), (1.01, False)):
        theta = np.ones(3)
        for _ in range(2000):
            theta = theta - factor * float(border) * H @ theta
        expect((np.linalg.norm(theta) < 1) == settles, hint=hint)


def test_max_stable_step__strong_downward_curvature(student, rng):
    """Where the ground curves strongly down and weakly up, the largest upward curvature sets the border."""
    up = float(rng.uniform(1, 3))
    border = student.expecting_nonfinite().max_stable_step(rotated([up, -20.0, up / 2], rng))
    hint = "Take the largest eigenvalue: not the one of largest size, and not the smallest."
    assert_close(border, 2 / up, hint=hint)


def test_max_stable_step__no_border(student):
    """Where nothing curves upward there is no border, inf; where anything does, there is one."""
    cases = (([-1.0, -3.0], np.inf), ([0.0, 0.0], np.inf), ([-2.0, 0.0], np.inf), ([-2.0, 0.5], 4.0))
    for eigenvalues, expected in cases:
        border = student.expecting_nonfinite().max_stable_step(np.diag(eigenvalues))
        assert_close(border, expected, hint="If no eigenvalue is positive, return np.inf; else 2 over the largest.")


def test_max_stable_step__whole_numbers(student):
    """Nested lists of whole numbers are a matrix too, and H is left as it was."""
    hint = "np.asarray(H, dtype=float) takes lists too. The eigenvalues of [[2, 1], [1, 2]] are 3 and 1."
    assert_close(student.max_stable_step([[2, 1], [1, 2]]), 2 / 3, hint=hint)
    H = np.array([[5.0, 2.0], [2.0, 2.0]])
    assert_close(student.max_stable_step(H), 1 / 3, hint="The eigenvalues of [[5, 2], [2, 2]] are 6 and 1.")
    left = student.last.arguments[0]
    expect(np.array_equal(left, [[5.0, 2.0], [2.0, 2.0]]), hint="Leave H as it was: work on a copy.")


# --- classify_critical_point ------------------------------------------------------------------------------------


def assert_word(found, word, hint):
    """The word of the table, in its small letters."""
    if isinstance(found, str) and found.strip().lower() == word:
        hint = f"The right word, written otherwise: the table says '{word}'."
    assert_close(found, word, hint=hint)


def test_classify_critical_point__tilted(student, rng):
    """Tilted bowls, hills and saddles are told apart in two dimensions."""
    for eigenvalues, word in (([1.0, 2.0], "minimum"), ([-1.0, -2.0], "maximum"), ([1.0, -1.0], "saddle")):
        found = student.classify_critical_point(rotated(eigenvalues, rng))
        hint = "Look at the signs of all eigenvalues: neither the diagonal nor the determinant can tell."
        assert_word(found, word, hint=hint)


def test_classify_critical_point__more_dimensions(student, rng):
    """They are told apart in one, three and four dimensions too."""
    kinds = {
        "minimum": [[3.0], [1.0, 2.0, 3.0], [0.2, 5.0, 0.3, 1.0]],
        "maximum": [[-2.0], [-0.3, -4.0, -1.0], [-1.0, -1.0, -2.0, -5.0]],
        "saddle": [[3.0, -0.2, 2.0], [-3.0, -1.0, 0.5], [-1.0, -2.0, 3.0, 4.0]],
    }
    for word, cases in kinds.items():
        for eigenvalues in cases:
            found = student.classify_critical_point(rotated(eigenvalues, rng))
            assert_word(found, word, hint="All up, all down, or some of each: any two signs make a saddle.")


def test_classify_critical_point__flat_axes(student, rng):
    """A flat axis leaves a saddle a saddle, and everything else undecided."""
    cases = {(1.0, 0.0, -1.0): "saddle", (1.0, 0.0): "degenerate", (-1.0, 0.0): "degenerate", (0.0, 0.0): "degenerate"}
    for eigenvalues, word in cases.items():
        found = student.classify_critical_point(rotated(eigenvalues, rng))
        hint = (
            "First ask for both signs. Then a curvature within tol of zero leaves it undecided: "
            "x^2 + y^4 and x^2 - y^4 have the same Hessian at 0."
        )
        assert_word(found, word, hint=hint)


def test_classify_critical_point__tolerance(student, rng):
    """tol is absolute: what lies within it counts as zero, what lies outside does not."""
    small = float(rng.uniform(0.02, 0.05))
    for sign, word in ((1, "minimum"), (-1, "saddle")):
        H = rotated([1.0, sign * small], rng)
        found = student.classify_critical_point(H, 0.1)
        assert_word(found, "degenerate", hint="Compare the eigenvalues with tol and -tol, not with 0.")
        found = student.classify_critical_point(H, 0.001)
        assert_word(found, word, hint="Above tol is up, below -tol is down, however small. Is tol used?")
    found = student.classify_critical_point(np.diag([1.0, 0.5]), 0.5)
    assert_word(found, "degenerate", hint="An eigenvalue of exactly tol counts as zero.")
    found = student.classify_critical_point(rotated([1e6, 0.5], rng))
    assert_word(found, "minimum", hint="tol is absolute: do not scale it by the largest eigenvalue.")


def test_classify_critical_point__whole_numbers(student):
    """Nested lists of whole numbers are a matrix too, and H is left as it was."""
    found = student.classify_critical_point([[0, 1], [1, 0]])
    assert_word(found, "saddle", hint="The eigenvalues of [[0, 1], [1, 0]] are -1 and 1.")
    H = np.array([[2.0, -1.0], [-1.0, 2.0]])
    assert_word(student.classify_critical_point(H), "minimum", hint="[[2, -1], [-1, 2]] has eigenvalues 1 and 3.")
    left = student.last.arguments[0]
    expect(np.array_equal(left, [[2.0, -1.0], [-1.0, 2.0]]), hint="Leave H as it was: work on a copy.")


# --- steps_to_tol -----------------------------------------------------------------------------------------------


def test_steps_to_tol__first_time(student, rng):
    """The first time counts, however the loss goes on."""
    losses = rng.uniform(2, 9, size=20)
    first = int(rng.integers(3, 12))
    losses[first], losses[first + 3], losses[first + 7] = 0.9, 0.1, 0.5
    hint = "Stop at the first loss that is low enough: not at the lowest, not at the last. The start is step 0."
    assert_close(student.steps_to_tol(losses, 1.0), first, hint=hint)
    assert_close(student.steps_to_tol(losses.tolist(), 1.0), first, hint="A list is a record too.")


def test_steps_to_tol__exactly_tol(student, rng):
    """A loss of exactly tol is low enough."""
    tol = float(rng.uniform(0.1, 1))
    assert_close(student.steps_to_tol([3 * tol, 2 * tol, tol, tol / 2], tol), 2, hint="`at most tol` is <=.")


def test_steps_to_tol__start(student):
    """If the start is low enough, it took 0 steps, which is not the same as never."""
    assert_close(student.steps_to_tol([0.1, 5.0], 1.0), 0, hint="Zero is an answer: test with `is None`, not `not`.")
    assert_close(student.steps_to_tol([5.0, 0.1], 1.0), 1, hint="Counting begins with 0 at the start.")


def test_steps_to_tol__never(student):
    """If it never happens, the answer is None; an empty record never gets there."""
    for losses in ([9.0, 3.0, 2.0], [], [9.0, float("inf")]):
        found = student.steps_to_tol(losses, 1.0)
        assert_close(found, None, hint="Return None after the whole record has been read. Is an empty one read too?")
        found = student.steps_to_tol([*losses, 0.5], 1.0)
        assert_close(found, len(losses), hint="One loss that is low enough, and it has arrived.")


def test_steps_to_tol__nan(student):
    """nan is never low enough, and does not end the search."""
    nan = float("nan")
    assert_close(student.steps_to_tol([9.0, nan], 1.0), None, hint="nan <= tol is False, but `not nan > tol` is True.")
    assert_close(student.steps_to_tol([9.0, nan, 0.5], 1.0), 2, hint="Go on past nan.")


def test_steps_to_tol__below_zero(student):
    """A loss may be negative, and so may tol."""
    hint = "Compare with tol itself: a loss below zero is lower still, and no size (abs) is meant."
    assert_close(student.steps_to_tol([3.0, -2.0, -5.0], -4.0), 2, hint=hint)
