"""Right and wrong answers to zigzag_count(path, axis)."""

from itertools import pairwise

import numpy as np


def right_loop(path, axis):
    """a loop that remembers the last direction"""
    flips, direction = 0, 0
    for here, there in pairwise(path):
        step = there[axis] - here[axis]
        if step != 0:
            flips += direction * step < 0
            direction = 1 if step > 0 else -1
    return flips


def right_products(path, axis):
    """negative products of neighbouring steps, without the pauses"""
    steps = np.diff(np.asarray(path)[:, axis])
    steps = np.sign(steps[steps != 0])
    return np.sum(steps[1:] * steps[:-1] < 0)


def wrong_positions(path, axis):
    """a count of the sign changes of the position, not of the direction"""
    signs = np.sign(np.asarray(path, dtype=float)[:, axis])
    signs = signs[signs != 0]
    return int(np.sum(signs[1:] != signs[:-1]))


def wrong_pauses_count(path, axis):
    """a count in which a pause is a direction of its own"""
    signs = np.sign(np.diff(np.asarray(path, dtype=float)[:, axis]))
    return int(np.sum(signs[1:] != signs[:-1]))


def wrong_pauses_hide(path, axis):
    """a count of negative products of neighbouring steps, which a pause hides"""
    steps = np.diff(np.asarray(path, dtype=float)[:, axis])
    return int(np.sum(steps[1:] * steps[:-1] < 0))


def wrong_first_axis(path, axis):
    """a count along the first coordinate, whichever axis is asked for"""
    signs = np.sign(np.diff(np.asarray(path, dtype=float)[:, 0]))
    signs = signs[signs != 0]
    return int(np.sum(signs[1:] != signs[:-1]))


def wrong_one_way(path, axis):
    """a count of the turns from up to down only"""
    signs = np.sign(np.diff(np.asarray(path, dtype=float)[:, axis]))
    signs = signs[signs != 0]
    return int(np.sum((signs[:-1] > 0) & (signs[1:] < 0)))


def wrong_steps_back(path, axis):
    """a count of the steps downward, not of the turns"""
    return int(np.sum(np.diff(np.asarray(path, dtype=float)[:, axis]) < 0))


def wrong_row(path, axis):
    """a count along a row of the path instead of a column"""
    signs = np.sign(np.diff(np.asarray(path, dtype=float)[axis]))
    signs = signs[signs != 0]
    return int(np.sum(signs[1:] != signs[:-1]))
