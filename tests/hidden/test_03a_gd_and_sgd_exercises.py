"""Hidden tests of exercises 03a: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.border import Callback
from autograder.hidden import assert_close, expect

# --- minibatches ------------------------------------------------------------------------------------------------


def fresh(rng):
    """A generator of its own. (One that is passed arrives as a copy of its state: two calls with it see the same chance.)"""
    return np.random.default_rng(int(rng.integers(2**32)))


def batches_of(result):
    """The batches as lists of whole numbers; anything else is a wrong answer."""
    expect(
        isinstance(result, (list, tuple, np.ndarray)), hint="A list of batches, or a generator of them, is asked for."
    )
    batches = []
    for batch in result:
        expect(isinstance(batch, (list, tuple, np.ndarray)), hint="Each batch is a row of indices, not a single one.")
        row = np.asarray(batch)
        expect(row.ndim == 1 and row.dtype.kind in "iu", hint="Each batch is a row of whole numbers, none is empty.")
        batches.append(row.tolist())
    return batches


def test_minibatches__once(student, rng):
    """Every index is dealt exactly once, whatever n and the batch size are."""
    for n, batch_size in ((23, 5), (24, 6), (7, 1), (4, 9)):
        dealt = sum(batches_of(student.minibatches(n, batch_size, fresh(rng))), [])
        hint = "Shuffle the whole pack, then deal it to the last card: no index twice, none left over."
        expect(sorted(dealt) == list(range(n)), hint=hint)


def test_minibatches__sizes(student, rng):
    """Every batch is full, only the last is short, and none is empty."""
    for n, sizes in ((23, [5, 5, 5, 5, 3]), (20, [5, 5, 5, 5]), (4, [4])):
        batches = batches_of(student.minibatches(n, 5, fresh(rng)))
        hint = "Batches begin at 0, batch_size, 2 * batch_size, ... below n; the last takes what is left."
        expect([len(batch) for batch in batches] == sizes, hint=hint)


def test_minibatches__same_generator_same_order(student, rng):
    """All chance comes from the generator that is given."""
    seed = int(rng.integers(2**32))
    orders = [sum(batches_of(student.minibatches(50, 8, np.random.default_rng(seed))), []) for _ in range(2)]
    expect(orders[0] == orders[1], hint="Use rng.permutation or rng.shuffle, and no other source of chance.")
    expect(sorted(orders[0]) == list(range(50)), hint="A repeatable order is not enough: deal every index once.")


def test_minibatches__other_generator_other_order(student, rng):
    """Another generator deals another order."""
    orders = [sum(batches_of(student.minibatches(50, 8, fresh(rng))), []) for _ in range(2)]
    expect(orders[0] != list(range(50)), hint="The indices come in order: shuffle them.")
    expect(orders[0] != orders[1], hint="Is there a seed inside the function? Then every epoch is the same. Use rng.")
    expect(sorted(orders[0]) == list(range(50)), hint="Another order is not enough: deal every index once.")


def test_minibatches__neighbours_are_parted(student, rng):
    """Neighbours in the data do not stay together: any two rows may meet or miss each other."""
    together = 0
    for _ in range(60):
        batches = batches_of(student.minibatches(20, 5, fresh(rng)))
        expect(sorted(sum(batches, [])) == list(range(20)), hint="Deal every index once.")
        together += sum(7 in batch and 8 in batch for batch in batches)
    # They share a batch by chance in 4/19 of the deals: 12.6 of 60, standard deviation 3.2.
    expect(together < 30, hint="Shuffle the indices themselves, not only the order of the batches.")


def test_minibatches__every_place_is_fair(student, rng):
    """Every index comes first equally often."""
    firsts = []
    for _ in range(120):
        batches = batches_of(student.minibatches(6, 4, fresh(rng)))
        expect(sorted(sum(batches, [])) == list(range(6)), hint="Deal every index once.")
        firsts.append(batches[0][0])
    # 20 times each by chance, standard deviation 4.1.
    hint = "A shuffle gives every order the same chance; turning the pack round does not."
    expect(min(firsts.count(i) for i in range(6)) > 1, hint=hint)


# --- sgd --------------------------------------------------------------------------------------------------------


def data(n, rng):
    """Rows whose first column is their number, and targets that belong to them."""
    rows = np.arange(float(n))
    return np.stack([rows, rng.normal(size=n)], axis=1), np.sin(rows)


def slope(theta, X, y):
    """Of no parabola: it bends along the second weight, depends on the rows in both, and is 0 along the third."""
    theta = np.asarray(theta, dtype=float)
    return np.array([theta[0] - y.mean(), np.tanh(theta[1] - X[:, 1].mean()), 0.0])


class Watched:
    """A loss whose gradient is `slope`; it writes down which rows it is shown."""

    def __init__(self, at_most=10_000):
        self.batches = []
        self.call = Callback(self.answer, at_most=at_most, hint="One call of loss_grad for each batch, no more.")

    def answer(self, theta, X, y):
        X, y = np.asarray(X, dtype=float), np.asarray(y, dtype=float)
        expect(X.ndim == 2 and y.shape == (len(X),), hint="Give loss_grad X[rows] and y[rows]: (rows, p) and (rows,).")
        expect(
            bool(np.allclose(np.sin(X[:, 0]), y)),
            hint="Rows of X and y that do not belong together: use the same rows.",
        )
        self.batches.append(X[:, 0].astype(int).tolist())
        return 0.7 + float(np.mean(y**2)), slope(theta, X, y)


def replay(batches, X, y, start, eta, per_epoch):
    """The path by epoch of someone who takes these batches in this order."""
    theta = np.array(start, dtype=float)
    path = [theta]
    for k, rows in enumerate(batches, 1):
        theta = theta - eta * slope(theta, X[rows], y[rows])
        if k % per_epoch == 0:
            path.append(theta)
    return np.array(path)


def test_sgd__path(student, rng):
    """Each batch makes one step along minus its own gradient, and each epoch one row of the path."""
    watched, (X, y), start = Watched(), data(11, rng), rng.normal(size=3)
    path = student.sgd(watched.call, start, X, y, 0.15, 4, 3, fresh(rng))
    assert_close(np.shape(path), (4, 3), hint="n_epochs + 1 rows: the start, then one for each epoch.")
    expect(
        len(watched.batches) == 9, hint="11 rows in batches of 4 make 3 batches an epoch, one call of loss_grad each."
    )
    hint = "theta - eta * g for each batch, g the second of the two that loss_grad returns, at the newest theta."
    assert_close(path, replay(watched.batches, X, y, start, 0.15, 3), hint=hint)


def test_sgd__every_row_every_epoch(student, rng):
    """Every epoch shows every row exactly once, the short last batch included."""
    watched, (X, y) = Watched(), data(13, rng)
    path = student.sgd(watched.call, np.zeros(3), X, y, 0.1, 5, 2, fresh(rng))
    shown = [sorted(sum(watched.batches[k : k + 3], [])) for k in (0, 3)]
    expect(shown == [list(range(13))] * 2, hint="Deal all rows in each epoch, the last short batch too.")
    assert_close(path, replay(watched.batches, X, y, np.zeros(3), 0.1, 3), hint="And make a step with each batch.")


def test_sgd__fresh_order(student, rng):
    """Every epoch has an order of its own, and all its chance comes from the generator that is given."""
    seed, runs, (X, y) = int(rng.integers(2**32)), [], data(40, rng)
    for one in (seed, seed, seed + 1):
        watched = Watched()
        student.sgd(watched.call, np.zeros(3), X, y, 0.1, 10, 3, np.random.default_rng(one))
        expect(len(watched.batches) == 12, hint="40 rows in batches of 10, 3 epochs: 12 calls of loss_grad.")
        runs.append(watched.batches)
    epochs = [sum(runs[0][k : k + 4], []) for k in (0, 4, 8)]
    expect(epochs[0] != epochs[1] and epochs[1] != epochs[2], hint="Shuffle inside the loop over epochs.")
    expect(runs[0] == runs[1] != runs[2], hint="The same generator, the same order; another, another. Use only rng.")


def test_sgd__full_batch_is_gradient_descent(student, rng):
    """With one batch of all rows it is gradient descent; without epochs it stays at the start."""
    (X, y), start = data(6, rng), rng.normal(size=3)
    for n_epochs in (5, 0):
        path = student.sgd(Watched().call, start, X, y, 0.2, 6, n_epochs, fresh(rng))
        exact = replay([range(6)] * n_epochs, X, y, start, 0.2, 1)
        assert_close(path, exact, hint="When the batch is everything, each epoch is one step of gradient descent.")


def test_sgd__one_call_a_batch(student, rng):
    """loss_grad is called once for each batch."""
    watched, (X, y), start = Watched(at_most=8), data(8, rng), rng.normal(size=3)
    path = student.sgd(watched.call, start, X, y, 0.1, 2, 2, fresh(rng))
    hint = "One call gives loss and gradient together: unpack the pair, and step with the gradient."
    assert_close(path, replay(watched.batches, X, y, start, 0.1, 4), hint=hint)


def test_sgd__leaves_its_arguments(student, rng):
    """theta0, X and y are left as they were."""
    (X, y), start = data(7, rng), rng.normal(size=3)
    watched = Watched()
    path = student.sgd(watched.call, start, X, y, 0.25, 3, 2, fresh(rng))
    _, *kept = student.last.arguments[:4]
    same = all(np.array_equal(one, before) for one, before in zip(kept, (start, X, y), strict=True))
    expect(same, hint="theta -= ... or rng.shuffle(X) changes the caller's arrays. Work on copies.")
    assert_close(path, replay(watched.batches, X, y, start, 0.25, 3), hint="Leaving them alone is not enough: walk.")


def test_sgd__lists_and_whole_numbers(student, rng):
    """Lists do for X, y and theta0, and a start of whole numbers loses nothing on the way."""
    (X, y), start = data(6, rng), [1, 2, 3]
    path = student.sgd(Watched().call, start, X.tolist(), y.tolist(), 0.25, 6, 3, fresh(rng))
    hint = "np.asarray(X), np.asarray(y) take lists; np.array(theta0, dtype=float) keeps steps from being cut."
    assert_close(path, replay([range(6)] * 3, X, y, start, 0.25, 1), hint=hint)
    path = student.sgd(Watched().call, np.array(start), X, y, 0.25, 6, 3, fresh(rng))
    assert_close(path, replay([range(6)] * 3, X, y, start, 0.25, 1), hint=hint)


# --- tail_average -----------------------------------------------------------------------------------------------


def test_tail_average__rows(student, rng):
    """The rows from int(burn * n) on are averaged, each coordinate on its own."""
    for n, burn in ((9, 0.25), (9, 0.5), (7, 0.5), (7, 0.0), (11, 0.95)):
        path = rng.normal(size=(n, 3))
        mean = student.tail_average(path, burn)
        assert_close(np.shape(mean), (3,), hint="One mean for each coordinate: an average over the rows, axis=0.")
        hint = "Throw away the first int(burn * len(path)) rows, rounded down; then the mean over the others."
        assert_close(mean, path[int(burn * n) :].mean(axis=0), atol=1e-12, hint=hint)


def test_tail_average__half_by_default(student, rng):
    """Without burn the first half is thrown away."""
    path = np.vstack([np.full((6, 2), 100.0), rng.normal(size=(6, 2))])
    hint = "burn is 0.5 by default: what comes first is thrown away."
    assert_close(student.tail_average(path), path[6:].mean(axis=0), atol=1e-12, hint=hint)


def test_tail_average__calms(student, rng):
    """The average of a trembling walk lies nearer its middle than the walk does; the path is left as it was."""
    middle = rng.normal(size=2)
    path = np.vstack([middle + 50, middle + rng.choice([-1.0, 1.0], size=(399, 2))])
    mean = student.tail_average(path, 0.25)
    expect(bool(np.array_equal(student.last.arguments[0], path)), hint="Work on a copy of the path.")
    assert_close(mean, middle, rtol=0, atol=0.5, hint="Average many rows of the tail, not a few, and not the start.")


def test_tail_average__whole_numbers(student):
    """A list of lists of whole numbers is a path too."""
    hint = "np.asarray(path, dtype=float) takes lists; 3 rows with burn = 0.5 leave the last two."
    assert_close(student.tail_average([[1, 2], [3, 4], [4, 7]]), [3.5, 5.5], hint=hint)
