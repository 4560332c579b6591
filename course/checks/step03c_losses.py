"""Visible checks of the exercises of step 3c: logistic_loss_grad, hinge_loss_subgrad."""

import numpy as np

from course.checks.visible import array, close, expect

# --- logistic_loss_grad -----------------------------------------------------------------------------------------

X = np.array([[2.0, 0.0], [1.0, -1.0], [-0.5, 3.0], [0.0, 0.0]])
Y = np.array([1.0, -1.0, -1.0, 1.0])
W = np.array([0.4, -0.7])


def _pair(result, d, name):
    """The two parts of (loss, gradient)."""
    expect(result is not None, "it returned None: does the function end in `return ...`?")
    expect(
        isinstance(result, (tuple, list)) and len(result) == 2,
        f"{name} should return two things, (loss, gradient), but it returned {type(result).__name__}.",
    )
    return float(array(result[0], (), "the loss")), array(result[1], (d,), "the gradient")


def _logistic(w, X, y, l2):
    m = y * (X @ w)
    pull = np.exp(-np.logaddexp(0, m))
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * (w @ w), -X.T @ (pull * y) / len(y) + l2 * w


def logistic_loss_grad__at_zero(f):
    """at w = 0 every row pays log 2, and the loss is their mean"""
    loss, g = _pair(f(np.zeros(2), X, Y, 0.0), 2, "logistic_loss_grad")
    close(loss, np.log(2), "the loss at w = 0", "The mean over the rows, not their sum; labels are -1 and +1.")
    close(g, _logistic(np.zeros(2), X, Y, 0)[1], "the gradient at w = 0", "Here every row pulls with strength 1/2.")


def logistic_loss_grad__elsewhere(f):
    """loss and gradient are right away from 0, without a penalty"""
    loss, g = _pair(f(W.copy(), X, Y), 2, "logistic_loss_grad")
    exact = _logistic(W, X, Y, 0)
    close(loss, exact[0], "the loss at w = (0.4, -0.7)", "The mean of log(1 + exp(-y x.w)).")
    close(g, exact[1], "the gradient at w = (0.4, -0.7)", "Minus the mean of y x / (1 + exp(y x.w)).")


def logistic_loss_grad__penalty(f):
    """the penalty is l2 / 2 |w|^2 in the loss and l2 w in the gradient"""
    loss, g = _pair(f(W.copy(), X, Y, 0.1), 2, "logistic_loss_grad")
    exact = _logistic(W, X, Y, 0.1)
    close(loss, exact[0], "the loss with l2 = 0.1", "Add l2 / 2 * |w|^2, once, not for each row.")
    close(g, exact[1], "the gradient with l2 = 0.1", "The penalty has a gradient too: l2 * w.")


def logistic_loss_grad__scale(f):
    """margins of 1000 and of -1000 give right numbers"""
    idea = "Is it only wrong far out? exp(1000) is infinite; np.logaddexp(0, z) is log(1 + e^z) at any scale."
    with np.errstate(all="ignore"):
        for scale in (1000.0, -1000.0):
            loss, g = _pair(f(scale * W, X, Y), 2, "logistic_loss_grad")
            exact = _logistic(scale * W, X, Y, 0)
            close(loss, exact[0], f"the loss at w = {scale:g} * (0.4, -0.7)", idea)
            close(g, exact[1], f"the gradient at w = {scale:g} * (0.4, -0.7)", idea)


def logistic_loss_grad__inputs(f):
    """lists of whole numbers work, and the arguments stay as they were"""
    loss, g = _pair(f([1, -1], [[2, 0], [1, -1]], [1, -1], 1), 2, "logistic_loss_grad")
    exact = _logistic(np.array([1.0, -1]), X[:2], Y[:2], 1)
    close(loss, exact[0], "the loss of lists", "Are only lists off? Make arrays first: np.asarray(X, dtype=float).")
    close(g, exact[1], "the gradient of lists", "Are only lists off? Make arrays first: np.asarray(X, dtype=float).")
    w, x, y = W.copy(), X.copy(), Y.copy()
    f(w, x, y, 0.1)
    expect(
        np.array_equal(w, W) and np.array_equal(x, X) and np.array_equal(y, Y),
        "your function changed one of its arguments. Work on a copy.",
    )


def _flat(result):
    loss, g = result
    return np.concatenate([[loss], np.asarray(g, dtype=float)])


