"""Visible checks of the exercises of step 3a: minibatches, sgd, tail_average."""

import numpy as np

from course.checks.visible import Off, array, close, expect

# --- minibatches ------------------------------------------------------------------------------------------------


def _deal(f, n, batch_size, seed=0):
    """The batches as arrays, whatever kind of list or generator they come in."""
    batches = f(n, batch_size, np.random.default_rng(seed))
    expect(batches is not None, "it returned None: does the function end in `return ...`?")
    kind = f"it returned {type(batches).__name__}; a list of batches or a generator is asked for."
    expect(hasattr(batches, "__iter__"), kind)
    return [np.asarray(batch) for batch in batches]


def _dealt(f, n, batch_size, seed=0):
    """All indices in the order in which they are dealt."""
    return [i for batch in _deal(f, n, batch_size, seed) for i in batch.ravel().tolist()]


def _kept(f, seed):
    """How many of 40 indices are dealt right after the one before them."""
    return sum(np.diff(_dealt(f, 40, 8, seed)) == 1)


def minibatches__once(f):
    """every index is dealt exactly once"""
    dealt = _dealt(f, 10, 3)
    missing, twice = sorted(set(range(10)) - set(dealt)), sorted({i for i in dealt if dealt.count(i) > 1})
    expect(not twice, f"n = 10: {twice} come more than once. Shuffle the whole pack, then deal it.")
    expect(not missing, f"n = 10, batches of 3: {missing} never come. Are all cards dealt, the short last batch too?")
    expect(sorted(dealt) == list(range(10)), f"the indices should be 0 to 9, but they are {sorted(dealt)}.")


def minibatches__sizes(f):
    """every batch is full, only the last may be short, and none is empty"""
    for n, wanted in ((10, [4, 4, 2]), (8, [4, 4]), (3, [3])):
        batches = _deal(f, n, 4)
        whole = all(batch.ndim == 1 and (batch.dtype.kind in "iu" or not batch.size) for batch in batches)
        expect(whole, "each batch should be a row of whole numbers, to be used as in X[batch].")
        sizes = [len(batch) for batch in batches]
        expect(sizes == wanted, f"{n} examples in batches of 4 should make sizes {wanted}, but they are {sizes}.")


def minibatches__shuffled(f):
    """the order is shuffled, and the generator decides how"""
    first, again, other = (_dealt(f, 40, 8, seed) for seed in (1, 1, 2))
    expect(first != list(range(40)), "the indices come in order. Shuffle them with rng.")
    expect(first == again, "the same generator, twice in the same state, gave two orders. Take all chance from rng.")
    expect(first != other, "two generators gave the same order. Take all chance from rng, not from a seed of your own.")
    expect(
        _kept(f, 1) < 20, "most neighbours stay side by side. Shuffle the indices, not only the order of the batches."
    )


minibatches__public = (
    lambda f: sorted(_dealt(f, 10, 3)) == list(range(10)),
    lambda f: len(_dealt(f, 10, 3)),
    lambda f: [len(batch) for batch in _deal(f, 10, 4)],
    lambda f: [len(batch) for batch in _deal(f, 8, 4)],
    lambda f: _dealt(f, 40, 8, 1) == list(range(40)),
    lambda f: _dealt(f, 40, 8, 1) == _dealt(f, 40, 8, 1),
    lambda f: _dealt(f, 40, 8, 1) == _dealt(f, 40, 8, 2),
    lambda f: min(_kept(f, seed) for seed in range(4)) > 34,  # of 39 neighbours: the pack was cut, or its blocks moved
    lambda f: min(_kept(f, seed) for seed in range(4)) > 37,
    lambda f: {batch.ndim for batch in _deal(f, 10, 4)} == {1},
    lambda f: all(len(set(dealt)) == len(dealt) for dealt in (_dealt(f, 10, 3, seed) for seed in range(4))),
)
minibatches__why = "Nearly every training loop of deep learning deals its data this way, an epoch at a time."

# --- sgd --------------------------------------------------------------------------------------------------------

X, Y = np.stack([np.arange(10.0), np.ones(10)], axis=1), np.arange(10.0)


