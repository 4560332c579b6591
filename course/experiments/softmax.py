"""Softmax regression on the digits: convex, with a row to spare for every taste of minibatch."""

import numpy as np

from course.datasets import digits
from course.models import Softmax


def digits_split(train=0.6, seed=0):
    """(Softmax on the training rows, Softmax on the rest): pixels / 16, rows dealt at random."""
    data = digits()
    order = np.random.default_rng(seed).permutation(len(data.y))
    cut = int(train * len(order))
    parts = order[:cut], order[cut:]
    return tuple(Softmax(data.X[rows] / 16, data.y[rows], classes=10) for rows in parts)
