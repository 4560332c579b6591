"""Right and wrong answers to best_learning_rate(run, grid)."""

import math

import numpy as np


def right_loop(run, grid):
    """a loop over the sorted grid that keeps the first best"""
    best, lowest = None, math.inf
    for eta in sorted(grid):
        loss = run(eta)
        if math.isfinite(loss) and loss < lowest:
            best, lowest = eta, loss
    return best


def right_arrays(run, grid):
    """arrays, with the broken runs at infinity"""
    etas = np.sort(np.array(list(grid), dtype=float))
    losses = np.array([run(eta) for eta in etas], dtype=float)
    losses[~np.isfinite(losses)] = np.inf
    return etas[np.argmin(losses)] if np.isfinite(losses).any() else None


def right_dictionary(run, grid):
    """a dictionary from rate to loss, and min with a key"""
    found = {float(eta): run(eta) for eta in grid}
    finite = {eta: loss for eta, loss in found.items() if np.isfinite(loss)}
    return min(finite, key=lambda eta: (finite[eta], eta), default=None)


def wrong_nan_wins(run, grid):
    """an argmin, for which nan is the smallest of all"""
    etas = np.sort(np.array(list(grid), dtype=float))
    losses = np.array([run(eta) for eta in etas], dtype=float)
    losses[np.isinf(losses)] = np.inf
    return None if not np.isfinite(losses).any() else etas[np.argmin(losses)]


def wrong_min_of_pairs(run, grid):
    """min over pairs with nan still among them: what comes after nan is never compared rightly"""
    best = min((run(eta), eta) for eta in grid)
    return best[1] if np.isfinite(best[0]) else None


def wrong_loss(run, grid):
    """the smallest loss instead of its rate"""
    losses = [loss for loss in (run(eta) for eta in grid) if np.isfinite(loss)]
    return min(losses) if losses else None


def wrong_index(run, grid):
    """the place in the grid instead of the rate"""
    losses = [run(eta) for eta in grid]
    finite = [(loss, eta, i) for i, (eta, loss) in enumerate(zip(grid, losses, strict=True)) if np.isfinite(loss)]
    return min(finite)[2] if finite else None


def wrong_first_on_a_tie(run, grid):
    """on a tie the rate that comes first in the grid"""
    finite = [(loss, eta) for eta, loss in ((eta, run(eta)) for eta in grid) if np.isfinite(loss)]
    return min(finite, key=lambda pair: pair[0])[1] if finite else None


def wrong_larger_on_a_tie(run, grid):
    """on a tie the larger rate"""
    finite = [(loss, -eta) for eta, loss in ((eta, run(eta)) for eta in grid) if np.isfinite(loss)]
    return -min(finite)[1] if finite else None


def wrong_infinity_returned(run, grid):
    """a rate even where all runs flew off"""
    found = [(loss if np.isfinite(loss) else np.inf, eta) for eta, loss in ((eta, run(eta)) for eta in grid)]
    return min(found)[1]


def wrong_minus_infinity(run, grid):
    """minus infinity taken for the best of losses: only nan is dropped"""
    found = [(loss, eta) for eta, loss in ((eta, run(eta)) for eta in grid) if loss == loss and loss != np.inf]
    return min(found)[1] if found else None


def wrong_stops_at_the_first(run, grid):
    """a search that ends at the first broken run: the rates after it are never tried"""
    found = []
    for eta in grid:
        loss = run(eta)
        if not np.isfinite(loss):
            break
        found.append((loss, eta))
    return min(found)[1] if found else None


def wrong_trains_twice(run, grid):
    """two trainings for each rate: one to see whether it is finite, one to compare"""
    finite = [(run(eta), eta) for eta in grid if np.isfinite(run(eta))]
    return min(finite)[1] if finite else None


def wrong_largest_finite(run, grid):
    """the largest rate that did not fly off, whatever its loss"""
    finite = [eta for eta in grid if np.isfinite(run(eta))]
    return max(finite) if finite else None


def wrong_zero_is_nothing(run, grid):
    """a loss of 0 taken for a missing one"""
    finite = [(loss, eta) for eta, loss in ((eta, run(eta)) for eta in grid) if loss and np.isfinite(loss)]
    return min(finite)[1] if finite else None


def wrong_size(run, grid):
    """the loss nearest to 0: a loss below zero is not taken for lower"""
    finite = [(abs(loss), eta) for eta, loss in ((eta, run(eta)) for eta in grid) if np.isfinite(loss)]
    return min(finite)[1] if finite else None
