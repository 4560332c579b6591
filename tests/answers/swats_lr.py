"""Right and wrong answers to swats_lr(step, g)."""

import math

import numpy as np


def right_arrays(step, g):
    """two products of arrays"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    along = np.dot(p, g)
    if along >= 0:
        return None
    return np.dot(p, p) / -along


def right_loops(step, g):
    """sums over plain numbers"""
    along = math.fsum(float(a) * float(b) for a, b in zip(step, g, strict=True))
    return math.fsum(float(a) ** 2 for a in step) / abs(along) if along < 0 else None


def wrong_sign(step, g):
    """p.p / (p.g), negative where the step leads downhill"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(p @ p / (p @ g)) if p @ g < 0 else None


def wrong_always(step, g):
    """the size of p.p / (p.g), uphill too"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    with np.errstate(all="ignore"):
        return float(np.abs(p @ p / (p @ g)))


def wrong_no_none(step, g):
    """the formula for every step, with a negative rate where it leads uphill"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    with np.errstate(all="ignore"):
        return float(p @ p / -(p @ g))


def wrong_lengths(step, g):
    """the ratio of the two lengths, which forgets the angle between them"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(np.linalg.norm(p) / np.linalg.norm(g)) if p @ g < 0 else None


def wrong_other_projection(step, g):
    """-(p.g) / (g.g): Adam's step projected on the gradient, not the other way round"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(-(p @ g) / (g @ g)) if p @ g < 0 else None


def wrong_upside_down(step, g):
    """-(p.g) / (p.p): the fraction upside down"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(-(p @ g) / (p @ p)) if p @ g < 0 else None


def wrong_level(step, g):
    """a test for > 0 that divides by zero where the step is level"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    with np.errstate(all="ignore"):
        return None if p @ g > 0 else float(p @ p / -(p @ g))


def wrong_zero(step, g):
    """0 where there is no rate, which is a rate that never moves"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(p @ p / -(p @ g)) if p @ g < 0 else 0.0


def wrong_each_coordinate(step, g):
    """a rate for every coordinate instead of one for all"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return -p / g if p @ g < 0 else None


def wrong_reversed(step, g):
    """the test the wrong way round: None for steps that lead downhill"""
    p, g = np.asarray(step, dtype=float), np.asarray(g, dtype=float)
    return float(p @ p / (p @ g)) if p @ g > 0 else None
