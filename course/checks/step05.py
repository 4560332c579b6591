"""Visible checks of the exercises of step 5: min_norm_solution, adam_then_sgd, swats_lr."""

from types import SimpleNamespace

import numpy as np

from course.checks.visible import array, close, expect
from course.descent import minimize

# --- min_norm_solution ------------------------------------------------------------------------------------------

WIDE, LABELS = np.array([[1.0, 2.0, 0.0, 1.0], [0.0, 1.0, -1.0, 3.0]]), np.array([2.0, -3.0])
TWICE = np.array([[1.0, 2.0, 0.0], [1.0, 2.0, 0.0], [0.0, 1.0, 1.0]])
TALL = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0], [1.0, 4.0]])


def min_norm_solution__fits(f):
    """your w fits the rows of a small table"""
    w = array(f([[1, 2]], [5]), (2,), "w for X = [[1, 2]], y = [5]")
    close(w @ [1, 2], 5.0, "X w for X = [[1, 2]], y = [5]", "Every solution has w1 + 2 w2 = 5.")
    w = array(f(WIDE.copy(), LABELS.copy()), (4,), "w for two rows with four columns")
    close(WIDE @ w, LABELS, "X w for two rows with four columns", "Each row times w should be its label.")


def min_norm_solution__smallest(f):
    """no solution is smaller than yours"""
    close(f([[1, 2]], [5]), [1.0, 2.0], "w for X = [[1, 2]], y = [5]", "The smallest is a multiple of the row.")
    idea = "It is a mixture of the rows, X.T @ c for some c; anything else in w is invisible to them and only adds to its norm."
    close(f(WIDE.copy(), LABELS.copy()), np.linalg.pinv(WIDE) @ LABELS, "w for two rows with four columns", idea)


def min_norm_solution__repeated(f):
    """a row may be there twice"""
    idea = "X X' has no inverse then. The pseudoinverse of X does not mind."
    close(f(TWICE.copy(), [5.0, 5.0, 0.0]), np.array([5, 5, -5]) / 3, "w with one row twice", idea)


def min_norm_solution__best_fit(f):
    """where nothing fits all rows, the squared error is the smallest there is"""
    idea = "The same pseudoinverse gives least squares."
    close(
        f(TALL.copy(), [1.0, 2.0, 2.0, 5.0]), np.linalg.pinv(TALL) @ [1, 2, 2, 5], "w for four rows, two columns", idea
    )


def min_norm_solution__leaves(f):
    """X and y are left as they were"""
    X, y = WIDE.copy(), LABELS.copy()
    f(X, y)
    expect(np.array_equal(X, WIDE) and np.array_equal(y, LABELS), "your function changed X or y. Work with new arrays.")


min_norm_solution__public = (
    lambda f: f(WIDE.copy(), LABELS.copy()),
    lambda f: f(np.array([[1, 2]]), np.array([5])),
    lambda f: f(TALL.copy(), np.array([1.0, 2.0, 2.0, 5.0])),
    lambda f: f(TWICE.copy(), np.array([5.0, 5.0, 0.0])),
)
min_norm_solution__why = "Which solution an optimizer picks, unasked, is called its implicit bias."

# --- adam_then_sgd ----------------------------------------------------------------------------------------------

START = (1.0, -2.0, 0.5)


def _grad(theta):
    """Slopes of very different sizes that change; the third coordinate has none."""
    x = np.asarray(theta, dtype=float)
    return np.stack([x[..., 0] + x[..., 0] ** 3, 20 * x[..., 1] + x[..., 0], 0 * x[..., 2]], axis=-1)


def _walk(f, switch, n_steps=6, start=START, grad=_grad):
    return f(grad, start, 0.1, 0.03, n_steps, switch)


def _right(switch, n_steps=6):
    slopes = SimpleNamespace(value=lambda x: 0 * x[..., 0], gradient=_grad)
    adam = minimize("adam", slopes, START, min(switch, n_steps), eta=0.1).theta
    plain = minimize("gradient_descent", slopes, adam[-1], n_steps + 1 - len(adam), eta=0.03).theta
    return np.concatenate([adam, plain[1:]])


def _same(f, switch, idea):
    path, right = array(_walk(f, switch), (7, 3), f"the path of 6 steps with switch = {switch}"), _right(switch)
    close(path[0], right[0], "the first row of the path", "It is theta0.")
    for t in range(1, 7):
        close(path[t], right[t], f"with switch = {switch}, theta after step {t}", idea)


