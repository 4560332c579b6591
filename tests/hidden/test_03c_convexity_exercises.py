"""Hidden tests of exercises 03c: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

NO_WITNESS = "The chord you return is no violation. Is lam the share of a, in your gap and in what you return?"
SMOOTH, KINKED = "log(1 + exp(-y x.w))", "max(0, 1 - y x.w)"
TWICE = "With each row twice your result changes: a sum over rows where a mean belongs?"


def untouched(student, given, first=0):
    """The arguments of the last call, from number `first` on, are what was given."""
    same = all(map(np.array_equal, student.last.arguments[first:], given))
    expect(same, hint="Does your function change its arguments? Make new arrays: lam * a, not a *= lam.")


def bumps(x):
    """Neither convex nor concave nor symmetric in any number of coordinates."""
    x = np.asarray(x, dtype=float)
    return float(np.sum(np.exp(0.5 * x) + 0.2 * x**3) + np.sin(np.sum(x)))


def gap(f, a, b, lam):
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b))


def right_gap(student, f, a, b, lam, hint):
    """The learner's gap, once it is right."""
    result = student.chord_gap(f, a, b, lam)
    assert_close(result, gap(f, a, b, lam), atol=1e-9 if lam in (0, 1) else None, hint=hint)


def test_chord_gap__bowl(student, rng):
    """On a bowl the graph is lam (1 - lam) times a known amount below the chord."""
    a, b, lam = rng.normal(size=3), rng.normal(size=3), rng.uniform(0.1, 0.4)
    found, exact = student.chord_gap(lambda x: float(np.sum(x**2)), a, b, lam), -lam * (1 - lam) * np.sum((a - b) ** 2)
    assert_close(found, exact, hint="Graph minus chord at lam * a + (1 - lam) * b: negative on a bowl.")


def test_chord_gap__share_of_a(student, rng):
    """On functions that are no bowl, lam is the share of a, in the point and in the chord."""
    hint = "Does lam go with a and 1 - lam with b, both inside f and outside? A bowl does not show a swap."
    for lam in (0.15, 0.35, 0.8):
        right_gap(student, bumps, rng.normal(size=2) + 1, rng.normal(size=2) - 1, lam, hint)


def test_chord_gap__sign(student, rng):
    """Where the graph is above its chord the gap is positive, where below negative."""
    a, b = rng.uniform(1, 2), rng.uniform(3, 4)
    for f, name, side in ((np.log, "log", "positive"), (np.exp, "exp", "negative")):
        right_gap(student, f, a, b, 0.3, f"The gap of {name} is {side}: graph minus chord, with its sign.")


def test_chord_gap__numbers_lists_whole(student, rng):
    """Plain numbers and lists of whole numbers are points like any other."""
    a, b = (int(value) for value in rng.integers(1, 9, size=2))
    right_gap(student, bumps, a, -b, 0.7, "Are only plain numbers off? Two numbers a and b are points too.")
    hint = "Are only lists off? np.asarray(a, dtype=float) makes a point of a list."
    right_gap(student, bumps, [a, b, 1], [-b, 2, a], 0.7, hint)


def test_chord_gap__ends_calls_and_arguments(student, rng):
    """At the ends the gap is 0; f is asked for at most three times a gap, and a and b stay as they were."""
    a, b = rng.normal(size=3), rng.normal(size=3)
    for lam in (0.0, 1.0, 0.4):
        right_gap(student, bumps, a, b, lam, "lam = 1 is a, lam = 0 is b.")
        expect(student.last.count(bumps) <= 3, hint="Three heights are enough: at a, at b and between them.")
        untouched(student, (a, b), first=1)


def wells(x):
    return float(np.sum((x**2 - 1) ** 2) + 0.4 * x[0])


def hunt(student, f, lo, hi, dim, seed):
    return student.find_convexity_violation(f, lo, hi, dim, np.random.default_rng(seed))


def check_witness(student, rng, f, lo, hi, dim, hint):
    """A hunt that must succeed: three parts, inside the box, and a gap that anybody can compute."""
    found = hunt(student, f, lo, hi, dim, int(rng.integers(1 << 30)))
    expect(found is not None, hint=hint)
    expect(isinstance(found, (tuple, list)) and len(found) == 3, hint="A witness has three parts: (a, b, lam).")
    hint = "a and b have shape (dim,), lam is one number."
    assert_close([np.shape(part) for part in found], [(dim,), (dim,), ()], hint=hint)
    a, b, lam = np.asarray(found[0], dtype=float), np.asarray(found[1], dtype=float), float(found[2])
    expect(0 <= lam <= 1, hint="lam lies between 0 and 1: the point is between a and b.")
    inside = lo <= min(a.min(), b.min()) and max(a.max(), b.max()) <= hi
    expect(bool(inside), hint="a and b lie in the box [lo, hi]^dim.")
    size = max(abs(f(a)), abs(f(b)), abs(f(lam * a + (1 - lam) * b)))
    expect(bool(gap(f, a, b, lam) > 0.99e-9 * size), hint=NO_WITNESS)


