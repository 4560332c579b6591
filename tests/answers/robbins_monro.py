"""Right and wrong answers to robbins_monro(p)."""

import numpy as np


def right_compare(p):
    """two comparisons"""
    return p <= 1, 2 * p > 1


def right_list(p):
    """a list, by the opposite of convergence"""

    def converges(power):
        return bool(power > 1)

    return [not converges(p), converges(2 * p)]


def right_numpy(p):
    """comparisons of NumPy's, which give its own kind of True and False"""
    p = np.float64(p)
    return np.less_equal(p, 1), np.greater(p, 0.5)


def wrong_swapped(p):
    """the two answers in the other order"""
    return 2 * p > 1, p <= 1


def wrong_one_converges(p):
    """a sum of 1/t that is taken for finite"""
    return p < 1, 2 * p > 1


def wrong_half_converges(p):
    """a sum of squares that is taken for finite at p = 1/2, where the squares are 1/t"""
    return p <= 1, 2 * p >= 1


def wrong_opposite(p):
    """the first answer says that the sum converges, not that it diverges"""
    return p > 1, 2 * p > 1


def wrong_square_of_p(p):
    """squares of t^-p taken as t to the power p^2 instead of 2 p"""
    return p <= 1, p * p > 1


def wrong_not_squared(p):
    """the second answer is about the rates themselves, not about their squares"""
    return p <= 1, p > 1


def wrong_single(p):
    """one answer, whether both conditions hold, instead of two"""
    return 0.5 < p <= 1


def wrong_always(p):
    """both conditions hold whatever p is"""
    return True, True


def wrong_numbers(p):
    """sums of the first thousand terms, judged by their size"""
    t = np.arange(1, 1001, dtype=float)
    return bool(np.sum(t ** -float(p)) > 10), bool(np.sum(t ** (-2 * float(p))) < 10)
