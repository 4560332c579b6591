"""Right and wrong answers to sgdr(t, T0, mult, eta_max, eta_min=0.0)."""

import math

import numpy as np


def cosine(since, length, eta_max, eta_min):
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * since / length)) / 2


def each(t, one):
    """one(t) for every step of t, in its shape."""
    t = np.asarray(t, dtype=float)
    return np.array([one(step) for step in t.ravel()]).reshape(t.shape)[()]


def with_restarts(t, T0, mult, eta_max, eta_min):
    """Whole cycles subtracted until the step lies within one."""

    def one(since):
        length = T0
        while since >= length:
            since, length = since - length, length * mult
        return cosine(since, length, eta_max, eta_min)

    return each(t, one)


def right_subtract(t, T0, mult, eta_max, eta_min=0.0):
    """whole cycles subtracted until the step lies within one"""
    return with_restarts(t, T0, mult, eta_max, eta_min)


def right_all_at_once(t, T0, mult, eta_max, eta_min=0.0):
    """all steps moved from cycle to cycle together"""
    since = np.array(t, dtype=float)
    length = np.full(since.shape, float(T0))
    while np.any(since >= length):
        over = since >= length
        since = np.where(over, since - length, since)
        length = np.where(over, length * mult, length)
    return cosine(since, length, eta_max, eta_min)


def right_logarithm(t, T0, mult, eta_max, eta_min=0.0):
    """the number of the cycle by a logarithm that allows for rounding"""
    t = np.asarray(t, dtype=float)
    if mult == 1:
        return cosine(t % T0, T0, eta_max, eta_min)
    cycle = np.floor(np.log(1 + t * (mult - 1) / T0) / np.log(mult) + 1e-9)
    length = T0 * mult**cycle
    return cosine(t - (length - T0) / (mult - 1), length, eta_max, eta_min)


def wrong_one_length(t, T0, mult, eta_max, eta_min=0.0):
    """cycles that all have T0 steps: mult is not used"""
    return cosine(np.asarray(t, dtype=float) % T0, T0, eta_max, eta_min)


def wrong_adds_T0(t, T0, mult, eta_max, eta_min=0.0):
    """cycles that grow by T0 each time instead of by the factor mult"""

    def one(since):
        length = T0
        while since >= length:
            since, length = since - length, length + (T0 if mult > 1 else 0)
        return cosine(since, length, eta_max, eta_min)

    return each(t, one)


def wrong_restart_late(t, T0, mult, eta_max, eta_min=0.0):
    """restarts one step late: the step of the restart still has eta_min"""

    def one(since):
        length = T0
        while since > length:
            since, length = since - length, length * mult
        return cosine(since, length, eta_max, eta_min)

    return each(t, one)


def wrong_first_longer(t, T0, mult, eta_max, eta_min=0.0):
    """a first cycle that is already mult times T0 long"""
    return with_restarts(t, T0 * mult, mult, eta_max, eta_min)


def wrong_no_restart(t, T0, mult, eta_max, eta_min=0.0):
    """one cosine, and eta_min for ever after"""
    return cosine(np.minimum(np.asarray(t, dtype=float), T0), T0, eta_max, eta_min)


def wrong_powers(t, T0, mult, eta_max, eta_min=0.0):
    """restarts at T0, mult T0, mult^2 T0: the lengths are taken for places"""

    def one(step):
        start, end = 0, T0
        while step >= end:
            start, end = end, end * mult if mult > 1 else end + T0
        return cosine(step - start, end - start, eta_max, eta_min)

    return each(t, one)


def wrong_not_reset(t, T0, mult, eta_max, eta_min=0.0):
    """cycles of the right length, in which t is not counted from the restart"""

    def one(step):
        since, length = step, T0
        while since >= length:
            since, length = since - length, length * mult
        return cosine(step, length, eta_max, eta_min)

    return each(t, one)


def wrong_floor_ignored(t, T0, mult, eta_max, eta_min=0.0):
    """restarts that know no eta_min"""
    return with_restarts(t, T0, mult, eta_max, 0.0)


def wrong_logarithm_rounds(t, T0, mult, eta_max, eta_min=0.0):
    """a logarithm that rounds down, so that some late restarts are missed"""
    t = np.asarray(t, dtype=float)
    if mult == 1:
        return cosine(t % T0, T0, eta_max, eta_min)
    cycle = np.floor(np.log(1 + t * (mult - 1) / T0) / np.log(mult))
    length = T0 * mult**cycle
    return cosine(t - (length - T0) / (mult - 1), length, eta_max, eta_min)


def wrong_not_mult_one(t, T0, mult, eta_max, eta_min=0.0):
    """a geometric sum that divides by mult - 1, which is 0 for mult = 1"""
    t = np.asarray(t, dtype=float)
    cycle = np.floor(np.log(1 + t * (mult - 1) / T0) / math.log(mult) + 1e-9)
    length = T0 * mult**cycle
    return cosine(t - T0 * (mult**cycle - 1) / (mult - 1), length, eta_max, eta_min)


def wrong_numbers_only(t, T0, mult, eta_max, eta_min=0.0):
    """a function of one number, which fails on arrays and lists"""
    since, length = float(t), T0
    while since >= length:
        since, length = since - length, length * mult
    return cosine(since, length, eta_max, eta_min)
