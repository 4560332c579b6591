"""Visible checks of the exercises of step 3c: chord_gap, find_convexity_violation, gap_bound. The two losses: step03c_losses.py."""

import numpy as np

from course.checks.visible import array, close, expect

# --- chord_gap --------------------------------------------------------------------------------------------------


def _cube(x):
    return x**3


def _wave(x):
    x = np.asarray(x)
    return np.exp(x[0]) + x[0] * x[1] ** 3


A, B = np.array([1.0, 2.0]), np.array([-1.0, 0.5])


def chord_gap__below(f):
    """at the middle of a chord of x^2 the graph is 1 below: the gap is -1"""
    close(f(lambda x: x**2, 2.0, 0.0, 0.5), -1.0, "the gap of x^2 from 2 to 0, lam = 0.5", "Graph minus chord.")


def chord_gap__share(f):
    """lam is the share of a, in the point and in the chord"""
    idea = "The point is lam * a + (1 - lam) * b, the chord lam * f(a) + (1 - lam) * f(b)."
    close(f(_cube, 2.0, 0.0, 0.25), -1.875, "the gap of x^3 from 2 to 0, lam = 0.25", idea)
    close(f(_cube, 2.0, 0.0, 0.75), -2.625, "the gap of x^3 from 2 to 0, lam = 0.75", idea)


def chord_gap__points(f):
    """a and b may be arrays, and stay as they were"""
    a, b, lam = A.copy(), B.copy(), 0.3
    idea = "The same formula: f takes the whole point, and the whole chord is subtracted. Mind its brackets."
    expected = _wave(lam * A + (1 - lam) * B) - lam * _wave(A) - (1 - lam) * _wave(B)
    close(f(_wave, a, b, lam), expected, "the gap in two dimensions", idea)
    expect(
        np.array_equal(a, A) and np.array_equal(b, B),
        "your function changed its arguments a or b. Make new arrays: lam * a, not a *= lam.",
    )


def chord_gap__whole_numbers(f):
    """lists of whole numbers are points too"""
    idea = "Are only lists off? A list times a number is no point: np.asarray(a, dtype=float) first."
    expected = _wave([-0.4, 1.3]) - 0.3 * _wave([1, 2]) - 0.7 * _wave([-1, 1])
    close(f(_wave, [1, 2], [-1, 1], 0.3), expected, "the gap between the lists [1, 2] and [-1, 1]", idea)


def chord_gap__calls(f):
    """f is asked for three times at most, and both ends have gap 0"""
    asked = []
    for lam in (0.0, 1.0):
        close(
            f(_cube, 2.0, -1.0, lam),
            0.0,
            f"the gap at lam = {lam:g}",
            "There graph and chord meet. Is the whole chord subtracted?",
        )
    f(lambda x: asked.append(1) or _cube(x), 2.0, 0.0, 0.25)
    expect(len(asked) <= 3, f"one gap asked for f {len(asked)} times. Three heights are enough.")


def _ends_afterwards(f):
    a, b = A.copy(), B.copy()
    f(_wave, a, b, 0.3)
    return np.concatenate([a, b])


chord_gap__public = (
    lambda f: f(_cube, 2.0, 0.0, 0.25),
    lambda f: f(_cube, -2.0, 1.0, 0.8),
    lambda f: f(lambda x: x**2, 2.0, 0.0, 0.5),
    lambda f: f(lambda x: -(x**2) + 3.0, 2.0, 0.0, 0.4),
    lambda f: f(_wave, A.copy(), B.copy(), 0.3),
    lambda f: f(_wave, [1, 2], [-1, 1], 0.3),
    _ends_afterwards,
)
chord_gap__why = "One positive gap proves that a function is not convex. Your hunter below looks for one."

# --- find_convexity_violation -----------------------------------------------------------------------------------


def _two_wells(x):
    return (x[0] ** 2 - 1) ** 2 + 0.3 * x[0]


def _saddle(x):
    return x[0] ** 2 + 3 * x[0] * x[1] + np.exp(x[1])


def _tilted(x):
    return 3.7e8 * x[0] - 1.3e8 * x[1] + 0.1


def _witness(f, function, lo, hi, dim, seed):
    """What the learner's hunter returns, taken apart and inside the box; None where it found nothing."""
    found = f(function, lo, hi, dim, np.random.default_rng(seed))
    if found is None:
        return None
    expect(
        isinstance(found, (tuple, list)) and len(found) == 3,
        f"it should return (a, b, lam) or None, but it returned {type(found).__name__}.",
    )
    a, b = (array(end, (dim,), f"{name} of the witness") for end, name in zip(found[:2], "ab", strict=True))
    lam = float(array(found[2], (), "lam of the witness"))
    expect(0 <= lam <= 1, f"lam is {lam:.3g}, but it should lie between 0 and 1: the point is between a and b.")
    inside = min(a.min(), b.min()) >= lo and max(a.max(), b.max()) <= hi
    expect(inside, f"a = {a} or b = {b} lies outside the box from {lo} to {hi}.")
    return a, b, lam


def _gap(function, a, b, lam):
    return function(lam * a + (1 - lam) * b) - (lam * function(a) + (1 - lam) * function(b))


def find_convexity_violation__bowl(f):
    """on a bowl it finds nothing: None"""
    found = _witness(f, lambda x: x @ x, -2, 2, 2, 0)
    expect(
        found is None, f"|x|^2 is convex, but you found {found}. Is your gap graph minus chord, with lam for a in both?"
    )


