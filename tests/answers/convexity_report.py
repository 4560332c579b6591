"""Right and wrong answers to convexity_report(losses, lo, hi, dim, rng)."""

import numpy as np


def right_loop(losses, lo, hi, dim, rng):
    """one loop over names, one over chords, with lists as ends"""
    report = {}
    for name in losses:
        f, report[name] = losses[name], "no violation found"
        for _ in range(1500):
            a, b = rng.uniform(lo, hi, size=(2, dim))
            lam = float(rng.random())
            heights = [f(a), f(b), f(lam * a + (1 - lam) * b)]
            if heights[2] - lam * heights[0] - (1 - lam) * heights[1] > 1e-9 * max(map(abs, heights)):
                report[name] = [a.tolist(), b.tolist(), lam]
                break
    return report


def right_worst_of_all(losses, lo, hi, dim, rng):
    """all chords first, then the worst of them, with short chords among them"""

    def hunt(f):
        worst, excess = "no violation found", 0.0
        for k in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            if k % 3 == 0:
                b = a + 0.2 * (b - a)
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            size = max(abs(at_a), abs(at_b), abs(graph))
            gap = graph - (lam * at_a + (1 - lam) * at_b)
            if gap > 1.2e-9 * size and gap / size > excess:
                worst, excess = (a, b, lam), gap / size
        return worst

    return {name: hunt(f) for name, f in losses.items()}


def right_several_shares(losses, lo, hi, dim, rng):
    """several shares tried on each chord"""
    report = {}
    for name, f in losses.items():
        found = None
        for _ in range(400):
            a, b = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim)
            at_a, at_b = f(a), f(b)
            for lam in rng.uniform(0.02, 0.98, 4):
                graph = f(lam * a + (1 - lam) * b)
                if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                    found = (a, b, lam)
                    break
            if found:
                break
        report[name] = found or "no violation found"
    return report


def wrong_convex(losses, lo, hi, dim, rng):
    """a report that says 'convex' where nothing was found: a search proves nothing"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return "convex"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_none(losses, lo, hi, dim, rng):
    """a report with None where nothing was found"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return None

    return {name: hunt(f) for name, f in losses.items()}


def wrong_only_guilty(losses, lo, hi, dim, rng):
    """a report that names only the losses with a witness"""
    report = {}
    for name, f in losses.items():
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                report[name] = (a, b, lam)
                break
    return report


def wrong_one_chord_each(losses, lo, hi, dim, rng):
    """a single chord for each loss"""

    def hunt(f):
        a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
        at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
        if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
            return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_midpoint_of_the_box(losses, lo, hi, dim, rng):
    """one chord through the whole box, looked at in its middle only"""

    def hunt(f):
        a, b = np.full(dim, float(lo)), np.full(dim, float(hi))
        at_a, at_b, graph = f(a), f(b), f((a + b) / 2)
        return (a, b, 0.5) if graph - (at_a + at_b) / 2 > 1e-9 * max(abs(at_a), abs(at_b)) else "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_same_for_all(losses, lo, hi, dim, rng):
    """what was found for the last loss written under every name"""
    found = "no violation found"
    for f in losses.values():
        found = "no violation found"
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                found = (a, b, lam)
                break
    return dict.fromkeys(losses, found)


def wrong_kept_from_before(losses, lo, hi, dim, rng):
    """a witness that is not forgotten: what convicted one loss is held against all that come after it"""
    report, found = {}, "no violation found"
    for name, f in losses.items():
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                found = (a, b, lam)
                break
        report[name] = found
    return report


def wrong_swapped_witness(losses, lo, hi, dim, rng):
    """a witness whose lam is the share of b, handed out as if it were the share of a"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f((1 - lam) * a + lam * b)
            if graph - ((1 - lam) * at_a + lam * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_swapped_chord(losses, lo, hi, dim, rng):
    """lam swapped in the chord, and so violations where there are none"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f((1 - lam) * a + lam * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_no_tolerance(losses, lo, hi, dim, rng):
    """rounding taken for a violation: any gap above 0 counts"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            if f(lam * a + (1 - lam) * b) > lam * f(a) + (1 - lam) * f(b):
                return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_absolute_tolerance(losses, lo, hi, dim, rng):
    """a fixed tolerance of 1e-9, too small for large heights and too large for small ones"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            if f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b)) > 1e-9:
                return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_unit_box(losses, lo, hi, dim, rng):
    """points between 0 and 1, whatever the box"""

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.random(dim), rng.random(dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_own_seed(losses, lo, hi, dim, rng):
    """a fixed seed of its own inside, deaf to rng"""
    rng = np.random.default_rng(0)

    def hunt(f):
        for _ in range(1000):
            a, b, lam = rng.uniform(lo, hi, dim), rng.uniform(lo, hi, dim), rng.uniform()
            at_a, at_b, graph = f(a), f(b), f(lam * a + (1 - lam) * b)
            if graph - (lam * at_a + (1 - lam) * at_b) > 1e-9 * max(abs(at_a), abs(at_b), abs(graph)):
                return a, b, lam
        return "no violation found"

    return {name: hunt(f) for name, f in losses.items()}


def wrong_never(losses, lo, hi, dim, rng):
    """nothing found for any of them"""
    return dict.fromkeys(losses, "no violation found")
