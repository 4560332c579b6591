"""Right and wrong answers to find_convexity_violation(f, lo, hi, dim, rng)."""

import numpy as np


def right_worst_of_all(f, lo, hi, dim, rng):
    """all chords first, then the worst of them"""
    worst, excess = None, 0.0
    for _ in range(250):
        a, b = rng.uniform(lo, hi, size=(2, dim))
        lam = float(rng.random())
        heights = [f(a), f(b), f(lam * a + (1 - lam) * b)]
        gap = heights[2] - lam * heights[0] - (1 - lam) * heights[1]
        size = max(map(abs, heights))
        if gap > 1e-9 * size and gap / size > excess:
            worst, excess = (a, b, lam), gap / size
    return worst


def right_lists(f, lo, hi, dim, rng):
    """lists as ends, several lam for each chord"""
    for _ in range(400):
        a = [lo + (hi - lo) * rng.random() for _ in range(dim)]
        b = [lo + (hi - lo) * rng.random() for _ in range(dim)]
        at_a, at_b = f(np.array(a)), f(np.array(b))
        for lam in rng.uniform(0.02, 0.98, 4):
            graph = f(np.array([lam * x + (1 - lam) * z for x, z in zip(a, b, strict=True)]))
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(graph), abs(at_a), abs(at_b)):
                return [a, b, float(lam)]
    return None


def right_short_chords_too(f, lo, hi, dim, rng):
    """long and short chords in turn, and a tolerance a little above the one asked for"""
    for k in range(1500):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        if k % 2:
            b = a + 0.1 * (b - a)
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1.5e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam


def wrong_midpoint_of_the_box(f, lo, hi, dim, rng):
    """a hunter that looks at one midpoint only, that of the chord through the whole box"""
    a, b = np.full(dim, float(lo)), np.full(dim, float(hi))
    at_a, at_b, graph = f(a), f(b), f((a + b) / 2)
    return (a, b, 0.5) if graph - (at_a + at_b) / 2 > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)) else None


def wrong_one_chord(f, lo, hi, dim, rng):
    """a hunter that walks along one chord only, the one through the whole box"""
    a, b = np.full(dim, float(lo)), np.full(dim, float(hi))
    for lam in rng.uniform(0, 1, 1000):
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_gives_up(f, lo, hi, dim, rng):
    """a hunter that gives up after its first chord: None is returned inside the loop"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
        return None


def wrong_swapped(f, lo, hi, dim, rng):
    """a hunter that swaps lam in the chord, and so finds violations where there are none"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f((1 - lam) * a + lam * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_swapped_witness(f, lo, hi, dim, rng):
    """a hunter that hunts with lam as the share of b, and hands out its witness as if it were the share of a"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f((1 - lam) * a + lam * b)
        if graph - ((1 - lam) * at_a + lam * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_below(f, lo, hi, dim, rng):
    """a hunter that takes a graph below its chord for a violation"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if (lam * at_a + (1 - lam) * at_b) - graph > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_no_tolerance(f, lo, hi, dim, rng):
    """a hunter that takes rounding for a violation: any gap above 0 counts"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        if f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b)) > 0:
            return a, b, lam
    return None


def wrong_absolute_tolerance(f, lo, hi, dim, rng):
    """a hunter with a fixed tolerance of 1e-9, too small for large heights and too large for small ones"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        if f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b)) > 1e-9:
            return a, b, lam
    return None


def wrong_own_seed(f, lo, hi, dim, rng):
    """a hunter with a fixed seed of its own inside, deaf to rng"""
    rng = np.random.default_rng(0)
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_unit_box(f, lo, hi, dim, rng):
    """a hunter that draws points between 0 and 1, whatever the box"""
    for _ in range(1000):
        a, b, lam = rng.random(dim), rng.random(dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_normal_points(f, lo, hi, dim, rng):
    """a hunter that draws normal points, which leave the box"""
    for _ in range(1000):
        a, b, lam = rng.normal(0, hi - lo, dim), rng.normal(0, hi - lo, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_lam_beyond(f, lo, hi, dim, rng):
    """a hunter whose lam leaves the interval from 0 to 1, so that the point is not between a and b"""
    for _ in range(1000):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.normal()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_same_coordinate(f, lo, hi, dim, rng):
    """a hunter that gives all coordinates of a point the same number"""
    for _ in range(1000):
        a, b, lam = np.full(dim, rng.uniform(lo, hi)), np.full(dim, rng.uniform(lo, hi)), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
    return None


def wrong_never(f, lo, hi, dim, rng):
    """a hunter that never finds anything: None, whatever the function"""
    for _ in range(1000):
        f(rng.uniform(lo, hi, dim))
    return None
