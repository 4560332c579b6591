"""Step 6, myths: what a fair trial says of statements with "always", and where one witness is enough.

Each function returns a small record of numbers, or rows of runs for a court (trials.py, learning_rates.py).
A claim of the notes, or a myth of our own, stands in each docstring's first line; what was measured below it.
"""

from dataclasses import dataclass

import numpy as np

from course.convexity import chord_gap, random_chords
from course.descent import minimize
from course.experiments.digits_net import networks, train
from course.experiments.flat import Xor
from course.experiments.learning_rates import rate_runs
from course.experiments.softmax import digits_split
from course.experiments.trials import adam_runs, long_run, momentum_runs, noise_trial
from course.models import Logistic, Network, Softmax

__all__ = [
    "accused",
    "adam_runs",
    "flat_network",
    "long_run",
    "median_table",
    "momentum_runs",
    "networks",
    "noise_trial",
    "rate_curve",
    "rate_runs",
    "shares",
    "twins",
]


# -- reading a trial ---------------------------------------------------------------------------------------------------


def median_table(runs, metric):
    """{problem: {optimizer: (eta, median, lowest, highest)}}: each at the rate whose median over the seeds is smallest."""
    cells = {}
    for row in runs:
        cells.setdefault((row["problem"], row["optimizer"]), {}).setdefault(row["eta"], []).append(row[metric])
    table = {}
    for (problem, optimizer), by_eta in cells.items():
        middle, eta = min((float(np.median(values)), eta) for eta, values in by_eta.items())
        table.setdefault(problem, {})[optimizer] = eta, middle, min(by_eta[eta]), max(by_eta[eta])
    return table


# -- a bigger rate -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RateCurve:
    """Test accuracy (seeds, len(etas)) and training loss after five passes."""

    etas: np.ndarray
    accuracy: np.ndarray
    loss: np.ndarray


def rate_curve(etas=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0), seeds=3):
    """A bigger learning rate learns faster: on digits up to about 1 or 3; beyond, the network learns less and less.

    The network of digits_net (that of lesson 04's board and range test), five passes, the notes' momentum with 0.9.
    """
    runs = [train(eta=etas, seed=seed) for seed in range(seeds)]
    return RateCurve(np.array(etas), np.array([run.accuracy for run in runs]), np.array([run.loss for run in runs]))


# -- only deep nets break convexity ------------------------------------------------------------------------------------