logistic_loss_grad__public = (
    lambda f: _flat(f(np.zeros(2), X, Y, 0.0)),
    lambda f: _flat(f(W.copy(), X, Y, 0.0)),
    lambda f: _flat(f(W.copy(), X, Y, 0.1)),
    lambda f: _flat(f(1000 * W, X, Y, 0.0)),
    lambda f: _flat(f(-30 * W, X, Y, 0.0)),
    lambda f: _flat(f(-1000 * W, X, Y, 0.0)),
)
logistic_loss_grad__why = "This loss is convex, smooth, and with l2 > 0 strongly convex: all that gradient descent can ask for. The capstone trains it."

# --- hinge_loss_subgrad -----------------------------------------------------------------------------------------


def _hinge(w, X, y, l2):
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * (w @ w), -X.T @ ((m < 1) * y) / len(y) + l2 * w


V = np.array([0.75, -0.5])  # margins 1.5, -1.25, 1.875, 0: above, below, above, on the wrong side's edge


def hinge_loss_subgrad__at_zero(f):
    """at w = 0 every row pays 1, and the loss is their mean"""
    loss, g = _pair(f(np.zeros(2), X, Y, 0.0), 2, "hinge_loss_subgrad")
    close(loss, 1.0, "the loss at w = 0", "The mean over all rows of max(0, 1 - y x.w).")
    close(g, _hinge(np.zeros(2), X, Y, 0)[1], "the subgradient at w = 0", "Every row adds -y x / n.")


def hinge_loss_subgrad__margin(f):
    """rows on the right side, but with a margin below 1, pay and pull too; rows beyond 1 do neither"""
    for w in (V, 0.3 * V, 3 * V):
        loss, g = _pair(f(w.copy(), X, Y, 0.0), 2, "hinge_loss_subgrad")
        exact = _hinge(w, X, Y, 0)
        where = f"at w = ({w[0]:g}, {w[1]:g})"
        close(loss, exact[0], f"the loss {where}", "A row pays while its margin is below 1; the mean is over all rows.")
        close(g, exact[1], f"the subgradient {where}", "Rows with a margin below 1 add -y x / n, the others nothing.")


def hinge_loss_subgrad__penalty(f):
    """the penalty is l2 / 2 |w|^2 in the loss and l2 w in the subgradient"""
    loss, g = _pair(f(V.copy(), X, Y, 0.1), 2, "hinge_loss_subgrad")
    exact = _hinge(V, X, Y, 0.1)
    close(loss, exact[0], "the loss with l2 = 0.1", "Add l2 / 2 * |w|^2, once, not for each row.")
    close(g, exact[1], "the subgradient with l2 = 0.1", "The penalty has a gradient too: l2 * w.")


def hinge_loss_subgrad__kink(f):
    """at a kink the slope is one of those between the two sides"""
    loss, g = _pair(f(np.array([1.0]), [[1.0]], [1.0], 0.0), 1, "hinge_loss_subgrad")
    close(loss, 0.0, "the loss at a margin of exactly 1", "max(0, 1 - 1) is 0.")
    expect(
        -1 - 1e-9 <= g[0] <= 1e-9, f"at a margin of exactly 1 any slope from -1 to 0 will do, but yours is {g[0]:.3g}."
    )


def hinge_loss_subgrad__inputs(f):
    """lists of whole numbers work, and the arguments stay as they were"""
    loss, g = _pair(f([1, -1], [[2, 0], [1, -1]], [1, -1], 1), 2, "hinge_loss_subgrad")
    exact = _hinge(np.array([1.0, -1]), X[:2], Y[:2], 1)
    close(loss, exact[0], "the loss of lists", "Are only lists off? Make arrays first: np.asarray(X, dtype=float).")
    close(g, exact[1], "the subgradient of lists", "Are only lists off? Make arrays first: np.asarray(X, dtype=float).")
    w, x, y = W.copy(), X.copy(), Y.copy()
    f(w, x, y, 0.1)
    expect(
        np.array_equal(w, W) and np.array_equal(x, X) and np.array_equal(y, Y),
        "your function changed one of its arguments. Work on a copy.",
    )


hinge_loss_subgrad__public = (
    lambda f: _flat(f(np.zeros(2), X, Y, 0.0)),
    lambda f: _flat(f(V.copy(), X, Y, 0.0)),
    lambda f: _flat(f(0.3 * V, X, Y, 0.0)),
    lambda f: _flat(f(3 * V, X, Y, 0.0)),
    lambda f: _flat(f(V.copy(), X, Y, 0.1)),
)
hinge_loss_subgrad__why = (
    "A loss without a gradient everywhere can still be walked down. The capstone trains it beside the logistic one."
)
