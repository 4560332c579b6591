"""Visible checks of the exercises of step 2: max_stable_step, classify_critical_point, steps_to_tol."""

import numpy as np

from course.checks.visible import array, close, expect

# --- max_stable_step --------------------------------------------------------------------------------------------


def max_stable_step__diagonal(f):
    """a diagonal Hessian with curvatures 2 and 10 allows steps up to 0.2"""
    close(
        f(np.diag([2.0, 10.0])),
        0.2,
        "the border for curvatures 2 and 10",
        "The steepest curvature alone decides: 2 / L.",
    )


def max_stable_step__tilted(f):
    """a tilted bowl is judged by its eigenvalues, not by its diagonal"""
    idea = "The curvatures of a tilted bowl are the eigenvalues of H; np.linalg.eigvalsh finds them."
    close(f([[2, 1], [1, 2]]), 2 / 3, "the border for [[2, 1], [1, 2]]", idea)


def max_stable_step__downward(f):
    """curving downward sets no border: only positive curvature counts, and with none the answer is inf"""
    close(
        f([[-8.0, 0.0], [0.0, 4.0]]),
        0.5,
        "the border for curvatures -8 and 4",
        "The largest eigenvalue is 4: not the one of largest size, and not the first of the list.",
    )
    border = array(f([[-1.0, 0.0], [0.0, -4.0]]), (), "the border for curvatures -1 and -4")
    expect(border == np.inf, f"for curvatures -1 and -4 nothing curves upward: expected inf, got {border:.4g}.")
    border = array(f([[0.0, 0.0], [0.0, 0.0]]), (), "the border on flat ground")
    expect(border == np.inf, f"flat ground sets no border: expected inf, got {border:.4g}.")


max_stable_step__public = (
    lambda f: f(np.diag([2.0, 10.0])),
    lambda f: f([[2, 1], [1, 2]]),
    lambda f: f(np.diag([-8.0, 4.0])),
    lambda f: f(np.diag([-1.0, -4.0])),
    lambda f: f([[4.0, 3.0, 0.0], [3.0, 4.0, 0.0], [0.0, 0.0, 1.0]]),
    lambda f: f(np.zeros((2, 2))),
)
max_stable_step__why = "This border returns with every rule: momentum widens it, and networks train right at it."

# --- classify_critical_point ------------------------------------------------------------------------------------


def _kind(f, H, word, why, **tol):
    found = f(np.array(H, dtype=float), **tol)
    with_tol = f" with tol = {tol['tol']}" if tol else ""
    expect(found is not None, "it returned None: does every way through the function end in `return ...`?")
    expect(isinstance(found, str), f"the answer is a word such as 'minimum', but it is {type(found).__name__}.")
    expect(
        found == word or found.strip().lower() != word,
        f"{found!r} is the right word: write it {word!r}, as in the table.",
    )
    expect(found == word, f"{H}{with_tol} is {word!r}, you say {found!r}. {why}")


def classify_critical_point__bowls(f):
    """all curvatures up is a minimum, all down a maximum"""
    _kind(f, [[2, 0], [0, 3]], "minimum", "Both curvatures, 2 and 3, are positive.")
    _kind(f, [[-2, 0], [0, -3]], "maximum", "Both curvatures, -2 and -3, are negative; their product is positive.")


def classify_critical_point__saddles(f):
    """one curvature up and one down is a saddle, also where the diagonal hides it, also beside a flat axis"""
    _kind(f, [[1, 0], [0, -1]], "saddle", "One curvature up, one down.")
    _kind(f, [[1, 3], [3, 1]], "saddle", "Its eigenvalues are 4 and -2: look at eigenvalues, not at the diagonal.")
    _kind(
        f,
        [[1, 0, 0], [0, 0, 0], [0, 0, -1]],
        "saddle",
        "Up along one axis and down along another is a saddle, whatever the rest does.",
    )