def accused(seed=0, n=40):
    """Only deep nets break convexity: five small losses and a deep one, [(label, f, d, half)] for the hunt; two are convex.

    Logistic regression; one sigmoid neuron with squared error (3 weights); two cluster centres (k-means); two factors of
    one number, (1 - uv)^2; a network with two hidden layers, all its weights; and the same network when only its last
    layer is trained, which is softmax regression on what the fixed layers put out.  Half the width of the box: 4 or 2.
    """
    rng = np.random.default_rng(seed)
    X = np.column_stack([rng.normal(size=(n, 2)), np.ones(n)])
    y = np.where(X @ [1.5, -1.0, 0.3] + rng.normal(size=n) > 0, 1.0, -1.0)
    x = np.concatenate([rng.normal(-1.5, 0.5, n // 2), rng.normal(1.5, 0.5, n // 2)])
    deep = Network(X[:, :2], (y > 0).astype(int), (4, 4), classes=2)
    fixed = deep.starts(1, rng)[0]
    last = 4 * 2 + 2

    def neuron(w):
        return np.mean((1 / (1 + np.exp(-(w @ X.T))) - (y > 0)) ** 2, axis=-1)

    def k_means(c):
        return np.mean(np.min((c[..., None, :] - x[:, None]) ** 2, axis=-1), axis=-1)

    def last_layer(w):
        w = np.asarray(w, dtype=float)
        body = np.broadcast_to(fixed[:-last], (*w.shape[:-1], len(fixed) - last))
        return deep.value(np.concatenate([body, w], axis=-1))

    return [
        ("logistic regression", Logistic(X, y).value, 3, 4.0),
        ("one sigmoid neuron, squared error", neuron, 3, 4.0),
        ("k-means, two centers", k_means, 2, 4.0),
        ("one number as a product, (1 − uv)²", lambda u: (1 - u[..., 0] * u[..., 1]) ** 2, 2, 2.0),
        ("deep network, all weights", deep.value, deep.d, 2.0),
        ("deep network, last layer only", last_layer, last, 2.0),
    ]


def shares(n=2000, seed=0):
    """Only deep nets break convexity: {label: share of n random chords that the graph of the loss breaks through}.

    Chords as course.convexity draws them.  How large a share is depends on the box; whether it is 0 does not.
    """
    found = {}
    for label, f, d, half in accused():
        a, b, lam = random_chords(-half, half, d, np.random.default_rng(seed), n)
        gap, size = chord_gap(f, a, b, lam), np.maximum(np.abs(f(a)), np.abs(f(b)))
        found[label] = float(np.mean(gap > 1e-9 * np.maximum(size, 1)))
    return found


# -- flat, and unique --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class FlatNetwork:
    """Slope and loss of a network of zeros, the loss at a point beside it, after `steps` from it, and from a random start."""

    slope: float
    loss: float
    beside: float
    later: float
    trained: float


def flat_network(near=0.1, steps=2000, eta=0.3, seed=0):
    """Where the slope is zero, there is a minimum: a network with all weights 0 on XOR has slope 0 and learns nothing.

    One hidden layer of four tanh units, half the mean squared error on the four rows: 0.5 at the zero weights, where every
    partial derivative is 0 exactly; from a normal start next to nothing is left.  The zero weights are no minimum, and it
    takes a fourth derivative to see it (the Hessian has one eigenvalue 1, the others are 0): along the line through `beside`,
    where all weights are `near` in size, the loss is 0.5 (1 - 8 near^4)^2 up to higher powers, for small `near`.
    """
    net = Xor(4)
    zero, start = np.zeros(net.d), np.random.default_rng(seed).standard_normal(net.d)
    signs = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])  # a unit for each kind of row
    beside = near * np.concatenate([signs.ravel(), np.ones(4), signs.prod(axis=1), [0.0]])
    run = minimize("gradient_descent", net, np.stack([zero, start]), steps, every=steps, eta=eta)
    slope, loss = np.linalg.norm(net.gradient(zero)), net.value(zero)
    return FlatNetwork(float(slope), float(loss), float(net.value(beside)), *map(float, run.loss[-1]))


@dataclass(frozen=True)
class Twins:
    """Two weights of one softmax regression: how far apart, their losses, slopes, and whether all predictions agree."""

    apart: float
    losses: tuple
    slopes: tuple
    agree: bool


def twins(shift=5.0, l2=0.01, steps=1500):
    """Convex means one minimizer: softmax regression on digits, with its penalty, has a line of them.

    Trained by Nesterov's rule; its twin has `shift` added to all ten biases, which changes no prediction and no loss: a
    distance of shift times sqrt(10).  The penalty makes the *weights* unique; nobody penalizes the biases.
    """
    plain, _ = digits_split()
    model = Softmax(plain.X, plain.y, l2=l2, classes=10)
    one = minimize("nesterov", model, model.start, steps, every=steps, eta=1 / model.L, beta=0.95).final
    other = one.copy()
    other[-10:] += shift
    losses = model.value(np.stack([one, other]))
    slopes = [float(np.linalg.norm(model.gradient(theta))) for theta in (one, other)]
    agree = bool(np.all(model.scores(one).argmax(axis=-1) == model.scores(other).argmax(axis=-1)))
    return Twins(float(np.linalg.norm(other - one)), tuple(map(float, losses)), tuple(slopes), agree)
