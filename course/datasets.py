"""Data: two real sets that travel with the course, seeded synthetic ones, and the ways to draw minibatches.

X has shape (n, d), one row per example; y has shape (n,).  Nothing here needs a network or more than NumPy.
Every set has a data sheet in course/data/.  `seed` is an integer or a numpy Generator, as numpy.random.default_rng
takes it; the same integer gives the same data.
"""

import operator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, eq=False, repr=False)
class Dataset:
    """Features X (n, d) float64, targets y (n,), the names of both, and where they come from.

    `target_names` is empty where y is a number to predict; otherwise y holds class numbers 0, 1, ... that index it.
    `truth` holds the weights that made y, for synthetic sets that have them, else None.
    """

    X: np.ndarray
    y: np.ndarray
    feature_names: tuple
    target_names: tuple
    name: str
    source: str
    truth: np.ndarray | None = None

    @property
    def signs(self):
        """The two classes as -1.0 (the first of target_names) and +1.0 (the second): what Logistic and Hinge take."""
        if len(self.target_names) != 2:
            raise ValueError(
                f"{self.name} has {len(self.target_names)} classes; signs need exactly two. "
                "Choose one class against the rest, for example np.where(data.y == 3, 1.0, -1.0)."
            )
        return np.where(self.y == 1, 1.0, -1.0)

    def __repr__(self):
        n, d = self.X.shape
        if self.target_names:
            counts = ", ".join(f"{int(np.sum(self.y == k))} {label}" for k, label in enumerate(self.target_names))
        else:
            counts = f"y from {self.y.min():.3g} to {self.y.max():.3g}"
        return f"Dataset {self.name}: {n} rows, {d} features; {counts}"


# -- real data ---------------------------------------------------------------------------------------------------------


def breast_cancer():
    """569 tumours, 30 measurements of their cells; y = 0 malignant, 1 benign (as in scikit-learn).

    Source: W. N. Street, W. H. Wolberg, O. L. Mangasarian (1993), UCI Breast Cancer Wisconsin (Diagnostic), CC BY 4.0.
    """
    return _stored("breast_cancer", "Street, Wolberg and Mangasarian (1993), UCI, CC BY 4.0")


def digits():
    """1797 handwritten digits as 8 x 8 counts of dark pixels (0 to 16), row by row; y = the digit (as in scikit-learn).

    Source: E. Alpaydin, C. Kaynak (1998), the test part of UCI Optical Recognition of Handwritten Digits, CC BY 4.0.
    """
    return _stored("digits", "Alpaydin and Kaynak (1998), UCI, CC BY 4.0")


def _stored(name, source):
    path = DATA / f"{name}.npz"
    if not path.exists():
        raise FileNotFoundError(
            f"The data file {path.name} is missing from course/data. Reinstall the course, "
            "or make it again with: python scripts/make_datasets.py"
        )
    with np.load(path) as kept:
        # One division of whole numbers gives the float nearest to the decimal that was written down; the power is taken
        # in integers, because a float power may be off in the last bit on some processors.
        X = np.ascontiguousarray(kept["X_integers"] / 10 ** kept["X_decimals"].astype(np.int64))
        y = kept["y"].astype(np.int64)
        features, targets = tuple(kept["feature_names"].tolist()), tuple(kept["target_names"].tolist())
    return Dataset(X, y, features, targets, name, source)


# -- synthetic data ----------------------------------------------------------------------------------------------------


def noisy_line(n=30, slope=2.0, intercept=1.0, sigma=0.3, seed=0):
    """Points around a line: X (n, 2) holds x, even over [-1, 1], and a column of ones; truth = (slope, intercept)."""
    rng = np.random.default_rng(seed)
    X = np.column_stack([np.linspace(-1.0, 1.0, n), np.ones(n)])
    truth = np.array([slope, intercept], dtype=float)
    y = X @ truth + sigma * rng.standard_normal(n)
    return Dataset(X, y, ("x", "one"), (), "noisy_line", "synthetic", truth)


def noisy_least_squares(n=2000, d=20, sigma=1.0, spread=1.0, seed=0):
    """y = X truth + sigma * normal noise, X normal; column scales run evenly in the logarithm from 1 to `spread`.

    spread=1 is well-conditioned (constant steps meet the noise floor); spread=30 is the badly scaled version, on which
    one learning rate cannot suit all columns.
    """
    rng = np.random.default_rng(seed)
    X = rng.standard_normal((n, d)) * np.geomspace(1.0, spread, d)
    truth = rng.standard_normal(d)
    y = X @ truth + sigma * rng.standard_normal(n)
    return Dataset(X, y, _numbered("x", d), (), "noisy_least_squares", "synthetic", truth)


