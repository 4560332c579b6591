"""Right and wrong answers to chord_gap(f, a, b, lam)."""

import numpy as np


def right_named(f, a, b, lam):
    """graph and chord under names of their own"""
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    graph = f(b + lam * (a - b))
    at_b = f(b)
    chord = at_b + lam * (f(a) - at_b)
    return graph - chord


def right_lists(f, a, b, lam):
    """coordinates one by one, and plain numbers where plain numbers came"""
    if np.ndim(a) == 0:
        middle = lam * a + (1 - lam) * b
    else:
        a, b = [float(x) for x in a], [float(x) for x in b]
        middle = np.array([lam * x + (1 - lam) * z for x, z in zip(a, b, strict=True)])
        a, b = np.array(a), np.array(b)
    return float(f(middle)) - lam * float(f(a)) - (1 - lam) * float(f(b))


def wrong_swapped_point(f, a, b, lam):
    """a gap with lam swapped in the point: lam is the share of b there"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f((1 - lam) * a + lam * b) - (lam * f(a) + (1 - lam) * f(b))


def wrong_swapped_chord(f, a, b, lam):
    """a gap with lam swapped in the chord: lam is the share of f(b) there"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f(lam * a + (1 - lam) * b) - ((1 - lam) * f(a) + lam * f(b))


def wrong_swapped_both(f, a, b, lam):
    """a gap with lam as the share of b throughout"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f((1 - lam) * a + lam * b) - ((1 - lam) * f(a) + lam * f(b))


def wrong_midpoint(f, a, b, lam):
    """a gap at the midpoint, whatever lam is"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f((a + b) / 2) - (f(a) + f(b)) / 2


def wrong_sign(f, a, b, lam):
    """chord minus graph: the sign is turned round"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return lam * f(a) + (1 - lam) * f(b) - f(lam * a + (1 - lam) * b)


def wrong_size(f, a, b, lam):
    """the size of the gap, without its sign"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return abs(f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b)))


def wrong_only_violations(f, a, b, lam):
    """a gap that is cut off at 0, so that a chord above the graph says nothing"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return max(0.0, f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b)))


def wrong_brackets(f, a, b, lam):
    """a chord without brackets: only its first half is subtracted, the second is added"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f(lam * a + (1 - lam) * b) - lam * f(a) + (1 - lam) * f(b)


def wrong_not_weighted(f, a, b, lam):
    """a chord taken at its middle, while the point moves with lam"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f(lam * a + (1 - lam) * b) - (f(a) + f(b)) / 2


def wrong_in_place(f, a, b, lam):
    """a gap that changes the arrays a and b it was given"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    chord = lam * f(a) + (1 - lam) * f(b)
    a *= lam
    b *= 1 - lam
    return f(a + b) - chord


def wrong_lists_refused(f, a, b, lam):
    """a gap that knows numbers and arrays, but no lists"""
    return f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b))