def test_find_convexity_violation__true_witnesses(student, rng):
    """Every witness is a chord in the box that the graph really rises above, in one and in several dimensions."""
    many = "Between two wells there is a violation. Do you try many chords, each with fresh a, b, lam, before None?"
    every = "A saddle in three dimensions has many violations. Do you draw every coordinate?"
    for _ in range(8):
        check_witness(student, rng, wells, -2, 2, 1, many)
        check_witness(student, rng, lambda x: x[0] ** 2 + 3 * x[0] * x[1] + np.exp(x[1] + x[2]), -1, 1.5, 3, every)


def test_find_convexity_violation__many_chords(student, rng):
    """It tries more than one chord and more than its midpoint: the chord through the whole box may be innocent."""
    width = rng.uniform(0.4, 0.6)
    hint = "A hill in the middle of a wide bowl: the chord from lo to hi passes above it. Draw a, b, lam, many times."
    for _ in range(3):
        check_witness(student, rng, lambda x: x[0] ** 2 + 0.6 * np.exp(-4 * (x[0] / width) ** 2), -2, 2, 1, hint)


def test_find_convexity_violation__none_where_convex(student, rng):
    """A convex function with kinks and smooth bends has no violation: None."""
    slopes = rng.normal(size=(5, 2))

    def convex(x):
        return float(np.max(slopes[:3] @ x) + np.logaddexp(0, slopes[3:] @ x).sum())

    hint = "This function is convex. Is your gap graph minus chord, is rounding no gap, and None your last line?"
    expect(hunt(student, convex, -3, 3, 2, 1) is None, hint=hint)
    hint = "None after only a few heights, or after too many? About 1000 chords, at most 5000, three heights each."
    expect(300 <= student.last.count(convex) <= 20_000, hint=hint)
    check_witness(student, rng, wells, -2, 2, 1, "Finding nothing is not enough: two wells have violations.")


def test_find_convexity_violation__rounding(student, rng):
    """At heights of 1e8 rounding is no violation, and at heights of 1e-12 a dent is one: the tolerance is relative."""
    c = rng.uniform(1e8, 5e8, size=2)
    hint = "A plane is convex: gaps of 1e-8 at heights of 1e8 are rounding. Compare with 1e-9 of the heights."
    expect(hunt(student, lambda x: float(c @ x) + 1e8, -1, 1, 2, 2) is None, hint=hint)
    hint = "Two wells 1e-12 deep are not convex either. Is your tolerance 1e-9, or 1e-9 times the largest height?"
    check_witness(student, rng, lambda x: 1e-12 * wells(x), -2, 2, 1, hint)


def test_find_convexity_violation__box(student, rng):
    """Only the box counts: the same function is convex in one box and not in another."""
    hint = "From {} to {} these wells are {}convex. Are a and b drawn from lo to hi?"
    expect(hunt(student, wells, 1.0, 3.0, 2, 3) is None, hint=hint.format(1, 3, ""))
    asked = np.array([args[0] for args, _ in student.last.calls(wells)])
    inside = asked.shape[1:] == (2,) and bool(np.all(abs(asked - 2) <= 1 + 1e-9))
    expect(inside, hint="f was asked for outside the box. a, b and the point between them lie inside.")
    check_witness(student, rng, wells, -1.0, 1.0, 2, hint.format(-1, 1, "not "))


def test_find_convexity_violation__chance(student, rng):
    """All chance comes from the generator: the same one gives the same chord, others give others."""
    seed, found = int(rng.integers(1 << 30)), []
    for one in (seed, seed, seed + 1, seed + 2):
        witness = hunt(student, wells, -2, 2, 1, one)
        expect(isinstance(witness, (tuple, list)) and len(witness) == 3, hint="Two wells have violations: (a, b, lam).")
        found.append(np.hstack([np.ravel(part) for part in witness]).astype(float))
    same = [np.array_equal(found[0], other) for other in found[1:]]
    expect(same[0], hint="The same generator led to another chord. Take all chance from rng.")
    expect(not any(same[1:]), hint="Other generators led to the same chord. Is a fixed seed, or no chance, inside?")
    expect(bool(gap(wells, found[0][:1], found[0][1:2], found[0][2]) > 0), hint=NO_WITNESS)