def duplicate_columns(n=50, sigma=0.1, seed=0):
    """Least squares whose third column repeats the second: convex, and a whole line of minimizers."""
    rng = np.random.default_rng(seed)
    first, second = rng.standard_normal((2, n))
    X = np.column_stack([first, second, second])
    truth = np.array([1.0, 2.0, -1.0])
    y = X @ truth + sigma * rng.standard_normal(n)
    return Dataset(X, y, ("first", "second", "second again"), (), "duplicate_columns", "synthetic", truth)


def four_points():
    """Four points in the plane that a line separates: logistic loss has an infimum, 0, and no minimizer.

    For the experiment of Soudry et al. (2018): gradient descent's weights grow like log t along the largest margin.
    """
    X = np.array([[2.0, 1.0], [3.0, 0.0], [0.0, -2.5], [-0.5, -2.5]])
    return Dataset(X, np.array([1, 1, 0, 0]), ("x", "y"), ("below", "above"), "four_points", "chosen by hand")


def wilson(n=100, p=0.6, seed=0):
    """Wilson et al. (2017), section 3.3: adaptive methods fit these rows and predict everything to be positive.

    Each row: feature 0 is the label (-1 or +1), features 1 and 2 are 1, then one (positive) or five (negative) features
    that are 1 in this row only; d = 6 n.  A label is positive with probability p > 1/2; labels are drawn again until the
    positives are in the majority.  y is 0 for a negative row, 1 for a positive one.
    Fresh rows from the same distribution: another seed; private features never meet training features, so only
    X[:, :3] matters for them.
    """
    if not 0.5 < p <= 1.0:
        raise ValueError(f"p = {p} is not a majority: the construction needs 1/2 < p <= 1.")
    rng = np.random.default_rng(seed)
    y = np.zeros(n, dtype=np.int64)
    while 2 * y.sum() <= n:
        y = (rng.random(n) < p).astype(np.int64)
    X = np.zeros((n, 6 * n))
    X[:, 0], X[:, 1:3] = 2 * y - 1, 1.0
    private = 3
    for row, positive in enumerate(y):
        width = 1 if positive else 5
        X[row, private : private + width] = 1.0
        private += width
    names = ("label", "one", "one again", *_numbered("private ", 6 * n - 3))
    return Dataset(X, y, names, ("negative", "positive"), "wilson", "Wilson et al. (2017), section 3.3")


def _numbered(prefix, d):
    return tuple(f"{prefix}{j}" for j in range(d))


# -- preparing and drawing ---------------------------------------------------------------------------------------------


def standardize(X):
    """Columns of X (n, d) shifted to mean 0 and divided by their standard deviation (over n, not n - 1).

    A column that is constant up to rounding has no scale of its own: it becomes all zeros, never nan.
    """
    X = np.asarray(X, dtype=float)
    if X.ndim != 2 or len(X) == 0:
        raise ValueError(f"standardize takes a table of shape (n, d) with n > 0; this has shape {X.shape}.")
    if not np.isfinite(X).all():
        column = int(np.flatnonzero(~np.isfinite(X).all(axis=0))[0])
        raise ValueError(f"Column {column} holds nan or inf. Remove or fill those rows first.")
    mean, sd = X.mean(axis=0), X.std(axis=0)
    constant = sd <= 1e-12 * np.abs(X).max(axis=0)
    return np.where(constant, 0.0, (X - mean) / np.where(constant, 1.0, sd))


def reshuffled(n, batch_size, rng):
    """An endless stream of index arrays: range(n) is shuffled and dealt out in batches, again and again.

    Every pass meets each row once; when batch_size does not divide n, the last batch of a pass is shorter.
    rng is a seed or a Generator (the stream advances it).
    """
    n, batch_size, rng = _batch_arguments(n, batch_size, rng)

    def stream():
        while True:
            order = rng.permutation(n)
            for start in range(0, n, batch_size):
                yield order[start : start + batch_size]

    return stream()


def with_replacement(n, batch_size, rng):
    """An endless stream of index arrays, each of batch_size rows drawn independently: the textbook's SGD.

    Unbiased with variance exactly proportional to 1 / batch_size; batch_size may exceed n.
    """
    n, batch_size, rng = _batch_arguments(n, batch_size, rng, at_most_n=False)

    def stream():
        while True:
            yield rng.integers(n, size=batch_size)

    return stream()


def _batch_arguments(n, batch_size, rng, at_most_n=True):
    # Checked before the first batch is asked for: a generator would complain only later and elsewhere.
    try:
        n, batch_size = operator.index(n), operator.index(batch_size)
    except TypeError:
        raise TypeError(f"n and batch_size are whole numbers of rows; got {n!r} and {batch_size!r}.") from None
    if n < 1:
        raise ValueError(f"There are no rows to draw from: n = {n}. Pass n = len(X).")
    if batch_size < 1 or (at_most_n and batch_size > n):
        limit = f"between 1 and n = {n}" if at_most_n else "at least 1"
        raise ValueError(f"batch_size = {batch_size}; it has to be {limit}.")
    return n, batch_size, np.random.default_rng(rng)
