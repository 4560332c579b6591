"""Visible checks of the exercises of step 7: mlp_loss_grad, chord_barrier; train and capstone_report stand beside."""

import numpy as np

from course.checks.visible import array, close, expect

# --- mlp_loss_grad ----------------------------------------------------------------------------------------------

PARTS = "W1", "b1", "W2", "b2"
X = np.array([[1.0, -0.5], [0.0, 2.0], [-1.0, 0.3], [0.5, 0.5]])
Y = np.array([0, 2, 1, 0])


def _params():
    """A network 2-3-3, none of whose numbers is 0."""
    W1 = np.array([[0.5, -1.0, 0.3], [0.8, 0.2, -0.6]])
    W2 = np.array([[1.0, -0.5, 0.2], [-0.3, 0.7, 0.4], [0.6, -0.9, -0.1]])
    return [W1, np.array([0.1, -0.2, 0.3]), W2, np.array([0.2, 0.1, -0.4])]


def _parts(result, params):
    expect(result is not None, "it returned None: does the function end in `return ...`?")
    two = isinstance(result, (tuple, list)) and len(result) == 2
    expect(two, f"it should return two things, (loss, gradients), but it returned {type(result).__name__}.")
    four = isinstance(result[1], (tuple, list)) and len(result[1]) == 4
    expect(four, "the second thing should be a list of four gradients, for W1, b1, W2, b2.")
    gradients = [
        array(g, np.shape(p), f"the gradient of {name}") for g, p, name in zip(result[1], params, PARTS, strict=True)
    ]
    return float(array(result[0], (), "the loss")), gradients


def _right(params, X, y, l2):
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in params)
    H = np.tanh(X @ W1 + b1)
    Z = H @ W2 + b2
    top = Z.max(axis=1, keepdims=True)
    total = top + np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    loss = np.mean(total[:, 0] - Z[np.arange(len(y)), y]) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2))
    D = (np.exp(Z - total) - np.eye(Z.shape[1])[y]) / len(y)
    E = D @ W2.T * (1 - H**2)
    return loss, [X.T @ E + l2 * W1, E.sum(axis=0), H.T @ D + l2 * W2, D.sum(axis=0)]


def _compare(f, params, l2, where, loss_idea, gradient_idea, rows=slice(None)):
    loss, gradients = _parts(f(params, X[rows].copy(), Y[rows].copy(), l2), params)
    exact = _right(params, X[rows], Y[rows], l2)
    close(loss, exact[0], f"the loss {where}", loss_idea)
    for k in (3, 2, 1, 0):  # from the top down, as blame runs
        close(gradients[k], exact[1][k], f"the gradient of {PARTS[k]} {where}", gradient_idea[k])


IDEAS = {
    3: "The blame of the scores is (softmax(Z) - truth) / n; for b2 it is summed over the rows.",
    2: "H.T @ blame, with H the values after tanh.",
    1: "Blame through W2.T, times the slope 1 - H**2, summed over the rows.",
    0: "X.T @ the blame of the hidden units.",
}


def mlp_loss_grad__at_zero(f):
    """with all weights 0 every row pays the logarithm of the number of classes"""
    params = [np.zeros_like(part) for part in _params()]
    _compare(f, params, 0.0, "at 0", "The mean over the rows of log(sum of exp(Z)) - Z at the right class.", IDEAS)


def mlp_loss_grad__elsewhere(f):
    """loss and all four gradients are right away from 0, without a penalty"""
    _compare(f, _params(), 0.0, "without a penalty", "The mean over the rows, not their sum.", IDEAS)


def mlp_loss_grad__penalty(f):
    """the penalty counts weights and not biases, in the loss and in the gradients"""
    ideas = dict.fromkeys((3, 1), "Biases are free: no penalty here.") | dict.fromkeys((2, 0), "Add l2 * W.")
    _compare(f, _params(), 0.3, "with l2 = 0.3", "Add l2 / 2 times the squares of W1 and W2, not of b1 and b2.", ideas)


def mlp_loss_grad__scale(f):
    """scores of thousands give right numbers"""
    idea = (
        "exp(1000) is infinite. Subtract each row's highest score first; log of the sum, then, and no log of a share."
    )
    params = _params()
    for scale in (1000.0, -1000.0):
        with np.errstate(all="ignore"):
            params[2] = scale * _params()[2]
            _compare(f, params, 0.0, f"with W2 times {scale:g}", idea, dict.fromkeys(range(4), idea))


