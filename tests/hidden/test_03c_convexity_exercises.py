"""Hidden tests of exercises 03c: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

# --- chord_gap --------------------------------------------------------------------------------------------------


def bumps(x):
    """Neither convex nor concave nor symmetric in any number of coordinates."""
    x = np.asarray(x, dtype=float)
    return float(np.sum(np.exp(0.5 * x) + 0.2 * x**3) + np.sin(np.sum(x)))


def gap(f, a, b, lam):
    return f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b))


def test_chord_gap__bowl(student, rng):
    """On a bowl the graph is lam (1 - lam) times a known amount below the chord."""
    a, b, lam = rng.normal(size=3), rng.normal(size=3), rng.uniform(0.1, 0.4)
    result = student.chord_gap(lambda x: float(np.sum(x**2)), a, b, lam)
    exact = -lam * (1 - lam) * np.sum((a - b) ** 2)
    assert_close(result, exact, hint="Graph minus chord at lam * a + (1 - lam) * b: negative on a bowl.")


def test_chord_gap__share_of_a(student, rng):
    """On functions that are no bowl, lam is the share of a, in the point and in the chord."""
    for lam in (0.15, 0.35, 0.8):
        a, b = rng.normal(size=2) + 1, rng.normal(size=2) - 1
        hint = "Does lam go with a and 1 - lam with b, both inside f and outside? A bowl does not show a swap."
        assert_close(student.chord_gap(bumps, a, b, lam), gap(bumps, a, b, lam), hint=hint)


def test_chord_gap__sign(student, rng):
    """Where the graph is above its chord the gap is positive, where below negative."""
    a, b = rng.uniform(1, 2), rng.uniform(3, 4)
    above, below = student.chord_gap(np.log, a, b, 0.3), student.chord_gap(np.exp, a, b, 0.3)
    expect(bool(above > 0), hint="The gap of log is positive: graph minus chord, with its sign.")
    expect(bool(below < 0), hint="The gap of exp is negative: graph minus chord, with its sign.")
    assert_close(
        [above, below], [gap(np.log, a, b, 0.3), gap(np.exp, a, b, 0.3)], hint="The signs are right, the amount is not."
    )


def test_chord_gap__numbers_lists_whole(student, rng):
    """Plain numbers and lists of whole numbers are points like any other."""
    a, b = (int(value) for value in rng.integers(1, 9, size=2))
    assert_close(
        student.chord_gap(bumps, a, -b, 0.7), gap(bumps, a, -b, 0.7), hint="Two numbers a and b are points too."
    )
    a, b = [a, b, 1], [-b, 2, a]
    exact = gap(bumps, np.array(a), np.array(b), 0.7)
    assert_close(student.chord_gap(bumps, a, b, 0.7), exact, hint="np.asarray(a, dtype=float) makes a point of a list.")


def test_chord_gap__ends_calls_and_arguments(student, rng):
    """At the ends the gap is 0; f is asked for at most three times a gap, and a and b stay as they were."""
    a, b = rng.normal(size=3), rng.normal(size=3)
    for lam in (0.0, 1.0, 0.4):
        result = student.chord_gap(bumps, a, b, lam)
        expect(student.last.count(bumps) <= 3, hint="Three heights are enough: at a, at b and between them.")
        kept = student.last.arguments
        expect(
            np.array_equal(kept[1], a) and np.array_equal(kept[2], b),
            hint="Are a and b changed by your function? Make new arrays: lam * a, not a *= lam.",
        )
        assert_close(
            result, gap(bumps, a, b, lam) if 0 < lam < 1 else 0.0, atol=1e-9, hint="lam = 1 is a, lam = 0 is b."
        )


# --- find_convexity_violation -----------------------------------------------------------------------------------


def wells(x):
    return float(np.sum((x**2 - 1) ** 2) + 0.4 * x[0])


def check_witness(student, rng, f, lo, hi, dim, hint):
    """A hunt that must succeed: three parts, inside the box, and a gap that anybody can compute."""
    found = student.find_convexity_violation(f, lo, hi, dim, np.random.default_rng(int(rng.integers(1 << 30))))
    expect(found is not None, hint=hint)
    expect(isinstance(found, (tuple, list)) and len(found) == 3, hint="A witness has three parts: (a, b, lam).")
    assert_close(np.shape(found[0]), (dim,), hint="a has shape (dim,).")
    assert_close(np.shape(found[1]), (dim,), hint="b has shape (dim,).")
    assert_close(np.shape(found[2]), (), hint="lam is one number.")
    a, b, lam = np.asarray(found[0], dtype=float), np.asarray(found[1], dtype=float), float(found[2])
    expect(0 <= lam <= 1, hint="lam lies between 0 and 1: the point is between a and b.")
    expect(
        bool(np.all((np.minimum(a, b) >= lo) & (np.maximum(a, b) <= hi))), hint="a and b lie in the box [lo, hi]^dim."
    )
    size = max(abs(f(a)), abs(f(b)), abs(f(lam * a + (1 - lam) * b)))
    expect(
        bool(gap(f, a, b, lam) > 0.99e-9 * size),
        hint="The chord you return is no violation. Is lam the share of a, in your gap and in what you return?",
    )
    return np.hstack([a, b, lam])


def test_find_convexity_violation__true_witnesses(student, rng):
    """Every witness is a chord in the box that the graph really rises above, in one and in several dimensions."""
    for _ in range(8):
        check_witness(
            student, rng, wells, -2, 2, 1,
            "Between two wells there is a violation. Do you try many chords, with a fresh a, b and lam each, before None?",
        )  # fmt: skip
        check_witness(
            student, rng, lambda x: float(x[0] ** 2 + 3 * x[0] * x[1] + np.exp(x[1] + x[2])), -1, 1.5, 3,
            "A saddle in three dimensions has many violations. Do you draw every coordinate?",
        )  # fmt: skip


def test_find_convexity_violation__many_chords(student, rng):
    """It tries more than one chord and more than its midpoint: the chord through the whole box may be innocent."""
    width = rng.uniform(0.4, 0.6)

    def dent(x):
        return float(x[0] ** 2 + 0.6 * np.exp(-((x[0] / width) ** 2) * 4))

    hint = "A hill in the middle of a wide bowl: the chord from lo to hi passes above it. Draw a, b and lam at random, many times."
    for _ in range(3):
        check_witness(student, rng, dent, -2, 2, 1, hint)


def test_find_convexity_violation__none_where_convex(student, rng):
    """Convex functions, with a kink, smooth or straight, have no violation: None."""
    slopes = rng.normal(size=(4, 2))
    for f in (lambda x: float(np.max(slopes @ x)), lambda x: float(np.logaddexp(0, slopes @ x).sum())):
        found = student.find_convexity_violation(f, -3, 3, 2, np.random.default_rng(1))
        expect(found is None, hint="This function is convex. Is your gap graph minus chord, and None your last line?")
        expect(student.last.count(f) >= 300, hint="None after only a few heights? Try about 1000 chords first.")
        expect(student.last.count(f) <= 20_000, hint="At most 5000 chords, three heights each.")
    check_witness(student, rng, wells, -2, 2, 1, "Finding nothing is not enough: two wells have violations.")


def test_find_convexity_violation__rounding(student, rng):
    """At heights of 1e8 rounding is no violation, and at heights of 1e-12 a dent is one: the tolerance is relative."""
    c = rng.uniform(1e8, 5e8, size=2)
    found = student.find_convexity_violation(lambda x: float(c @ x) + 1e8, -1, 1, 2, np.random.default_rng(2))
    expect(
        found is None,
        hint="A plane is convex: gaps of 1e-8 at heights of 1e8 are rounding. Compare with 1e-9 of the heights.",
    )
    check_witness(
        student, rng, lambda x: 1e-12 * wells(x), -2, 2, 1,
        "Two wells 1e-12 deep are not convex either: the tolerance is 1e-9 times the largest height, not 1e-9.",
    )  # fmt: skip


def test_find_convexity_violation__box(student, rng):
    """Only the box counts: the same function is convex in one box and not in another."""
    f = wells
    found = student.find_convexity_violation(f, 1.0, 3.0, 2, np.random.default_rng(3))
    expect(found is None, hint="From 1 to 3 these wells are convex. Are a and b drawn from lo to hi?")
    asked = np.array([args[0] for args, _ in student.last.calls(f)])
    expect(
        asked.shape[1:] == (2,) and bool(np.all((asked >= 1 - 1e-9) & (asked <= 3 + 1e-9))),
        hint="f was asked for outside the box. a, b and the point between them lie inside.",
    )
    check_witness(student, rng, f, -1.0, 1.0, 2, "From -1 to 1 they are not. Are a and b drawn from lo to hi?")


def test_find_convexity_violation__chance(student, rng):
    """All chance comes from the generator: the same one gives the same chord, others give others."""
    seed = int(rng.integers(1 << 30))
    found = []
    for one in (seed, seed, seed + 1, seed + 2):
        witness = student.find_convexity_violation(wells, -2, 2, 1, np.random.default_rng(one))
        expect(isinstance(witness, (tuple, list)) and len(witness) == 3, hint="Two wells have violations: (a, b, lam).")
        found.append(np.hstack([np.ravel(part) for part in witness]).astype(float))
    expect(
        np.array_equal(found[0], found[1]), hint="The same generator led to another chord. Take all chance from rng."
    )
    expect(
        not np.array_equal(found[0], found[2]) and not np.array_equal(found[0], found[3]),
        hint="Other generators led to the same chord. Is there a fixed seed, or no chance at all, inside?",
    )
    expect(
        bool(gap(wells, found[0][:1], found[0][1:2], found[0][2]) > 0),
        hint="The chord is no violation. Is lam the share of a, in your gap and in what you return?",
    )


# --- the two losses ---------------------------------------------------------------------------------------------


def table(rng, n=12, d=4):
    """Random data with a column of zeros, weights, and labels -1 and +1 that are not balanced."""
    X = rng.normal(size=(n, d)) * [1.0, 3.0, 0.5, 0.0]
    y = np.where(np.arange(n) < n // 3, 1.0, -1.0)
    return rng.normal(size=d), X, y


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


def compare(result, exact, what):
    loss, g = parts(result, len(exact[1]))
    assert_close(
        loss, exact[0], hint=f"The loss: the mean over all rows of {what}, labels -1 and +1, plus l2 / 2 * |w|^2 once."
    )
    assert_close(g, exact[1], hint="The loss is right, the gradient is not: its sign, the division by n, and l2 * w?")


SMOOTH, KINKED = "log(1 + exp(-y x.w))", "max(0, 1 - y x.w)"


def test_logistic_loss_grad__random_data(student, rng):
    """Loss and gradient are right on random data, at three places, without a penalty."""
    w, X, y = table(rng)
    for scale in (0.0, 0.5, 2.0):
        compare(student.logistic_loss_grad(scale * w, X, y), logistic(scale * w, X, y), SMOOTH)


def test_logistic_loss_grad__penalty(student, rng):
    """The penalty counts once, with a half in the loss and its own gradient."""
    w, X, y = table(rng, n=5)
    compare(student.logistic_loss_grad(w, X, y, 0.3), logistic(w, X, y, 0.3), SMOOTH)


def test_logistic_loss_grad__mean(student, rng):
    """Every row twice changes nothing: the loss is a mean over rows, not a sum."""
    w, X, y = table(rng)
    loss, g = parts(student.logistic_loss_grad(w, X, y, 0.1), 4)
    twice = student.logistic_loss_grad(w, np.vstack([X, X]), np.append(y, y), 0.1)
    assert_close(
        twice, (loss, g), hint="With each row twice your result changes: a sum over rows where a mean belongs?"
    )
    compare((loss, g), logistic(w, X, y, 0.1), SMOOTH)


def test_logistic_loss_grad__any_scale(student, rng):
    """Margins of thousands, right and wrong, give finite and right numbers."""
    w, X, y = table(rng)
    for scale in (3e3, -3e3, 40.0, -40.0):
        result = student.expecting_nonfinite().logistic_loss_grad(scale * w, X, y, 1e-3)
        loss, g = parts(result, 4)
        exact = logistic(scale * w, X, y, 1e-3)
        hint = "Is the result inf, nan or cut off? np.exp overflows above 709, and a cut margin is a wrong loss: np.logaddexp(0, z)."
        assert_close(loss, exact[0], hint=hint)
        assert_close(g, exact[1], hint=hint)
    tiny = student.logistic_loss_grad([50.0], [[1.0]], [1], 0.0)
    assert_close(
        tiny,
        (np.exp(-50), [-np.exp(-50)]),
        rtol=1e-3,
        atol=1e-30,
        hint="A tiny loss is not 0: np.logaddexp keeps its digits.",
    )


def test_logistic_loss_grad__arguments(student, rng):
    """Lists of whole numbers work, and the arguments stay as they were."""
    X, y, w = rng.integers(-3, 4, size=(5, 2)), np.array([1, -1, 1, 1, -1]), rng.integers(-2, 3, size=2)
    result = student.logistic_loss_grad(w.tolist(), X.tolist(), y.tolist(), 1)
    compare(result, logistic(w.astype(float), X.astype(float), y.astype(float), 1), SMOOTH)
    w, X, y = table(rng)
    result = student.logistic_loss_grad(w, X, y, 0.2)
    same = [np.array_equal(kept, one) for kept, one in zip(student.last.arguments, (w, X, y), strict=False)]
    expect(all(same), hint="One of the arguments was changed. Work on a copy: l2 * w + ..., not w *= l2.")
    compare(result, logistic(w, X, y, 0.2), SMOOTH)


def test_hinge_loss_subgrad__random_data(student, rng):
    """Loss and subgradient are right on random data: inside the margin, beyond it, and on the wrong side."""
    w, X, y = table(rng)
    for scale in (0.0, 0.1, 0.5, 2.0):
        compare(student.hinge_loss_subgrad(scale * w, X, y, 0.0), hinge(scale * w, X, y), KINKED)


def test_hinge_loss_subgrad__penalty_and_mean(student, rng):
    """The penalty counts once, and every row twice changes nothing."""
    w, X, y = table(rng)
    result = student.hinge_loss_subgrad(w, X, y, 0.3)
    compare(result, hinge(w, X, y, 0.3), KINKED)
    twice = student.hinge_loss_subgrad(w, np.vstack([X, X]), np.append(y, y), 0.3)
    assert_close(
        twice,
        hinge(w, X, y, 0.3),
        hint="With each row twice your result changes: a sum over rows where a mean belongs?",
    )


def test_hinge_loss_subgrad__inside_the_margin(student, rng):
    """A row on its right side with a margin below 1 pays and pulls; a row beyond 1 does neither."""
    X, y = np.diag(rng.uniform(0.5, 2, size=3)), np.array([1.0, -1.0, 1.0])
    margins = np.array([rng.uniform(0.2, 0.8), rng.uniform(1.5, 3), -rng.uniform(0.2, 0.8)])
    w = margins * y / np.diag(X)
    loss, g = parts(student.hinge_loss_subgrad(w, X, y, 0.0), 3)
    hint = "The corner of the hinge is at a margin of 1, not of 0, and the mean is over all rows, not over the active ones."
    assert_close(loss, np.mean(np.maximum(0, 1 - margins)), hint=hint)
    assert_close(g, -np.diag(X) * y * (margins < 1) / 3, hint=hint)


def test_hinge_loss_subgrad__kink(student, rng):
    """At a margin of exactly 1 the slope is one of those between the two sides, and the other rows count as ever."""
    X = np.diag([1.0, 2.0, rng.uniform(1, 2)])
    y, w = np.array([1.0, -1.0, 1.0]), np.array([1.0, -0.5, 0.1])
    loss, g = parts(student.hinge_loss_subgrad(w, X, y, 0.0), 3)
    exact = hinge(w, X, y)
    assert_close(loss, exact[0], hint="A row with a margin of exactly 1 pays nothing.")
    share = -3 * g * y / np.diag(X)  # how much of each row's pull is in g
    expect(
        bool(np.all(share[:2] >= -1e-9) and np.all(share[:2] <= 1 + 1e-9)),
        hint="At a kink a subgradient lies between the slopes of the two sides: 0 to 1 times the row's pull.",
    )
    assert_close(g[2], exact[1][2], hint="The row below the margin pulls as ever: -y x / n.")


def test_hinge_loss_subgrad__arguments(student, rng):
    """Lists of whole numbers work, and the arguments stay as they were."""
    X, y, w = 2 * rng.integers(-3, 4, size=(5, 2)), np.array([1, -1, 1, 1, -1]), rng.integers(-2, 3, size=2)
    result = student.hinge_loss_subgrad(w.tolist(), X.tolist(), y.tolist(), 1)
    compare(result, hinge(w.astype(float), X.astype(float), y.astype(float), 1), KINKED)
    w, X, y = table(rng)
    result = student.hinge_loss_subgrad(w, X, y, 0.2)
    same = [np.array_equal(kept, one) for kept, one in zip(student.last.arguments, (w, X, y), strict=False)]
    expect(all(same), hint="One of the arguments was changed. Work on a copy: l2 * w + ..., not w *= l2.")
    compare(result, hinge(w, X, y, 0.2), KINKED)


# --- gap_bound --------------------------------------------------------------------------------------------------


def test_gap_bound__formula(student, rng):
    """The bound is the squared Euclidean length of g over 2 mu, in any number of dimensions."""
    for d in (1, 2, 7):
        g, mu = rng.normal(size=d), rng.uniform(0.1, 3)
        result = student.gap_bound(g, mu)
        assert_close(np.shape(result), (), hint="One number: sum the squares.")
        assert_close(result, g @ g / (2 * mu), hint="|g| squared, the sum of the squares, divided by 2 * mu.")


def test_gap_bound__certifies(student, rng):
    """It is exact on a round bowl and never too small on any other."""
    curvature, x = rng.uniform(0.5, 5, size=4), rng.normal(size=4)
    mu, height = curvature.min(), 0.5 * np.sum(curvature * x**2)
    bound = student.gap_bound(curvature * x, mu)
    expect(
        bool(bound >= height * (1 - 1e-9)),
        hint="A certificate may be too large, never too small: is it |g|^2 / (2 mu)?",
    )
    assert_close(
        student.gap_bound(mu * x, mu), mu / 2 * x @ x, hint="On mu / 2 * |x|^2 the bound is the height itself."
    )


def test_gap_bound__lists_and_arguments(student, rng):
    """Lists of whole numbers work, and g stays as it was."""
    g = [int(value) for value in rng.integers(-9, 9, size=4)]
    assert_close(
        student.gap_bound(g, 2), sum(one**2 for one in g) / 4, hint="A list of whole numbers is a gradient too."
    )
    g = rng.normal(size=3)
    result = student.gap_bound(g, 0.5)
    expect(np.array_equal(student.last.arguments[0], g), hint="g was changed. Work on a copy: g ** 2, not g *= g.")
    assert_close(result, g @ g, hint="Leaving g alone is not enough: return |g|^2 / (2 mu).")
