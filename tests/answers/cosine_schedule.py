"""Right and wrong answers to cosine_schedule(t, T, eta_max, eta_min=0.0)."""

import math

import numpy as np


def right_minimum(t, T, eta_max, eta_min=0.0):
    """half a cosine of the smaller of t and T"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * share)) / 2


def right_where(t, T, eta_max, eta_min=0.0):
    """the squared cosine of half the angle, and eta_min after T"""
    t = np.array(t, dtype=float)
    return np.where(t < T, eta_min + (eta_max - eta_min) * np.cos(np.pi * t / (2 * T)) ** 2, eta_min)[()]


def right_loop(t, T, eta_max, eta_min=0.0):
    """an `if` for every step by itself"""

    def rate(t):
        if t >= T:
            return float(eta_min)
        return eta_min + 0.5 * (eta_max - eta_min) * (1 + math.cos(math.pi * t / T))

    return np.array([rate(one) for one in t]) if np.ndim(t) else rate(t)


def wrong_no_clamp(t, T, eta_max, eta_min=0.0):
    """a cosine that climbs again after T"""
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * np.asarray(t, dtype=float) / T)) / 2


def wrong_floor_ignored(t, T, eta_max, eta_min=0.0):
    """a cosine that knows no eta_min"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return eta_max * (1 + np.cos(np.pi * share)) / 2


def wrong_floor_added(t, T, eta_max, eta_min=0.0):
    """a cosine lifted by eta_min as a whole, so that it starts above eta_max"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return eta_min + eta_max * (1 + np.cos(np.pi * share)) / 2


def wrong_floor_cut(t, T, eta_max, eta_min=0.0):
    """a cosine down to 0 that is cut off at eta_min"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return np.maximum(eta_min, eta_max * (1 + np.cos(np.pi * share)) / 2)


def wrong_one_step_short(t, T, eta_max, eta_min=0.0):
    """a schedule that is at its floor one step too early, after T - 1 steps"""
    share = np.minimum(np.asarray(t, dtype=float) / (T - 1), 1)
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * share)) / 2


def wrong_first_step_shrunk(t, T, eta_max, eta_min=0.0):
    """a schedule one step early: step 0 already has a smaller rate"""
    share = np.minimum(np.asarray(t, dtype=float) + 1, T) / T
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * share)) / 2


def wrong_one_step_late(t, T, eta_max, eta_min=0.0):
    """a schedule one step late: steps 0 and 1 both have eta_max"""
    share = np.clip(np.asarray(t, dtype=float) - 1, 0, T) / T
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * share)) / 2


def wrong_quarter(t, T, eta_max, eta_min=0.0):
    """a quarter of a cosine, which is steepest at its end"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return eta_min + (eta_max - eta_min) * np.cos(np.pi * share / 2)


def wrong_twice(t, T, eta_max, eta_min=0.0):
    """a cosine without its factor 1/2, twice as high"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * share))


def wrong_straight(t, T, eta_max, eta_min=0.0):
    """a straight line from eta_max to eta_min"""
    share = np.minimum(np.asarray(t, dtype=float), T) / T
    return eta_min + (eta_max - eta_min) * (1 - share)


def wrong_zero_afterwards(t, T, eta_max, eta_min=0.0):
    """a rate that falls from eta_min to 0 after T"""
    t = np.asarray(t, dtype=float)
    return np.where(t <= T, eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * t / T)) / 2, 0.0)[()]


def wrong_numbers_only(t, T, eta_max, eta_min=0.0):
    """a function of one number, which fails on arrays and lists"""
    return eta_min + (eta_max - eta_min) * (1 + math.cos(math.pi * min(t, T) / T)) / 2
