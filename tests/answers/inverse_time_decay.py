"""Right and wrong answers to inverse_time_decay(t, eta0, k)."""

import numpy as np


def right_array(t, eta0, k):
    """the formula, on an array of floats"""
    return eta0 / (1 + k * np.asarray(t, dtype=float))


def right_slopes(t, eta0, k):
    """one over a straight line"""
    return 1.0 / (1.0 / eta0 + (k / eta0) * np.array(t, dtype=float))


def right_loop(t, eta0, k):
    """a number for a number, a list for a list, the rest by recursion"""

    def rate(t):
        return eta0 / (1 + k * float(t)) if np.ndim(t) == 0 else [rate(one) for one in t]

    return rate(t)


def wrong_first_step_shrunk(t, eta0, k):
    """a schedule one step early: step 0 already has a smaller rate"""
    return eta0 / (1 + k * (np.asarray(t, dtype=float) + 1))


def wrong_one_step_late(t, eta0, k):
    """a schedule one step late: steps 0 and 1 both have eta0"""
    return eta0 / (1 + k * np.maximum(np.asarray(t, dtype=float) - 1, 0))


def wrong_root(t, eta0, k):
    """a decay by the square root of 1 + k t"""
    return eta0 / np.sqrt(1 + k * np.asarray(t, dtype=float))


def wrong_exponential(t, eta0, k):
    """an exponential decay, exp(-k t)"""
    return eta0 * np.exp(-k * np.asarray(t, dtype=float))


def wrong_power(t, eta0, k):
    """a decay with k as a power: eta0 / (1 + t)^k"""
    return eta0 / (1 + np.asarray(t, dtype=float)) ** k


def wrong_bracket(t, eta0, k):
    """a formula without its brackets: eta0 / 1 + k t, which grows"""
    return eta0 / 1 + k * np.asarray(t, dtype=float)


def wrong_linear(t, eta0, k):
    """a straight line, eta0 (1 - k t), which falls below zero"""
    return eta0 * (1 - k * np.asarray(t, dtype=float))


def wrong_piles_up(t, eta0, k):
    """a rate that is divided again at every step, so that the divisions pile up"""

    def one(t):
        eta = eta0
        for step in range(1, int(t) + 1):
            eta = eta / (1 + k * step)
        return eta

    return np.vectorize(one, otypes=[float])(t)[()]


def wrong_numbers_only(t, eta0, k):
    """a function of one number, which fails on arrays and lists"""
    return eta0 / (1 + k * float(t))


def wrong_changes_t(t, eta0, k):
    """the right rates, at the price of the caller's t, which is changed in place"""
    t = np.asarray(t, dtype=float)
    t *= k
    return eta0 / (1 + t)


def wrong_whole_numbers(t, eta0, k):
    """a division that is cut to whole numbers"""
    return eta0 // (1 + k * np.asarray(t, dtype=float))