def find_convexity_violation__two_wells(f):
    """between two wells it finds a chord that the graph rises above, every time"""
    for seed in range(20):
        found = _witness(f, _two_wells, -2, 2, 1, seed)
        expect(
            found is not None,
            "two wells, and you found no violation. The chord from end to end is innocent here, and its midpoint too: "
            "draw a, b and lam afresh for each try, and return None only after the last.",
        )
        gap = _gap(_two_wells, *found)
        expect(
            gap > 0,
            f"the chord a = {found[0]}, b = {found[1]}, lam = {found[2]:.3g} is no violation: its gap is {gap:.3g}. "
            "lam belongs to a, in the point and in the chord.",
        )


def find_convexity_violation__box(f):
    """it looks inside the box only, in as many dimensions as asked for"""
    found = _witness(f, lambda x: float(np.sum(x**4 - x**2)), 1, 3, 3, 0)
    expect(found is None, f"x^4 - x^2 is convex from 1 to 3, but you found {found}. Is that in the box?")
    expect(_witness(f, _saddle, -1, 1, 2, 1) is not None, "a saddle in two dimensions, and you found no violation.")


def find_convexity_violation__rounding(f):
    """rounding is no violation: a straight line with large values is convex, and a small dent still counts"""
    for seed in range(3):
        found = _witness(f, _tilted, -1, 1, 2, seed)
        gap = 0.0 if found is None else _gap(_tilted, *found)
        expect(
            found is None,
            f"a straight line is convex, but you found a gap of {gap:.1e} at heights of 1e8. "
            "That is rounding: compare it with 1e-9 times the largest height.",
        )
    idea = "Is your tolerance relative? 1e-9 times the largest of the three heights."
    expect(
        _witness(f, lambda x: 1e-12 * _two_wells(x), -2, 2, 1, 0) is not None,
        f"two wells of depth 1e-12, and you found no violation. {idea}",
    )


def find_convexity_violation__chance(f):
    """all chance comes from rng"""
    first, again, other = (_witness(f, _two_wells, -2, 2, 1, seed) for seed in (5, 5, 6))
    expect(first is not None and other is not None, "two wells, and you found no violation.")
    same = [np.array_equal(np.hstack(first), np.hstack(one)) for one in (again, other)]
    expect(same[0], "the same generator led to another chord. Take all chance from rng.")
    expect(
        not same[1], "another generator led to the same chord. Take all chance from rng, not from a seed of your own."
    )


def _found(function, lo, hi, dim, seeds=range(20)):
    def count(f):
        found = [f(function, lo, hi, dim, np.random.default_rng(seed)) for seed in seeds]
        true = [one is not None and bool(_gap(function, *map(np.asarray, one)) > 0) for one in found]
        return [sum(one is not None for one in found) > 0, all(true)]

    return count


def _inside(f):
    found = [f(_saddle, -1, 1, 2, np.random.default_rng(seed)) for seed in range(20)]
    return [one is None or bool(np.max(np.abs(one[:2])) <= 1) for one in found]


find_convexity_violation__public = (
    _found(_two_wells, -2, 2, 1),
    _found(_two_wells, 0, 2, 1),
    _found(lambda x: x @ x, -2, 2, 2, range(3)),
    _found(_tilted, -1, 1, 2, range(3)),
    _found(lambda x: 1e-12 * _two_wells(x), -2, 2, 1, range(3)),
    _found(lambda x: np.sum(x**4 - x**2), 1, 3, 2, range(3)),
    lambda f: np.shape(f(_saddle, -1, 1, 2, np.random.default_rng(0))[0]),
    _inside,
    lambda f: (
        str(f(_two_wells, -2, 2, 1, np.random.default_rng(5))) == str(f(_two_wells, -2, 2, 1, np.random.default_rng(6)))
    ),
)
find_convexity_violation__why = (
    "It can refute convexity and never prove it. In lesson 06 it sits in judgment over a whole list of losses."
)

# Here, so that the exercises stand in their order: logistic_loss_grad, hinge_loss_subgrad.
from course.checks.step03c_losses import *  # noqa: E402, F403

# --- gap_bound --------------------------------------------------------------------------------------------------


def gap_bound__one_number(f):
    """one number comes back"""
    array(f(np.array([3.0, 4.0]), 0.5), (), "gap_bound([3, 4], 0.5)")


def gap_bound__worked(f):
    """g = (3, 4) and mu = 0.5 give 25"""
    close(f(np.array([3.0, 4.0]), 0.5), 25.0, "gap_bound([3, 4], 0.5)", "The sum of squares, over 2 mu.")


def gap_bound__scales(f):
    """twice the gradient gives four times the bound, twice the mu half of it"""
    close(f(np.array([6.0, 8.0]), 0.5), 100.0, "gap_bound([6, 8], 0.5)", "|g| is squared.")
    close(f([3, 4], 2), 6.25, "gap_bound([3, 4], 2)", "mu stands below, to the first power, times 2.")


gap_bound__public = (
    lambda f: f(np.array([3.0, 4.0]), 0.5),
    lambda f: f(np.array([6.0, 8.0, -1.0]), 0.5),
    lambda f: f(np.array([1.0, 1.0]), 3.0),
    lambda f: f(np.array([-2.0]), 0.25),
)
gap_bound__why = (
    "You know how close you are without knowing the minimum. No network gives you that; the capstone asks for it."
)
