"""Right and wrong answers to triangular_schedule(t, half_period, eta_max, eta_min=0.0)."""

import numpy as np


def right_modulo(t, half_period, eta_max, eta_min=0.0):
    """the distance from the peak, within a period"""
    place = np.asarray(t, dtype=float) / half_period % 2
    return eta_min + (eta_max - eta_min) * (1 - abs(1 - place))


def right_interpolate(t, half_period, eta_max, eta_min=0.0):
    """straight lines between three corners, repeated"""
    corners = [0, half_period, 2 * half_period]
    return np.interp(np.array(t, dtype=float), corners, [eta_min, eta_max, eta_min], period=2 * half_period)


def right_loop(t, half_period, eta_max, eta_min=0.0):
    """up or down, step by step"""

    def rate(t):
        since = t % (2 * half_period)
        way = since if since <= half_period else 2 * half_period - since
        return eta_min + (eta_max - eta_min) * way / half_period

    return [rate(one) for one in t] if np.ndim(t) else rate(t)


def right_smith(t, half_period, eta_max, eta_min=0.0):
    """the formula of the paper, which counts cycles"""
    t = np.asarray(t, dtype=float)
    cycle = np.floor(1 + t / (2 * half_period))
    x = np.abs(t / half_period - 2 * cycle + 1)
    return eta_min + (eta_max - eta_min) * np.maximum(0, 1 - x)


def wrong_starts_high(t, half_period, eta_max, eta_min=0.0):
    """a wave that starts at eta_max"""
    place = np.asarray(t, dtype=float) / half_period % 2
    return eta_min + (eta_max - eta_min) * abs(1 - place)


def wrong_sawtooth(t, half_period, eta_max, eta_min=0.0):
    """a saw: up to eta_max, then at once back to eta_min"""
    place = np.asarray(t, dtype=float) / half_period % 1
    return eta_min + (eta_max - eta_min) * place


def wrong_half_is_whole(t, half_period, eta_max, eta_min=0.0):
    """a wave whose whole period is half_period"""
    place = np.asarray(t, dtype=float) / (half_period / 2) % 2
    return eta_min + (eta_max - eta_min) * (1 - abs(1 - place))


def wrong_once(t, half_period, eta_max, eta_min=0.0):
    """a single triangle, and eta_min for ever after"""
    place = np.asarray(t, dtype=float) / half_period
    return eta_min + (eta_max - eta_min) * np.maximum(0, 1 - abs(1 - place))


def wrong_floor_ignored(t, half_period, eta_max, eta_min=0.0):
    """a wave that knows no eta_min"""
    place = np.asarray(t, dtype=float) / half_period % 2
    return eta_max * (1 - abs(1 - place))


def wrong_floor_added(t, half_period, eta_max, eta_min=0.0):
    """a wave lifted by eta_min as a whole, so that its peak is above eta_max"""
    place = np.asarray(t, dtype=float) / half_period % 2
    return eta_min + eta_max * (1 - abs(1 - place))


def wrong_one_step_early(t, half_period, eta_max, eta_min=0.0):
    """a wave one step early: step 0 has already climbed"""
    place = (np.asarray(t, dtype=float) + 1) / half_period % 2
    return eta_min + (eta_max - eta_min) * (1 - abs(1 - place))


def wrong_smooth(t, half_period, eta_max, eta_min=0.0):
    """a cosine wave instead of straight lines"""
    return eta_min + (eta_max - eta_min) * (1 - np.cos(np.pi * np.asarray(t, dtype=float) / half_period)) / 2


def wrong_numbers_only(t, half_period, eta_max, eta_min=0.0):
    """a function of one number, which fails on arrays and lists"""
    since = t % (2 * half_period)
    way = since if since <= half_period else 2 * half_period - since
    return eta_min + (eta_max - eta_min) * way / half_period
