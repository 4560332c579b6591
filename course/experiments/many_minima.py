"""Where convexity ends: the line between two networks, runs of many widths, and a landscape that is known exactly.

Used by lesson 03c through course/experiments/step03c.py.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from course.datasets import digits, reshuffled
from course.descent import minimize
from course.models import Network

# -- the line between two solutions ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Between:
    """Loss on the straight line between two trained models: share of the way (n,), loss (n,), the chord (n,), the largest
    rise of the loss above the chord, cosine of the two models, test accuracy at the first, in the middle and at the second."""

    share: np.ndarray
    loss: np.ndarray
    chord: np.ndarray
    rise: float
    cosine: float
    accuracy: tuple


def between(hidden=32, seed=0, points=51):
    """Loss surfaces of deep learning are not convex: between two good networks the loss rises above the chord.

    Digits, 1200 rows to train and 597 to test (a split by `seed`); a tanh network 64-32-10 from two random starts, Adam at
    0.01, 60 passes in batches of 60, the same batches for both.  Both end near 0.0025; on the line between them the loss
    climbs to 0.19, 70 times as high (six seeds: 0.12 to 0.30; end losses 0.0017 to 0.0027; test accuracy 0.96 to 0.98 at the
    ends, 0.85 to 0.92 in the middle; cosine within 0.08 of 0).
    hidden=0 is softmax regression, from starts ten times as large, so that the two solutions differ: convex, so no rise at
    all (exactly 0, at the ends), and the line sags by 0.01.
    This is one line of many: a curved way between such networks may stay low (Garipov et al. 2018; Draxler et al. 2018).
    """
    data, rng = digits(), np.random.default_rng(seed)
    order = rng.permutation(len(data.y))
    train, test = order[:1200], order[1200:]
    X = data.X / 16
    model = Network(X[train], data.y[train], (hidden,) if hidden else ())
    starts = model.starts(2, rng, scale=1.0 if hidden else 10.0)
    batches = reshuffled(1200, 60, rng)
    run = minimize("adam", model, starts, 1200, every=1200, batches=batches, eta=0.01)
    a, b = run.final
    share = np.linspace(0.0, 1.0, points)
    line = a + share[:, None] * (b - a)
    loss = model.value(line)
    chord = loss[0] + share * (loss[-1] - loss[0])
    accuracy = model.accuracy(line[[0, points // 2, -1]], X[test], data.y[test])
    cosine = float(a @ b / np.linalg.norm(a) / np.linalg.norm(b))
    return Between(share, loss, chord, float(np.max(loss - chord)), cosine, tuple(accuracy.tolist()))


@dataclass(frozen=True)
class Shuffled:
    """A network and itself with its hidden units in another order: both losses, the highest loss on the line between."""

    ends: tuple
    highest: float
    same_function: float


def shuffled(hidden=32, steps=300, seed=0, points=51):
    """The same network with its hidden units shuffled: another place, the same function, a ridge between them.

    A tanh network 64-32-10 on 200 digits, 300 steps of Adam at 0.01 on all rows.  The shuffled copy has the same scores to
    1e-12; on the line between the two the loss climbs from 0.0018 to 0.11 (six seeds: 0.07 to 0.16).  Were the loss convex, no point between two places of
    equal loss could be higher: so no network whose units differ has a convex loss.
    """
    data, rng = digits(), np.random.default_rng(seed)
    model = Network(data.X[:200] / 16, data.y[:200], (hidden,))
    theta = minimize("adam", model, model.starts(1, rng)[0], steps, every=steps, eta=0.01).final
    other = model.shuffled(theta, rng.permutation(hidden))
    line = model.value(theta + np.linspace(0, 1, points)[:, None] * (other - theta))
    same = float(np.abs(model.scores(theta) - model.scores(other)).max())
    return Shuffled((float(line[0]), float(line[-1])), float(line.max()), same)


# -- many widths -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Widths:
    """Final losses (widths, seeds) by number of hidden units, and how many parameters each width has."""

    widths: tuple
    losses: np.ndarray
    parameters: tuple

    @property
    def mean(self):
        return self.losses.mean(axis=1)

    @property
    def spread(self):
        """Standard deviation over the seeds."""
        return self.losses.std(axis=1)

    @property
    def relative(self):
        return self.spread / self.mean


def width_sweep(widths=(2, 4, 8, 16), seeds=20, steps=300, eta=0.05, seed=0):
    """In high dimensions many local minima are about equally good: the wider the network, the closer its runs end.

    200 digits, their first 10 principal components, tanh networks, 20 starts each, 300 steps of Adam at 0.05 on all rows.
    Width 2: losses from 0.56 to 0.84; 4: 0.016 to 0.12; 8: 0.0025 to 0.0037; 16: 0.0007 to 0.0010.
    Its limits: 300 steps are no minima (at width 2 ten times the steps still bring 0.69 down to 0.40, and leave 0.31 to
    0.61); the spread falls, the spread *relative to the mean* does not fall in order (0.13, 0.45, 0.12, 0.09); and from width
    8 on the network can fit all 200 rows, so all runs are close to 0, the least there is.  Choromanska et al. (2015) is a
    theorem about a spin-glass model that stands for wide networks under strong assumptions.
    """
    data = digits()
    X = data.X[:200] / 16
    X = X - X.mean(axis=0)
    X = X @ np.linalg.svd(X, full_matrices=False)[2][:10].T
    losses, parameters = [], []
    for width in widths:
        model = Network(X, data.y[:200], (width,))
        starts = model.starts(seeds, np.random.default_rng(seed))
        losses.append(minimize("adam", model, starts, steps, every=steps, eta=eta).loss[-1])
        parameters.append(model.d)
    return Widths(tuple(widths), np.array(losses), tuple(parameters))


# -- an exact landscape ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Landscape:
    """Every kind of flat place: loss (42,), number of directions that fall (42,), kept eigenvalues; correlation of loss and
    number; the losses that random descents end at, and the loss over the steps of one from next to the saddle at 0."""

    loss: np.ndarray
    index: np.ndarray
    kept: tuple
    correlation: float
    ends: np.ndarray
    stairs: np.ndarray


class Factorization:
    """f(U) = |U U' - M|^2 / 4 for U (..., 6, 3) and M = diag(6, 5, 4, 3, 2, 1)."""

    eigenvalues = np.arange(6.0, 0.0, -1.0)
    M = np.diag(eigenvalues)
    rank = 3

    def value(self, U):
        rest = U @ np.swapaxes(U, -1, -2) - self.M
        return 0.25 * np.sum(rest * rest, axis=(-2, -1))

    def gradient(self, U):
        return (U @ np.swapaxes(U, -1, -2) - self.M) @ U

    def hessian(self, U):
        """(18, 18) at one U (6, 3)."""
        rest = U @ U.T - self.M
        ways = np.eye(U.size).reshape(-1, *U.shape)
        return np.array([((D @ U.T + U @ D.T) @ U + rest @ D).ravel() for D in ways])

    def critical(self):
        """One U for each kind of critical point, with the eigenvalues it keeps: U U' is M on up to 3 of its eigenvectors, 0 on the rest."""
        for size in range(self.rank + 1):
            for kept in combinations(range(len(self.M)), size):
                U = np.zeros((len(self.M), self.rank))
                U[kept, range(size)] = np.sqrt(self.eigenvalues[list(kept)])
                yield U, tuple(int(self.eigenvalues[i]) for i in kept)


