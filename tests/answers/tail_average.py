"""Right and wrong answers to tail_average(path, burn=0.5)."""

import numpy as np


def right_sum(path, burn=0.5):
    """sum over rows divided by their number"""
    tail = np.asarray(path, dtype=float)[int(len(path) * burn) :]
    return tail.sum(axis=0) / len(tail)


def right_zip(path, burn=0.5):
    """coordinate by coordinate, as a list"""
    tail = list(path)[int(burn * len(path)) :]
    return [sum(float(value) for value in column) / len(tail) for column in zip(*tail, strict=True)]


def wrong_everything(path, burn=0.5):
    """an average of the whole path, its way in included"""
    return np.mean(np.asarray(path, dtype=float), axis=0)


def wrong_head(path, burn=0.5):
    """an average of the head instead of the tail"""
    path = np.asarray(path, dtype=float)
    return path[: max(1, int(burn * len(path)))].mean(axis=0)


def wrong_one_number(path, burn=0.5):
    """an average over the coordinates too"""
    path = np.asarray(path, dtype=float)
    return path[int(burn * len(path)) :].mean()


def wrong_last(path, burn=0.5):
    """the last point, not an average"""
    return np.asarray(path, dtype=float)[-1]


def wrong_half_always(path, burn=0.5):
    """an average of the second half whatever burn says"""
    path = np.asarray(path, dtype=float)
    return path[len(path) // 2 :].mean(axis=0)


def wrong_rounds_up(path, burn=0.5):
    """a burn rounded up instead of down"""
    path = np.asarray(path, dtype=float)
    return path[min(len(path) - 1, int(np.ceil(burn * len(path)))) :].mean(axis=0)


def wrong_burn_kept(path, burn=0.5):
    """burn taken for the share that is kept"""
    path = np.asarray(path, dtype=float)
    return path[len(path) - max(1, int(burn * len(path))) :].mean(axis=0)


def wrong_rounds_half_up(path, burn=0.5):
    """a burn rounded to the nearest row instead of down"""
    path = np.asarray(path, dtype=float)
    return path[min(len(path) - 1, int(burn * len(path) + 0.5)) :].mean(axis=0)


def wrong_one_row_late(path, burn=0.5):
    """an average that begins one row late"""
    path = np.asarray(path, dtype=float)
    return path[min(len(path) - 1, int(burn * len(path)) + 1) :].mean(axis=0)
