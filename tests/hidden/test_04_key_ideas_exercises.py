"""Hidden tests of exercises 04: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.border import Callback
from autograder.hidden import assert_close, expect

NAN, INF = float("nan"), float("inf")

# --- best_learning_rate -----------------------------------------------------------------------------------------


def rates(n, rng):
    """n different rates, in no order, none of them near 1 (so that no place in the grid is a rate)."""
    return rng.permutation(np.geomspace(1e-4, 0.3, n) * rng.uniform(0.8, 1.2))


def trainer(grid, losses, times=4):
    """run(eta) for these losses, which may be called so many times for each rate."""
    grid, losses = np.asarray(grid, dtype=float), [float(loss) for loss in losses]

    def run(eta):
        near = np.flatnonzero(np.isclose(grid, np.asarray(eta, dtype=float).ravel()[:1], rtol=1e-9, atol=0))
        expect(near.size > 0, hint="Call run with the rates of the grid, one at a time, and with no others.")
        return losses[near[0]]

    hint = "Training is expensive: call run once for each rate, and keep what it returned."
    return Callback(run, at_most=times * len(grid), hint=hint)


def pick(student, grid, losses, times=4):
    return student.expecting_nonfinite().best_learning_rate(trainer(grid, losses, times), grid)


def test_best_learning_rate__smallest(student, rng):
    """The rate with the smallest loss wins, wherever it stands in the grid."""
    for place in (0, 3, 6):
        grid, losses = rates(7, rng), rng.uniform(1, 2, size=7)
        losses[place] = 0.5
        hint = "Return the rate: not its loss, not its place in the grid, not the largest rate that works."
        assert_close(pick(student, grid, losses), grid[place], hint=hint)


def test_best_learning_rate__nan(student, rng):
    """A run that ends with nan never wins, wherever in the grid it stands."""
    for broken in (0, 2, 5):
        grid, losses = rates(6, rng), rng.uniform(1, 2, size=6)
        losses[3], losses[broken] = 0.5, NAN
        hint = "nan compares as False with everything, and np.argmin takes it for the smallest. Drop it first."
        assert_close(pick(student, grid, losses), grid[3], hint=hint)


def test_best_learning_rate__rates_after_a_broken_one(student, rng):
    """A broken run does not end the search, and the largest rate that works need not be the best."""
    grid = np.sort(rates(6, rng))
    for order in (grid, grid[::-1]):
        hint = "Try every rate. Only the loss decides, among the runs with a finite one."
        assert_close(pick(student, order, [0.9, NAN, INF, 0.3, 0.2, 0.7]), order[4], hint=hint)


def test_best_learning_rate__infinities(student, rng):
    """Neither inf nor -inf is a loss."""
    grid = rates(4, rng)
    hint = "np.isfinite is False for nan, inf and -inf alike: keep only rates whose loss is finite."
    assert_close(pick(student, grid, [-INF, 0.8, 0.4, INF]), grid[2], hint=hint)


def test_best_learning_rate__none(student, rng):
    """If no run stays finite the answer is None; if a single one does, however bad, it wins."""
    grid = rates(3, rng)
    for losses in ([NAN, INF, NAN], [INF, INF, INF], [NAN, NAN, NAN]):
        found = pick(student, grid, losses)
        assert_close(found, None, hint="Where every run flew off there is no best rate: return None.")
        found = pick(student, grid, [*losses[:2], 1e9])
        assert_close(found, grid[2], hint="One finite loss, however large, is better than none.")


def test_best_learning_rate__tie(student, rng):
    """On a tie the smaller rate wins, whichever comes first in the grid."""
    grid = np.sort(rates(5, rng))
    for order in (grid, grid[::-1], grid[[3, 1, 4, 0, 2]]):
        losses = np.where(np.isin(order, grid[[1, 3]]), 0.25, 0.75)
        hint = "Equal losses: take the smaller rate, it is further from the cliff. The grid need not be sorted."
        assert_close(pick(student, order, losses), grid[1], hint=hint)


def test_best_learning_rate__zero_and_below(student, rng):
    """A loss of zero is a loss, and one below zero is lower still."""
    grid = rates(3, rng)
    hint = "Zero is a number: test for finite, not with `if loss`."
    assert_close(pick(student, grid, [0.5, 0.0, 0.7]), grid[1], hint=hint)
    assert_close(pick(student, grid, [0.5, 0.1, -3.0]), grid[2], hint="-3 is below 0.1: compare losses, not sizes.")


def test_best_learning_rate__trains_once(student, rng):
    """Every rate is trained once."""
    grid = rates(5, rng)
    found = pick(student, grid, [0.5, 0.3, 0.2, 0.4, NAN], times=1)
    assert_close(found, grid[2], hint="One training each is right; the rate with the smallest loss is another.")


def test_best_learning_rate__lists_and_whole_numbers(student, rng):
    """A list of whole numbers is a grid too, and the grid is left as it was."""
    assert_close(pick(student, [8, 1, 4], [0.5, 0.3, 0.2]), 4, hint="Rates may be whole numbers, in a list.")
    grid = rates(5, rng)
    assert_close(pick(student, grid, [0.5, 0.3, 0.2, 0.4, NAN]), grid[2], hint="And in an array, in any order.")
    left = student.last.arguments[1]
    expect(bool(np.array_equal(left, grid)), hint="Sort a copy: the caller's grid should stay as it was.")


# --- lr_range_test ----------------------------------------------------------------------------------------------


class Road:
    """A loss in three coordinates: it bends along the second and does not feel the third. Broken from one call on."""

    def __init__(self, n_steps, until=10**6, broken=NAN):
        self.until, self.broken, self.asked = until, broken, 0
        hint = "One call of loss_grad a step gives loss and gradient together; after a broken loss there is none."
        self.call = Callback(self.answer, at_most=4 * n_steps, hint=hint)

    def answer(self, theta):
        theta = np.asarray(theta, dtype=float)
        expect(theta.shape == (3,), hint="Call loss_grad with theta, of the shape of theta0.")
        self.asked += 1
        loss = theta[0] ** 2 / 2 + np.logaddexp(0, theta[1] - 1) + 0.3
        g = np.array([theta[0], 1 / (1 + np.exp(1 - theta[1])), 0.0])
        return (self.broken if self.asked > self.until else float(loss)), g


def drive(start, etas, until=10**6, broken=NAN):
    """The losses of someone who drives with these rates as the exercise says."""
    road, theta = Road(len(etas), until, broken), np.array(start, dtype=float)
    losses = np.full(len(etas), NAN)
    for i in range(len(etas)):
        losses[i], g = road.answer(theta)
        if not np.isfinite(losses[i]):
            break
        theta = theta - etas[i] * g
    return losses


def pair(result):
    """The rates and the losses; anything else is a wrong answer."""
    two = isinstance(result, (tuple, list, np.ndarray)) and len(result) == 2
    expect(two, hint="Return two arrays: the rates and the losses.")
    return result[0], result[1]


def both(student, start, eta_min, eta_max, n_steps, hint, evenly=False, **broken):
    """Ask for a drive and compare its losses with the right ones at its rates; and these `evenly` with the right rates."""
    road = Road(n_steps, **broken)
    student = student.expecting_nonfinite() if broken else student
    etas, losses = pair(student.lr_range_test(road.call, start, eta_min, eta_max, n_steps))
    spaced = "From eta_min to eta_max, both included, each rate the same multiple of the one before, n_steps in all."
    assert_close(np.shape(etas), (n_steps,), hint=spaced)
    etas = np.asarray(etas, dtype=float)
    assert_close([etas[0], etas[-1]], [eta_min, eta_max], hint=spaced)
    expect(bool(np.all(np.diff(etas) > 0)), hint=spaced)
    if evenly:
        assert_close(etas, np.geomspace(eta_min, eta_max, n_steps), hint=spaced)
    assert_close(losses, drive(start, etas, **broken), hint=hint)
    return road


def test_lr_range_test__rates(student, rng):
    """The rates are spaced by even factors, both ends included."""
    eta_min, eta_max = float(rng.uniform(1e-3, 5e-3)), float(rng.uniform(0.5, 1.5))
    for n_steps in (2, 7, 12):
        hint = "The rates are right, the losses are not: one for each rate, before the step with that rate."
        both(student, rng.normal(size=3), eta_min, eta_max, n_steps, hint, evenly=True)


def test_lr_range_test__loss_before_the_step(student, rng):
    """Each loss belongs to the place before the step, the first one to theta0."""
    start = rng.uniform(1, 2, size=3)
    etas, losses = pair(student.lr_range_test(Road(5).call, start, 0.05, 0.8, 5))
    assert_close(np.shape(etas), (5,), hint="One rate for each of the n_steps.")
    assert_close(np.shape(losses), (5,), hint="One loss for each of the n_steps rates.")
    right = drive(start, np.asarray(etas, dtype=float))
    assert_close(losses[0], right[0], hint="The first loss is that at theta0: write it down before you move.")
    assert_close(losses, right, hint="Write down the loss, then step with the rate of the same place in the list.")


def test_lr_range_test__one_walk(student, rng):
    """It is one walk: each step starts where the last one ended, against the gradient there, with its own rate."""
    start = np.array([*rng.uniform(2, 3, size=2), 1.0])
    hint = (
        "theta = theta - etas[i] * g, from where you stand. Is it going back to theta0, uphill, or with one rate only?"
    )
    both(student, start, 0.1, 1.2, 9, hint)


def test_lr_range_test__goes_over_the_edge(student, rng):
    """A rising loss is part of the record: only a loss that is not finite ends it."""
    start = np.array([*rng.uniform(1, 2, size=2), 0.5])
    right = drive(start, np.geomspace(0.5, 30.0, 8))
    expect(bool(right[-1] > 10 * right.min()), hint="This drive should leave the road; please tell your instructor.")
    hint = "Large losses are what the test looks for: go on while they are finite."
    both(student, start, 0.5, 30.0, 8, hint, evenly=True)


def test_lr_range_test__stops_at_nan(student, rng):
    """After a loss of nan the rest is nan, and nobody asks again."""
    hint = "All losses from the crash on are nan, those before it stay; both arrays keep their n_steps places."
    road = both(student, rng.normal(size=3), 0.01, 1.0, 8, hint, until=int(rng.integers(2, 6)), broken=NAN)
    expect(road.asked == road.until + 1, hint="After the first loss that is not finite nobody asks again.")


def test_lr_range_test__stops_at_inf(student, rng):
    """An infinite loss ends the walk too: it is kept, and the rest is nan."""
    hint = "inf is not finite: keep it in its place and leave nan, not 0 and not inf, in those after it."
    both(student, rng.normal(size=3), 0.01, 1.0, 8, hint, until=int(rng.integers(2, 6)), broken=INF)


def test_lr_range_test__one_call_a_step(student, rng):
    """loss_grad is called once for each step, never after the crash."""
    hint = "Right losses from one call a step: unpack loss and gradient from the same call."
    road = both(student, rng.normal(size=3), 0.02, 0.9, 6, hint)
    expect(road.asked == 6, hint="Each of the first n_steps places needs one call.")
    road = both(student, rng.normal(size=3), 0.02, 0.9, 6, hint, until=3, broken=NAN)
    expect(road.asked == 4, hint="After the first loss that is not finite nobody asks again.")


def test_lr_range_test__whole_numbers(student, rng):
    """A start of whole numbers loses nothing on the way, in a list or in an array."""
    start = [int(value) for value in rng.integers(1, 5, size=3)]
    hint = "np.array(theta0, dtype=float): an integer array cuts every step to whole numbers."
    both(student, start, 0.05, 0.9, 6, hint)
    both(student, np.array(start), 0.05, 0.9, 6, hint)


def test_lr_range_test__leaves_theta0(student, rng):
    """theta0 is left as it was."""
    start = rng.uniform(1, 2, size=3)
    both(student, start, 0.1, 0.9, 5, "Leaving theta0 alone is not enough: walk, from a copy of it.")
    left = student.last.arguments[1]
    expect(bool(np.array_equal(left, start)), hint="theta -= ... changes the caller's array. Work on a copy.")