class _Watched:
    """A loss of three weights that writes down which rows it is shown; row i has the target i. The third slope is 0."""

    def __init__(self):
        self.rows = []

    def __call__(self, theta, X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        if X.ndim != 2 or y.shape != (len(X),):
            raise Off(f"loss_grad got X of shape {X.shape} and y of shape {y.shape}: give it X[rows] and y[rows].")
        if not np.array_equal(X[:, 0], y):
            raise Off("loss_grad got rows of X and y that do not belong together. Use the same rows for both.")
        self.rows.append(y.astype(int).tolist())
        return 1.0 + float(np.mean(y)), _slope(theta, self.rows[-1])


def _slope(theta, rows):
    theta, mean = np.asarray(theta, dtype=float), np.mean(rows)
    return np.array([theta[0] - mean, np.tanh(theta[1] + mean / 9), 0.0 * theta[2]])


START = (0.0, 1.0, 0.5)


def _run(f, batch_size=4, n_epochs=3, seed=0, theta0=START, eta=0.1):
    watched = _Watched()
    path = f(watched, np.array(theta0), X.copy(), Y.copy(), eta, batch_size, n_epochs, np.random.default_rng(seed))
    return path, watched.rows


def _replay(batches, per_epoch, eta=0.1, theta0=START):
    """The path by epoch of someone who takes these batches in this order."""
    theta, path = np.array(theta0, dtype=float), [theta0]
    for k, rows in enumerate(batches, 1):
        theta = theta - eta * _slope(theta, rows)
        if k % per_epoch == 0:
            path.append(theta)
    return np.array(path)


def sgd__path(f):
    """the path has one row for each epoch, after the start"""
    path, _ = _run(f)
    idea = "It is the start. Did theta -= ... move it later? Every row of the path needs an array of its own."
    close(array(path, (4, 3), "the path of 3 epochs, 3 weights")[0], START, "row 0 of the path", idea)


def sgd__epochs(f):
    """every epoch shows every row once, in batches, in an order of its own"""
    _, rows = _run(f)
    expect(len(rows) == 9, f"10 rows in batches of 4, 3 epochs: expected 9 calls of loss_grad, got {len(rows)}.")
    epochs = [sum(rows[k : k + 3], []) for k in (0, 3, 6)]
    hint = "an epoch should show every row exactly once, and only the rows of one batch at a time."
    expect(all(sorted(epoch) == list(range(10)) for epoch in epochs), hint)
    expect(epochs[0] != epochs[1] or epochs[1] != epochs[2], "every epoch had the same order. Shuffle afresh in each.")


def sgd__full(f):
    """with one batch of all rows it is gradient descent"""
    exact = _replay([range(10)] * 3, 1)
    path, _ = _run(f, batch_size=10)
    idea = "theta - eta * g, with g the second of loss_grad's two, which is a mean over the rows already."
    close(array(path, (4, 3), "the path of 3 epochs, 3 weights"), exact, "the path with one batch of all rows", idea)


def sgd__steps(f):
    """each batch makes one step from where the last one ended, and each row of the path keeps its own place"""
    path, rows = _run(f, batch_size=3, n_epochs=2)
    expect(len(rows) == 8, f"10 rows in batches of 3, 2 epochs: expected 8 calls of loss_grad, got {len(rows)}.")
    path = array(path, (3, 3), "the path of 2 epochs, 3 weights")
    idea = "One step for each batch, with the gradient at the newest place; a row of the path for each epoch."
    close(path, _replay(rows, 4), "the path with batches of 3", idea)


def sgd__leaves(f):
    """lists and whole numbers do, theta0 is left as it was, and all chance comes from rng"""
    theta0, lists = np.array(START), (X.tolist(), Y.tolist())
    path = f(_Watched(), theta0, *lists, 0.1, 10, 1, np.random.default_rng(0))
    close(path, _replay([range(10)], 1), "the path on lists", "np.asarray makes arrays of X and y.")
    expect(np.array_equal(theta0, START), "your function changed its argument theta0. Work on a copy.")
    idea = "Are only whole numbers off? An integer array cuts every step: make theta0 float first."
    close(
        _run(f, 10, 1, theta0=(0, 1, 2))[0], _replay([range(10)], 1, theta0=(0, 1, 2)), "the path from [0, 1, 2]", idea
    )
    same = _run(f, seed=3)[1] == _run(f, seed=3)[1] != _run(f, seed=4)[1]
    expect(same, "the order of the rows should depend on rng, and on nothing else.")


def _start_afterwards(f):
    theta0 = np.array(START)
    f(_Watched(), theta0, X, Y, 0.1, 10, 3, np.random.default_rng(0))
    return theta0


sgd__public = (
    lambda f: _run(f, batch_size=10)[0],
    lambda f: np.shape(_run(f)[0]),
    lambda f: [len(rows) for rows in _run(f)[1]],
    lambda f: np.sort(sum(_run(f)[1], [])),
    lambda f: _run(f, theta0=(0, 1, 2), batch_size=10)[0],
    lambda f: _run(f)[1][:3] == _run(f)[1][3:6],
    lambda f: _run(f, seed=1)[1] == _run(f, seed=2)[1],
    _start_afterwards,
)
sgd__why = "A step for the price of a few rows: this is why training on a million examples is possible at all."

# --- tail_average -----------------------------------------------------------------------------------------------

TAIL = np.array([[10.0, 1.0], [6.0, 1.0], [2.0, 3.0], [0.0, 5.0]])


def tail_average__half(f):
    """by default the first half is thrown away, and each coordinate keeps its own mean"""
    mean = array(f(TAIL), (2,), "the average of 4 rows with 2 coordinates")
    close(mean, [1.0, 4.0], "the average of the second half", "Average over the rows from int(burn * len(path)) on.")


def tail_average__burn(f):
    """burn says how much is thrown away, rounded down; lists do"""
    close(f(TAIL, 0.0), [4.5, 2.5], "the average with burn = 0", "Nothing is thrown away.")
    close(f(TAIL[:3], 0.5), [4.0, 2.0], "the average of 3 rows with burn = 0.5", "int(0.5 * 3) is 1: one row goes.")
    close(f(TAIL, 0.9), [0.0, 5.0], "the average with burn = 0.9", "int(0.9 * 4) is 3: one row is left.")
    close(f([[1, 2], [4, 5]], 0.0), [2.5, 3.5], "the average of a list of lists", "np.asarray(path) takes lists.")


tail_average__public = (
    lambda f: f(TAIL),
    lambda f: f(TAIL, 0.0),
    lambda f: f(TAIL[:3], 0.5),
    lambda f: f(TAIL, 0.9),
    lambda f: f(np.vstack([TAIL, TAIL[:1]]), 0.25),
    lambda f: f(np.vstack([TAIL, TAIL[:3]]), 0.5),
)
tail_average__why = (
    "It does much of what a falling learning rate does (Ruppert 1988; Polyak and Juditsky 1992): 03d races the two."
)