def table(rng, n=12, d=4):
    """Random data with a column of zeros, weights, and labels -1 and +1 that are not balanced."""
    X = rng.normal(size=(n, d)) * [1.0, 3.0, 0.5, 0.0]
    return rng.normal(size=d), X, np.where(np.arange(n) < n // 3, 1.0, -1.0)


def parts(result, d):
    expect(isinstance(result, (tuple, list)) and len(result) == 2, hint="Return two things: (loss, gradient).")
    assert_close(np.shape(result[0]), (), hint="The loss is one number: the mean over the rows.")
    assert_close(np.shape(result[1]), (d,), hint="The gradient has one number for each weight.")
    return float(result[0]), np.asarray(result[1], dtype=float)


def logistic(w, X, y, l2=0.0):
    m = y * (X @ w)
    return np.mean(np.logaddexp(0, -m)) + l2 / 2 * w @ w, -X.T @ (np.exp(-np.logaddexp(0, m)) * y) / len(y) + l2 * w


def hinge(w, X, y, l2=0.0):
    m = y * (X @ w)
    return np.mean(np.maximum(0, 1 - m)) + l2 / 2 * w @ w, -X.T @ ((m < 1) * y) / len(y) + l2 * w


def compare(answer, exact, what, w, X, y, *l2):
    """The learner's loss and gradient, once they are right."""
    loss, g = exact(w, X, y, *l2)
    found = parts(answer(w, X, y, *l2), len(w))
    hint = f"The loss: the mean over all rows of {what}, labels -1 and +1, plus l2 / 2 * |w|^2 once."
    assert_close(found[0], loss, hint=hint)
    hint = "The loss is right, the gradient is not: its sign, its division by n, the rows it counts, and l2 * w?"
    assert_close(found[1], g, hint=hint)


def lists_and_arguments(student, rng, answer, exact, what):
    """Lists of whole numbers (even ones, so that no margin is 1), and the arguments after a call."""
    X, y, w = 2 * rng.integers(-3, 4, size=(5, 2)), np.array([1, -1, 1, 1, -1]), rng.integers(-2, 3, size=2)
    compare(lambda *arrays: answer(*(part.tolist() for part in arrays[:3]), 1), exact, what, w, X, y, 1)
    w, X, y = table(rng)
    compare(answer, exact, what, w, X, y, 0.2)
    untouched(student, (w, X, y))


def test_logistic_loss_grad__random_data(student, rng):
    """Loss and gradient are right on random data, at three places, without a penalty."""
    w, X, y = table(rng)
    for scale in (0.0, 0.5, 2.0):
        compare(student.logistic_loss_grad, logistic, SMOOTH, scale * w, X, y)


def test_logistic_loss_grad__penalty(student, rng):
    """The penalty counts once, with a half in the loss and its own gradient."""
    compare(student.logistic_loss_grad, logistic, SMOOTH, *table(rng, n=5), 0.3)


def test_logistic_loss_grad__mean(student, rng):
    """Every row twice changes nothing: the loss is a mean over rows, not a sum."""
    w, X, y = table(rng)
    once = parts(student.logistic_loss_grad(w, X, y, 0.1), 4)
    assert_close(student.logistic_loss_grad(w, np.vstack([X, X]), np.append(y, y), 0.1), once, hint=TWICE)
    compare(student.logistic_loss_grad, logistic, SMOOTH, w, X, y, 0.1)


def test_logistic_loss_grad__any_scale(student, rng):
    """Margins of thousands, right and wrong, give finite and right numbers."""
    w, X, y = table(rng)
    hint = "Is the result inf, nan or cut off? np.exp overflows above 709, and a cut margin is a wrong loss: np.logaddexp(0, z)."
    for scale in (3e3, -3e3, 40.0, -40.0):
        result = student.expecting_nonfinite().logistic_loss_grad(scale * w, X, y, 1e-3)
        assert_close(parts(result, 4), logistic(scale * w, X, y, 1e-3), hint=hint)
    tiny, exact = student.logistic_loss_grad([50.0], [[1.0]], [1], 0.0), np.exp(-50)
    assert_close(tiny, (exact, [-exact]), rtol=1e-3, atol=1e-30, hint="A tiny loss is not 0: np.logaddexp keeps it.")


def test_logistic_loss_grad__arguments(student, rng):
    """Lists of whole numbers work, and the arguments stay as they were."""
    lists_and_arguments(student, rng, student.logistic_loss_grad, logistic, SMOOTH)


def test_hinge_loss_subgrad__random_data(student, rng):
    """Loss and subgradient are right on random data: inside the margin, beyond it, and on the wrong side."""
    w, X, y = table(rng)
    for scale in (0.0, 0.1, 0.5, 2.0):
        compare(student.hinge_loss_subgrad, hinge, KINKED, scale * w, X, y, 0.0)


def test_hinge_loss_subgrad__penalty_and_mean(student, rng):
    """The penalty counts once, and every row twice changes nothing."""
    w, X, y = table(rng)
    compare(student.hinge_loss_subgrad, hinge, KINKED, w, X, y, 0.3)
    twice = student.hinge_loss_subgrad(w, np.vstack([X, X]), np.append(y, y), 0.3)
    assert_close(twice, hinge(w, X, y, 0.3), hint=TWICE)


def test_hinge_loss_subgrad__inside_the_margin(student, rng):
    """A row on its right side with a margin below 1 pays and pulls; a row beyond 1 does neither."""
    X, y = np.diag(rng.uniform(0.5, 2, size=3)), np.array([1.0, -1.0, 1.0])
    margins = np.array([rng.uniform(0.2, 0.8), rng.uniform(1.5, 3), -rng.uniform(0.2, 0.8)])
    found = parts(student.hinge_loss_subgrad(margins * y / np.diag(X), X, y, 0.0), 3)
    exact = np.mean(np.maximum(0, 1 - margins)), -np.diag(X) * y * (margins < 1) / 3
    hint = "The corner of the hinge is at a margin of 1, not of 0, and the mean is over all rows, not over the active ones."
    assert_close(found, exact, hint=hint)


def test_hinge_loss_subgrad__kink(student, rng):
    """At a margin of exactly 1 the slope is one of those between the two sides, and the other rows count as ever."""
    X = np.diag([1.0, 2.0, rng.uniform(1, 2)])
    y, w = np.array([1.0, -1.0, 1.0]), np.array([1.0, -0.5, 0.1])
    (loss, g), exact = parts(student.hinge_loss_subgrad(w, X, y, 0.0), 3), hinge(w, X, y)
    assert_close(loss, exact[0], hint="A row with a margin of exactly 1 pays nothing, and the mean is over all rows.")
    share = (-3 * g * y / np.diag(X))[:2]  # how much of the pull of each row at its kink is in g
    hint = "At a kink a subgradient lies between the slopes of the two sides: 0 to 1 times the row's pull."
    expect(bool(np.all((share >= -1e-9) & (share <= 1 + 1e-9))), hint=hint)
    assert_close(g[2], exact[1][2], hint="The row below the margin pulls as ever: -y x / n.")


def test_hinge_loss_subgrad__arguments(student, rng):
    """Lists of whole numbers work, and the arguments stay as they were."""
    lists_and_arguments(student, rng, student.hinge_loss_subgrad, hinge, KINKED)


def test_gap_bound__formula(student, rng):
    """The bound is the squared Euclidean length of g over 2 mu, in any number of dimensions."""
    for d in (1, 2, 7):
        g, mu = rng.normal(size=d), rng.uniform(0.1, 3)
        hint = "|g| squared is one number, the sum of the squares; divide it by 2 * mu."
        assert_close(student.gap_bound(g, mu), g @ g / (2 * mu), hint=hint)


def test_gap_bound__certifies(student, rng):
    """It is exact on a round bowl and never too small on any other."""
    curvature, x = rng.uniform(0.5, 5, size=4), rng.normal(size=4)
    mu, height = curvature.min(), 0.5 * np.sum(curvature * x**2)
    enough = bool(student.gap_bound(curvature * x, mu) >= height * (1 - 1e-9))
    expect(enough, hint="A certificate may be too large, never too small: is it |g|^2 / (2 mu)?")
    assert_close(student.gap_bound(mu * x, mu), mu / 2 * x @ x, hint="On mu / 2 * |x|^2 it is the height itself.")


def test_gap_bound__lists_and_arguments(student, rng):
    """Lists of whole numbers work, and g stays as it was."""
    g = [int(value) for value in rng.integers(-9, 9, size=4)]
    hint = "Are only lists off? A list of whole numbers is a gradient too: np.asarray(g, dtype=float)."
    assert_close(student.gap_bound(g, 2), sum(one**2 for one in g) / 4, hint=hint)
    g = rng.normal(size=3)
    assert_close(student.gap_bound(g, 0.5), g @ g, hint="Whatever is kept of g, the bound is |g|^2 / (2 mu).")
    untouched(student, (g,))