def adam_then_sgd__plain(f):
    """with switch = 0 every step is plain"""
    _same(f, 0, "The path begins with theta0; then each step is theta - eta_sgd * g.")


def adam_then_sgd__adam(f):
    """with a switch at the end or later every step is Adam's"""
    _same(f, 6, "Adam with bias correction; its t is 1 in the first step.")
    _same(f, 99, "A switch beyond n_steps never comes, and the path keeps its length.")


def adam_then_sgd__switch(f):
    """after `switch` steps of Adam the next one is plain"""
    for switch in (1, 3):
        _same(f, switch, "Adam takes `switch` steps. From the next on: eta_sgd times the gradient, without m and v.")


def adam_then_sgd__asks_once(f):
    """one gradient a step, asked for where the walker stands"""
    asked = []

    def grad(theta):
        asked.append(np.array(theta, dtype=float))
        return _grad(theta)

    path = array(_walk(f, 3, grad=grad), (7, 3), "the path of 6 steps with switch = 3")
    expect(len(asked) == 6, f"for 6 steps grad was called {len(asked)} times. Once a step: keep g in a variable.")
    close(np.array(asked), path[:-1], "where grad was asked", "Each step asks at the place the last one led to.")


def adam_then_sgd__leaves(f):
    """theta0 may be a list of whole numbers, and is left as it was"""
    start = np.array(START)
    _walk(f, 3, start=start)
    expect(np.array_equal(start, START), f"your function changed theta0 to {start}. Start from a copy.")
    own = array(_walk(f, 0, n_steps=1, start=np.array([1.0, -2.0, 0.0])), (2, 3), "the path of 1 step")
    idea = "It should be that from [1.0, -2.0, 0.0]: np.array(theta0, dtype=float) takes both."
    close(_walk(f, 0, n_steps=1, start=[1, -2, 0]), own, "one step from the list [1, -2, 0]", idea)


adam_then_sgd__public = (
    lambda f: _walk(f, 3),
    lambda f: _walk(f, 0),
    lambda f: _walk(f, 6),
    lambda f: _walk(f, 9, n_steps=4),
    lambda f: _walk(f, 2, start=np.array([1, -2, 0])),
)
adam_then_sgd__why = "Whether the switch pays depends on its timing, and on the control: Adam with a falling rate."

# --- swats_lr ---------------------------------------------------------------------------------------------------

STEPS = (([-0.1, -0.2], [1.0, 0.5]), ([0.3, -0.1, 0.0], [-2.0, 1.0, 7.0]), ([0.2, -0.4], [-1.0, 1.0]))


def swats_lr__worked(f):
    """the worked step gives 0.25"""
    said = f(*STEPS[0])
    expect(said is not None, "it returned None for a step that leads downhill (p . g = -0.2).")
    close(said, 0.25, "the rate for p = (-0.1, -0.2), g = (1, 0.5)", "p . p = 0.05, over 0.2.")


def swats_lr__along(f):
    """the plain step's part along Adam's step is that step"""
    for p, g in STEPS:
        p, g, rate = np.array(p), np.array(g), f(p, g)
        expect(rate is not None, f"it returned None for p = {p}, g = {g}, which leads downhill.")
        rate = float(array(rate, (), f"the rate for p = {p}, g = {g}"))
        close(-rate * g @ p / (p @ p) * p, p, f"the part of -eta g along p = {p}", "p . p above, -(p . g) below.")


def swats_lr__none(f):
    """a step that does not lead downhill has no rate"""
    for p, g in (([0.1, 0.2], [1.0, 0.5]), ([0.1, -0.2], [1.0, 0.5]), ([0.0, 0.0], [1.0, 0.5])):
        said = f(np.array(p), np.array(g))
        expect(said is None, f"for p = {p}, g = {g}, p . g is not below 0: the answer is None, and you gave a rate.")


swats_lr__public = (
    lambda f: [f(np.array(p), np.array(g)) for p, g in STEPS],
    lambda f: str(f(np.array([0.1, 0.2]), np.array([1.0, 0.5])) is None),
    lambda f: str(f(np.array([0.1, -0.2]), np.array([1.0, 0.5])) is None),
)
swats_lr__why = "It lets Adam choose SGD's rate: one thing less to tune, though not a reason to switch."
