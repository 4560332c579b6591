"""Right and wrong answers to steps_to_tol(losses, tol)."""

import numpy as np


def right_loop(losses, tol):
    """a loop that returns at the first time"""
    for step, loss in enumerate(losses):
        if loss <= tol:
            return step
    return None


def right_next(losses, tol):
    """the first of a generator, or None"""
    return next((step for step, loss in enumerate(np.asarray(losses, dtype=float)) if loss <= tol), None)


def wrong_strict(losses, tol):
    """a loss of exactly tol refused: < instead of <="""
    return next((step for step, loss in enumerate(losses) if loss < tol), None)


def wrong_lowest(losses, tol):
    """the step of the lowest loss, not of the first that is low enough"""
    losses = np.asarray(losses, dtype=float)
    if not np.any(losses <= tol):
        return None
    return int(np.nanargmin(losses))


def wrong_zero_is_never(losses, tol):
    """0 steps taken for never"""
    step = next((step for step, loss in enumerate(losses) if loss <= tol), None)
    return step if step else None


def wrong_nan_counts(losses, tol):
    """a broken run taken for an arrival: `not nan > tol` is true"""
    return next((step for step, loss in enumerate(losses) if not loss > tol), None)


def wrong_counts_from_one(losses, tol):
    """a count of losses looked at, one more than the steps taken"""
    return next((step + 1 for step, loss in enumerate(losses) if loss <= tol), None)


def wrong_last(losses, tol):
    """the last time instead of the first"""
    reached = [step for step, loss in enumerate(losses) if loss <= tol]
    return reached[-1] if reached else None


def wrong_argmax(losses, tol):
    """0 where it never happens: argmax of all False is 0"""
    return int(np.argmax(np.asarray(losses, dtype=float) <= tol)) if len(losses) else None


def wrong_stays(losses, tol):
    """the step from which the loss stays below tol for good"""
    below = np.asarray(losses, dtype=float) <= tol
    step = len(below)
    while step and below[step - 1]:
        step -= 1
    return step if step < len(below) else None


def wrong_size(losses, tol):
    """a comparison of sizes: abs(loss) <= tol"""
    return next((step for step, loss in enumerate(losses) if abs(loss) <= abs(tol)), None)
