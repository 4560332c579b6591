"""Right and wrong answers to gap_bound(g, mu)."""

import numpy as np


def right_norm(g, mu):
    """the norm, squared"""
    return np.linalg.norm(g) ** 2 / (2 * mu)


def right_loop(g, mu):
    """a sum over plain numbers"""
    return 0.5 / mu * sum(float(x) * float(x) for x in g)


def wrong_not_squared(g, mu):
    """a bound with |g| instead of |g|^2"""
    return np.linalg.norm(g) / (2 * mu)


def wrong_without_two(g, mu):
    """a bound without the 2: twice as large as it need be"""
    return np.sum(np.square(g)) / mu


def wrong_mu_above(g, mu):
    """a bound with mu on the wrong side of the stroke: |g|^2 / 2 * mu"""
    return np.sum(np.square(g)) / 2 * mu


def wrong_array(g, mu):
    """an array, g**2 coordinate by coordinate"""
    return np.asarray(g, dtype=float) ** 2 / (2 * mu)


def wrong_sum_of_sizes(g, mu):
    """a bound with the sum of the sizes, |g1| + |g2| + ..., in the place of the Euclidean length"""
    return np.sum(np.abs(g)) ** 2 / (2 * mu)


def wrong_largest(g, mu):
    """a bound that looks at the largest coordinate only"""
    return np.max(np.abs(g)) ** 2 / (2 * mu)


def wrong_mean(g, mu):
    """a bound with the mean of the squares instead of their sum"""
    return np.mean(np.square(g)) / (2 * mu)


def wrong_in_place(g, mu):
    """a right number, at the price of the gradient it was given"""
    g = np.asarray(g, dtype=float)
    g *= g
    return np.sum(g) / (2 * mu)
