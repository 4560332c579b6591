"""Right and wrong answers to chord_barrier(f, a, b)."""

import numpy as np


def heights(f, a, b, n=51):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    shares = np.linspace(0, 1, n)
    return shares, np.array([float(f(a + s * (b - a))) for s in shares])


def right_loop(f, a, b):
    """a loop that keeps the highest rise"""
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    left, right, most = float(f(a)), float(f(b)), 0.0
    for k in range(51):
        s = k / 50
        most = max(most, float(f((1 - s) * a + s * b)) - ((1 - s) * left + s * right))
    return most


def right_interp(f, a, b):
    """the chord by np.interp, the ends not asked twice"""
    shares, line = heights(f, a, b)
    rise = line - np.interp(shares, [0, 1], [line[0], line[-1]])
    return np.maximum(rise, 0).max()


def wrong_above_higher_end(f, a, b):
    """the rise above the higher end"""
    _, line = heights(f, a, b)
    return max(0.0, float(line.max() - max(line[0], line[-1])))


def wrong_above_lower_end(f, a, b):
    """the rise above the lower end"""
    _, line = heights(f, a, b)
    return max(0.0, float(line.max() - min(line[0], line[-1])))


def wrong_middle_of_ends(f, a, b):
    """the rise above the mean of the ends"""
    _, line = heights(f, a, b)
    return max(0.0, float(line.max() - (line[0] + line[-1]) / 2))


def wrong_midpoint(f, a, b):
    """the rise in the middle only"""
    _, line = heights(f, a, b, 3)
    return max(0.0, float(line[1] - (line[0] + line[2]) / 2))


def wrong_negative(f, a, b):
    """a rise that is negative where the ground sags between the ends"""
    shares, line = heights(f, a, b)
    rise = line - (1 - shares) * line[0] - shares * line[-1]
    return float(np.max(rise[1:-1]))


def wrong_sag(f, a, b):
    """the depth below the chord instead of the rise above it"""
    shares, line = heights(f, a, b)
    return max(0.0, float(np.max((1 - shares) * line[0] + shares * line[-1] - line)))


def wrong_both_ways(f, a, b):
    """the largest distance from the chord, up or down"""
    shares, line = heights(f, a, b)
    return float(np.max(np.abs(line - (1 - shares) * line[0] - shares * line[-1])))


def wrong_shares_swapped(f, a, b):
    """a chord whose two ends have changed places"""
    shares, line = heights(f, a, b)
    return max(0.0, float(np.max(line - shares * line[0] - (1 - shares) * line[-1])))


def wrong_highest(f, a, b):
    """the highest loss on the line, without the chord"""
    return max(0.0, float(heights(f, a, b)[1].max()))


def wrong_fifty(f, a, b):
    """50 points, of which the last end is missing"""
    shares, line = heights(f, a, b)
    chord = (1 - shares) * line[0] + shares * line[-2]
    return max(0.0, float(np.max((line - chord)[:-1])))


def wrong_integers(f, a, b):
    """places of whole numbers cut to whole numbers on the way"""
    a, b = np.array(a), np.array(b)
    shares = np.linspace(0, 1, 51)
    line = np.array([float(f(np.asarray((1 - s) * a + s * b, dtype=a.dtype))) for s in shares])
    return max(0.0, float(np.max(line - (1 - shares) * line[0] - shares * line[-1])))


def wrong_asks_again(f, a, b):
    """a function that asks for both ends again at each of the 51 points"""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    rise = [float(f((1 - s) * a + s * b)) - (1 - s) * float(f(a)) - s * float(f(b)) for s in np.linspace(0, 1, 51)]
    return max(0.0, *rise)