def classify_critical_point__flat(f):
    """a curvature within tol of zero cannot tell, and tol is an absolute number"""
    _kind(
        f,
        [[1, 0], [0, 0]],
        "degenerate",
        "Along the second axis the ground does not curve: x^2 + y^4 and x^2 - y^4 look the same here.",
    )
    _kind(f, [[1, 0], [0, 0.05]], "degenerate", "0.05 is within tol = 0.1 of zero.", tol=0.1)
    _kind(f, [[1, 0], [0, -0.05]], "degenerate", "-0.05 is within tol = 0.1 of zero.", tol=0.1)
    _kind(f, [[1e6, 0], [0, 0.05]], "minimum", "0.05 is above tol = 0.01, however large the other one is.", tol=0.01)


classify_critical_point__public = (
    lambda f: f(np.diag([2.0, 3.0])),
    lambda f: f(np.diag([-2.0, -3.0])),
    lambda f: f(np.diag([1.0, -1.0])),
    lambda f: f(np.array([[1.0, 3.0], [3.0, 1.0]])),
    lambda f: f(np.diag([1.0, 0.0, -1.0])),
    lambda f: f(np.diag([1.0, 0.0])),
    lambda f: f(np.diag([-1.0, 0.0])),
    lambda f: f(np.zeros((2, 2))),
    lambda f: f(np.diag([1.0, 0.05]), 0.1),
    lambda f: f(np.diag([1.0, -0.05]), 0.1),
    lambda f: f(np.diag([1e6, 0.05]), 0.01),
    lambda f: f(np.diag([1.0, 0.5]), 0.5),
    lambda f: f(np.diag([-1.0, -2.0, 3.0])),
    lambda f: f(np.diag([1.0, -2.0, -3.0])),
)
classify_critical_point__why = (
    "Flat is not lowest. With many dimensions saddles are the commoner flat place, and a saddle can be left."
)

# --- steps_to_tol -----------------------------------------------------------------------------------------------


def _steps(f, losses, tol, expected, why):
    found = f(losses, tol)
    if expected is None:
        expect(found is None, f"{losses} never reaches {tol}: expected None, got {found!r}. {why}")
    else:
        expect(found is not None, f"{losses} reaches {tol} after {expected} steps, but it returned None. {why}")
        expect(
            not isinstance(found, bool) and found == expected,
            f"{losses} reaches {tol} after {expected} steps, you say {found!r}. {why}",
        )


def steps_to_tol__first(f):
    """the first time counts, and exactly tol is low enough"""
    _steps(f, [9.0, 3.0, 1.0, 0.5], 1.0, 2, "The start is index 0, and `at most` includes tol itself.")
    _steps(f, [9.0, 0.5, 4.0, 0.1], 1.0, 1, "It may rise again later: stop at the first time.")


def steps_to_tol__ends(f):
    """0 steps if the start is low enough, None if it never is"""
    _steps(f, [0.5, 0.1], 1.0, 0, "Zero steps is an answer: `is None` tells it from nothing, `not` does not.")
    _steps(f, [9.0, 3.0], 1.0, None, "Return None after the last loss has been looked at.")


def steps_to_tol__not_a_number(f):
    """nan is never low enough, and what comes before it still counts"""
    _steps(f, [9.0, float("nan"), float("nan")], 1.0, None, "A run that broke has not arrived.")
    _steps(f, [9.0, float("nan"), 0.5], 1.0, 2, "Go on past nan.")


steps_to_tol__public = (
    lambda f: f([9.0, 3.0, 1.0, 0.5], 1.0),
    lambda f: f([9.0, 0.5, 4.0, 0.1], 1.0),
    lambda f: f([0.5, 0.1], 1.0),
    lambda f: f([9.0, 3.0], 1.0),
    lambda f: f([9.0, float("nan"), float("nan")], 1.0),
    lambda f: f([9.0, float("nan"), 0.5], 1.0),
    lambda f: f([9.0, 0.5, 4.0, 3.0, 0.1], 1.0),
)
steps_to_tol__why = "Steps to a tolerance is the course's stopwatch: every race from here on is timed with it."