def landscape(runs=200, steps=2000, eta=0.02, seed=0):
    """... so optimization still works: a loss that is not convex, and of its 42 kinds of flat places one is a minimum.

    f(U) = |U U' - M|^2 / 4, M = diag(6..1), U 6 x 3.  Its critical points are known (U U' keeps up to 3 eigenvectors of M):
    1 + 6 + 15 + 20 = 42 kinds, turning U aside.  One has no falling direction, and it is the global minimum, 3.5.  The
    higher a saddle, the more ways lead down: correlation 0.94 of loss and index.  200 of 200 descents from normal starts
    reach 3.5.  A theorem here (Baldi and Hornik 1989; Ge, Lee and Ma 2016), an observation for most networks.
    """
    f = Factorization()
    found = sorted(
        ((float(f.value(U)), _falling(f.hessian(U)), kept) for U, kept in f.critical()), key=lambda one: one[:2]
    )
    loss, index, kept = zip(*found, strict=True)
    rng = np.random.default_rng(seed)
    U = rng.standard_normal((runs, 6, 3))
    V = 1e-6 * rng.standard_normal((6, 3))
    stairs = np.empty(401)
    for t in range(steps):
        if t < len(stairs):
            stairs[t] = f.value(V)
            V = V - eta * f.gradient(V)
        U = U - eta * f.gradient(U)
    return Landscape(
        loss=np.array(loss),
        index=np.array(index),
        kept=kept,
        correlation=float(np.corrcoef(loss, index)[0, 1]),
        ends=f.value(U),
        stairs=stairs,
    )


def _falling(hessian):
    return int(np.sum(np.linalg.eigvalsh(hessian) < -1e-9))