def mlp_loss_grad__inputs(f):
    """lists of whole numbers work, and the arguments stay as they were"""
    whole = [[[1, -1], [0, 2]], [0, 1], [[1, 0], [-1, 1]], [0, 0]]
    loss, gradients = _parts(f(whole, [[1, 2], [0, -1]], [1, 0], 1), [np.array(part) for part in whole])
    exact = _right(whole, np.array([[1.0, 2], [0, -1]]), np.array([1, 0]), 1)
    close(loss, exact[0], "the loss of lists", "Make arrays first: np.asarray(part, dtype=float).")
    for k in range(4):
        close(gradients[k], exact[1][k], f"the gradient of {PARTS[k]} of lists", "Make arrays first.")
    params, x, y = _params(), X.copy(), Y.copy()
    f(params, x, y, 0.1)
    same = all(map(np.array_equal, params, _params())) and np.array_equal(x, X) and np.array_equal(y, Y)
    expect(same, "your function changed one of its arguments. Work with new arrays.")


def _flat(result):
    return np.concatenate([[result[0]], *(np.ravel(part) for part in result[1])])


def _after(f):
    params = _params()
    f(params, X.copy(), Y.copy(), 0.3)
    return np.concatenate([np.ravel(part) for part in params])


def _scaled(scale):
    W1, b1, W2, b2 = _params()
    return [W1, b1, scale * W2, b2]


mlp_loss_grad__public = (
    lambda f: _flat(f(_params(), X.copy(), Y.copy(), 0.0)),
    lambda f: _flat(f(_params(), X.copy(), Y.copy(), 0.3)),
    lambda f: _flat(f(_scaled(1000.0), X.copy(), Y.copy(), 0.0)),
    lambda f: _flat(f(_scaled(50.0), X.copy(), Y.copy(), 0.0)),
    _after,
)
mlp_loss_grad__why = "With more layers, that is how networks of any size are trained. The capstone trains one with it."

# --- chord_barrier ----------------------------------------------------------------------------------------------


def _well(x):
    return float((x[0] ** 2 - 1) ** 2 + 0.3 * x[0])


def _number(f, g, a, b, expected, what, idea):
    close(array(f(g, a, b), (), what), expected, what, idea)


def chord_barrier__worked(f):
    """the cube from -1 to 1 rises by 0.384"""
    idea = "Compare with the chord at the same share of the way; 51 points, both ends included."
    _number(f, lambda x: float(x[0] ** 3), np.array([-1.0]), np.array([1.0]), 0.384384, "the rise of the cube", idea)


def chord_barrier__ridge(f):
    """between two wells of different depth the rise counts from the chord"""
    idea = "The chord runs from f(a) to f(b): at share s it is (1 - s) f(a) + s f(b)."
    _number(f, _well, np.array([-1.0]), np.array([1.0]), 1.0, "the rise between the wells at -1 and 1", idea)
    a, b = np.array([-1.2, 0.0]), np.array([0.8, 1.0])
    s = np.linspace(0, 1, 51)
    heights = np.array([_well(a + share * (b - a)) for share in s])
    exact = np.max(heights - (1 - s) * heights[0] - s * heights[-1])
    _number(f, _well, a, b, exact, "the rise from (-1.2, 0) to (0.8, 1)", idea)


def chord_barrier__none(f):
    """where the ground sags the answer is 0"""
    idea = "Never negative, and at the ends the ground is on the chord: 0."
    _number(f, lambda x: float(x @ x), np.array([1.0, 2.0]), np.array([-3.0, 0.5]), 0.0, "the rise on a bowl", idea)
    _number(f, _well, np.array([1.0]), np.array([1.0]), 0.0, "the rise from a place to itself", idea)


def chord_barrier__inputs(f):
    """lists of whole numbers are places too, f gets arrays, and 53 calls are enough"""
    asked = []

    def g(x):
        expect(isinstance(x, np.ndarray) and x.shape == (1,), "f takes an array of shape (d,): here (1,).")
        asked.append(1)
        return _well(x)

    _number(f, g, [-1], [1], 1.0, "the rise from the list [-1] to [1]", "np.asarray(a, dtype=float) first.")
    expect(len(asked) <= 53, f"f was called {len(asked)} times; 51 points are asked for.")
    a, b = np.array([-1.0]), np.array([1.0])
    f(_well, a, b)
    expect(a[0] == -1 and b[0] == 1, "your function changed a or b. Work with new arrays.")


def _asked(f):
    asked = []
    f(lambda x: asked.append(1) or _well(x), np.array([-1.0]), np.array([1.0]))
    return len(asked)


chord_barrier__public = (
    lambda f: f(_well, np.array([-1.0]), np.array([1.0])),
    lambda f: f(_well, np.array([-1.2]), np.array([0.3])),
    lambda f: f(lambda x: float(x @ x), np.array([1.0, 2.0]), np.array([-3.0, 0.5])),
    lambda f: f(lambda x: float(x[0] ** 3), np.array([-1.0]), np.array([1.0])),
    lambda f: f(lambda x: float(np.exp(-200 * (x[0] - 0.3) ** 2)), np.array([-1.0]), np.array([1.0])),
    _asked,
)
chord_barrier__why = "One rise proves that a loss is not convex; no rise on one line proves nothing."

from course.checks.step07_report import *  # noqa: E402, F403
from course.checks.step07_train import *  # noqa: E402, F403
