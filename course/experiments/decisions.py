"""Which decision does what: the learning rate, the batch, the memory, and one loop that serves every model.

The lesson's experiments are gathered in step02.py.
"""

from dataclasses import dataclass

import numpy as np

from course.datasets import breast_cancer, noisy_least_squares, reshuffled, standardize
from course.descent import minimize
from course.experiments.tanh_net import TanhNet
from course.models import Hinge, LeastSquares, Logistic
from course.objectives import quadratic


def two_weights(seed=0):
    """Least squares with two weights on 200 rows; the second column is 5 times as large, so kappa is about 25."""
    data = noisy_least_squares(n=200, d=2, sigma=1.0, spread=5.0, seed=seed)
    return LeastSquares(data.X, data.y)


# -- one loop ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OneLoop:
    """By model: (parameters, loss at the start, loss after the steps, loss after as many steps of a rule that does nothing)."""

    rows: dict


def one_loop(steps=200):
    """Every training step is a variation of theta - eta g: one loop trains three models, only loss and gradient change.

    Logistic and hinge loss on the tumours (30 weights), squared loss of a tanh network on digits (3466 parameters), eta 0.5.
    A rule that computes the gradient and stays where it is leaves each loss as it was.
    """
    data = breast_cancer()
    X = standardize(data.X)

    def stand_still(theta, grad, t):
        grad(theta)
        return (theta,)

    rows = {}
    for model in (Logistic(X, data.signs), Hinge(X, data.signs, l2=0.01), TanhNet()):
        trained = minimize("gradient_descent", model, model.start, steps, every=steps, eta=0.5).loss
        idle = minimize(stand_still, model, model.start, steps, every=steps).loss
        rows[model.name] = (model.start.size, float(trained[0]), float(trained[-1]), float(idle[-1]))
    return OneLoop(rows)


# -- what each rule makes of the same gradients ------------------------------------------------------------------------


@dataclass(frozen=True)
class Readers:
    """At one place: -g, and by rule the step (2,) it takes there; angles to -g in degrees, lengths in units of eta |g|.

    "minibatch" is the mean step over the draws; `single_angle` is the median angle of one draw.
    """

    place: np.ndarray
    path: np.ndarray
    steps: dict
    angle: dict
    length: dict
    single_angle: float
    to_minimizer: float


def readers(walked=8, share=1.8, batch=20, draws=4000, seed=0):
    """SGD, momentum and Adam refine the step's size or direction: the same diary of gradients, read in four ways.

    Gradient descent at 1.8 / L zigzags for 8 steps on two_weights(); then each rule takes one step with that history.
    Momentum turns the step along the valley; Adam turns and rescales it; a minibatch (drawn with
    replacement) is off in a single draw and not on average: it makes the step cheaper, not better aimed.
    """
    model = two_weights()
    eta, best = share / model.L, model.minimizers[0]
    start = best + model_axes(model) @ np.array([10.0, 1.0])
    path = minimize("gradient_descent", model, start, walked, eta=eta).theta
    diary = model.gradient(path)
    g = diary[-1]
    v, m, s = np.zeros(2), np.zeros(2), np.zeros(2)
    for one in diary:
        v = 0.9 * v + 0.1 * one
        m, s = 0.9 * m + 0.1 * one, 0.999 * s + 0.001 * one**2
    t = len(diary)
    rows = np.random.default_rng(seed).integers(model.n, size=(draws, batch))
    residual = model.X @ path[-1] - model.y
    each = (residual[:, None] * model.X)[rows].mean(axis=1)
    steps = {
        "gradient descent": -eta * g,
        "minibatch": -eta * each.mean(axis=0),
        "momentum": -eta * v,
        "Adam": -eta * (m / (1 - 0.9**t)) / (np.sqrt(s / (1 - 0.999**t)) + 1e-8),
    }
    size = eta * np.linalg.norm(g)
    angle = {name: _angle(step, -g) for name, step in steps.items()}
    length = {name: float(np.linalg.norm(step) / size) for name, step in steps.items()}
    single = float(np.median([_angle(-one, -g) for one in each]))
    return Readers(path[-1], path, steps, angle, length, single, _angle(best - path[-1], -g))


def model_axes(model):
    """The axes of a least-squares bowl as columns, the gentlest first."""
    return np.linalg.eigh(model.hessian(model.start))[1]


def _angle(a, b):
    return float(np.degrees(np.arccos(np.clip(a @ b / np.linalg.norm(a) / np.linalg.norm(b), -1, 1))))


# -- the three decisions -----------------------------------------------------------------------------------------------


def choose_eta(etas=(0.001, 0.01, 0.1, 1.0, 10.0, 100.0), steps=100):
    """Decision 1, eta: {eta: logistic loss of the tumours after 100 steps}, from ln 2 = 0.693 at the start."""
    data = breast_cancer()
    model = Logistic(standardize(data.X), data.signs, l2=0.01)
    loss = minimize("gradient_descent", model, model.start, steps, every=steps, eta=np.array(etas)).loss[-1]
    return {eta: float(one) for eta, one in zip(etas, loss, strict=True)}


def choose_batch(batches=(569, 64, 8), passes=5, etas=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0), seed=0):
    """Decision 2, all rows or batches: {B: (steps, loss, eta)} after the same number of rows read, each B with its best eta.

    Logistic loss of the tumours with l2 = 0.01, five passes over 569 rows.
    """
    data = breast_cancer()
    model = Logistic(standardize(data.X), data.signs, l2=0.01)
    found = {}
    for B in batches:
        steps = passes * -(-model.n // B)
        rows = reshuffled(model.n, B, np.random.default_rng(seed))
        loss = minimize(
            "gradient_descent", model, model.start, steps, every=steps, batches=rows, eta=np.array(etas)
        ).loss[-1]
        found[B] = (steps, float(loss.min()), etas[int(loss.argmin())])
    return found


def choose_memory(kappas=(10.0, 100.0, 1000.0), d=50, seed=0, tol=1e-6):
    """Decision 3, accelerate or not: {kappa: (steps of gradient descent at its best eta, steps of heavy ball at its best)}.

    Quadratics with d curvatures from 1 to kappa evenly in the logarithm, standard normal start, until |theta| <= tol. Theory's
    best: 2 / (L + mu), and Polyak's pair (1964). 71 / 28, 705 / 96, 7048 / 325: kappa against its root.
    """
    start, found = np.random.default_rng(seed).standard_normal(d), {}
    for kappa in kappas:
        bowl, root = quadratic(np.geomspace(1.0, kappa, d)), np.sqrt(kappa)
        runs = (
            minimize("gradient_descent", bowl, start, int(12 * kappa), eta=2 / (1 + kappa)),
            minimize(
                "heavy_ball", bowl, start, int(12 * kappa), eta=4 / (1 + root) ** 2, beta=((root - 1) / (root + 1)) ** 2
            ),
        )
        found[kappa] = tuple(int(np.argmax(np.linalg.norm(run.theta, axis=-1) <= tol)) for run in runs)
    return found
