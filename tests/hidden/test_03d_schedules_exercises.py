"""Hidden tests of exercises 03d: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

LISTS = "np.asarray(t, dtype=float) takes numbers, lists and arrays alike."


def steps(rng, most=60):
    """A few different step numbers, not sorted, with 0 among them."""
    return np.append(rng.permutation(np.arange(1, most))[:8], 0)


def left_alone(student, t, call):
    """Call with an array of floats; the array must be as before. Returns the result."""
    result = call(t.copy())
    expect(np.array_equal(student.last.arguments[0], t), hint="t *= ... changes the caller's array. Work on a copy.")
    return result


# --- inverse_time_decay -----------------------------------------------------------------------------------------


def test_inverse_time_decay__formula(student, rng):
    """At random steps the rate is eta0 over (1 + k t)."""
    eta0, k = rng.uniform(0.1, 2, size=2)
    for t in steps(rng):
        hint = "eta0 / (1 + k t): the product k t stands inside the denominator, beside the 1."
        assert_close(student.inverse_time_decay(int(t), eta0, k), eta0 / (1 + k * int(t)), hint=hint)


def test_inverse_time_decay__counts_from_zero(student, rng):
    """The first step, t = 0, has the full rate, the second a smaller one; k = 0 keeps the rate."""
    eta0, k = rng.uniform(0.1, 1, size=2)
    assert_close(student.inverse_time_decay(0, eta0, k), eta0, hint="At t = 0 nothing is divided yet.")
    second = student.inverse_time_decay(1, eta0, k)
    assert_close(second, eta0 / (1 + k), hint="At t = 1 the rate is eta0 / (1 + k). One step late?")
    third, still = (student.inverse_time_decay(t, eta0, rate) for t, rate in ((2, k), (9, 0.0)))
    assert_close(third, eta0 / (1 + 2 * k), hint="The division does not pile up: always from eta0.")
    assert_close(still, eta0, hint="With k = 0 the rate stays as it is.")


def test_inverse_time_decay__half_time(student, rng):
    """One over the rate grows by the same amount at every step."""
    eta0, k = rng.uniform(0.1, 1, size=2)
    eta = [float(student.inverse_time_decay(t, eta0, k)) for t in range(12)]
    expect(all(value > 0 for value in eta), hint="A rate stays positive for ever; this one falls, but never to 0.")
    hint = "1 / eta_t = (1 + k t) / eta0, a straight line. An exponential, a root or a power bends it."
    assert_close(np.diff(1 / np.array(eta)), np.full(11, k / eta0), hint=hint)


def test_inverse_time_decay__arrays(student, rng):
    """An array of steps gives one rate each, in the same shape, and is left as it was."""
    t = steps(rng).astype(float)
    eta = left_alone(student, t, lambda t: student.inverse_time_decay(t, 0.5, 0.25))
    assert_close(eta, 0.5 / (1 + t / 4), hint="Are single steps right? Arithmetic of arrays works element by element.")
    grid = np.arange(6).reshape(2, 3)
    assert_close(
        student.inverse_time_decay(grid, 2, 1), 2 / (1 + grid), hint="A table of steps gives a table of rates."
    )


def test_inverse_time_decay__lists_and_whole_numbers(student, rng):
    """A list of whole numbers is as good as an array of floats."""
    t = [int(value) for value in steps(rng)]
    assert_close(student.inverse_time_decay(t, 3, 2), [3 / (1 + 2 * value) for value in t], hint=LISTS)


# --- cosine_schedule --------------------------------------------------------------------------------------------


def half_cosine(t, T, hi, lo):
    """sin and cos of half the angle: an independent way to the same curve."""
    return lo + (hi - lo) * np.cos(np.pi * t / (2 * T)) ** 2


def test_cosine_schedule__within(student, rng):
    """Within the first T steps the rate is half a cosine."""
    T, hi = int(rng.integers(20, 60)), rng.uniform(0.2, 2)
    for t in rng.permutation(np.arange(1, T))[:8]:
        hint = "(1 + cos(pi t / T)) / 2 falls from 1 at t = 0 to 0 at t = T."
        assert_close(student.cosine_schedule(int(t), T, hi), half_cosine(int(t), T, hi, 0.0), hint=hint)


def test_cosine_schedule__ends(student, rng):
    """Step 0 has eta_max, step T has eta_min, and not earlier."""
    T, (lo, hi) = int(rng.integers(5, 30)), np.sort(rng.uniform(0.1, 2, size=2))
    assert_close(student.cosine_schedule(0, T, hi, lo), hi, hint="Steps count from 0: the first one has the full rate.")
    assert_close(student.cosine_schedule(T, T, hi, lo), lo, hint="Step T is the first with eta_min.")
    before = student.cosine_schedule(T - 1, T, hi, lo)
    assert_close(before, half_cosine(T - 1, T, hi, lo), hint="One step before T the rate is still above eta_min.")


def test_cosine_schedule__floor(student, rng):
    """With a floor the middle lies halfway between eta_max and eta_min, and the sum from both ends is eta_max + eta_min."""
    T, (lo, hi) = 2 * int(rng.integers(5, 30)), np.sort(rng.uniform(0.1, 2, size=2))
    hint = "Only the difference eta_max - eta_min is multiplied by the cosine; eta_min is added to it."
    assert_close(student.cosine_schedule(T // 2, T, hi, lo), (hi + lo) / 2, hint=hint)
    t = int(rng.integers(1, T // 2))
    early, late = (float(student.cosine_schedule(one, T, hi, lo)) for one in (t, T - t))
    assert_close(early + late, hi + lo, hint=hint)
    assert_close(early, half_cosine(t, T, hi, lo), hint=hint)


def test_cosine_schedule__stays_down(student, rng):
    """From T on the rate stays at eta_min."""
    T, (lo, hi) = int(rng.integers(5, 30)), np.sort(rng.uniform(0.1, 2, size=2))
    for t in (T + 1, T + T // 2, 2 * T, 5 * T + 1):
        hint = "After T the cosine would climb again. Take the smaller of t and T, or return eta_min there."
        assert_close(student.cosine_schedule(t, T, hi, lo), lo, hint=hint)
    assert_close(student.cosine_schedule(0, T, hi, lo), hi, hint="And at step 0 the rate is eta_max.")


def test_cosine_schedule__arrays(student, rng):
    """An array of steps, before and after T, gives one rate each and is left as it was."""
    t = steps(rng).astype(float)
    T = 25
    eta = left_alone(student, t, lambda t: student.cosine_schedule(t, T, 0.5, 0.1))
    hint = "Are single steps right? `if t > T` and min(t, T) take one number; np.minimum compares element by element."
    assert_close(eta, half_cosine(np.minimum(t, T), T, 0.5, 0.1), hint=hint)
    assert_close(student.cosine_schedule([0, 1, 2, 3], 2, 4), [4, 2, 0, 0], hint=LISTS, atol=1e-9)


# --- triangular_schedule ----------------------------------------------------------------------------------------


def test_triangular_schedule__corners(student, rng):
    """At 0, 2 and 4 half periods the rate is eta_min, at 1, 3 and 5 it is eta_max."""
    half, (lo, hi) = int(rng.integers(3, 20)), np.sort(rng.uniform(0.1, 2, size=2))
    for n in range(6):
        hint = "eta_min at step 0, eta_max half a period later, eta_min after a whole one, and again."
        assert_close(student.triangular_schedule(n * half, half, hi, lo), hi if n % 2 else lo, hint=hint)


def test_triangular_schedule__straight(student, rng):
    """On the way up every step adds the same amount; on the way down every step takes it away."""
    half, (lo, hi) = int(rng.integers(4, 15)), np.sort(rng.uniform(0.1, 2, size=2))
    eta = [float(student.triangular_schedule(t, half, hi, lo)) for t in range(2 * half + 1)]
    rise = (hi - lo) / half
    hint = "Straight lines: from eta_min up to eta_max in half_period steps, and down in as many."
    assert_close(np.diff(eta), [rise] * half + [-rise] * half, hint=hint)
    assert_close(eta[0], lo, hint="The first step has eta_min.")


def test_triangular_schedule__periodic(student, rng):
    """A whole number of periods later the rate is the same."""
    half = int(rng.integers(4, 15))
    for t, rounds in zip(rng.integers(1, 2 * half, size=5), rng.integers(1, 50, size=5), strict=True):
        place = int(t) / half
        expected = 0.2 + 0.6 * (place if place <= 1 else 2 - place)
        later = student.triangular_schedule(int(t) + 2 * half * int(rounds), half, 0.8, 0.2)
        assert_close(later, expected, hint="What counts is t modulo 2 * half_period.")


def test_triangular_schedule__no_floor(student, rng):
    """Without eta_min it starts at 0."""
    half, hi = int(rng.integers(3, 20)), rng.uniform(0.2, 2)
    for t in range(1, half):
        hint = "eta_min defaults to 0, and the climb has half_period steps."
        assert_close(student.triangular_schedule(t, half, hi), hi * t / half, hint=hint)


def test_triangular_schedule__arrays(student, rng):
    """An array of steps gives one rate each and is left as it was."""
    t = steps(rng).astype(float)
    eta = left_alone(student, t, lambda t: student.triangular_schedule(t, 10, 0.5, 0.1))
    expected = np.interp(t % 20, [0, 10, 20], [0.1, 0.5, 0.1])
    assert_close(eta, expected, hint="Are single steps right? An `if` takes one number; np.where, np.abs and % do not.")
    assert_close(student.triangular_schedule([0, 1, 2, 3], 2, 4), [0, 2, 4, 2], hint=LISTS)


# --- sgdr -------------------------------------------------------------------------------------------------------


def restarts(T0, mult, number):
    """The first steps of the cycles, by adding up their lengths."""
    found, length = [0], T0
    for _ in range(number - 1):
        found.append(found[-1] + length)
        length *= mult
    return found


def test_sgdr__first_cycle(student, rng):
    """Before the first restart it is a cosine of T0 steps, with its floor."""
    T0, (lo, hi) = int(rng.integers(6, 20)), np.sort(rng.uniform(0.1, 2, size=2))
    for t in range(T0):
        hint = "In the first cycle: cosine_schedule(t, T0, eta_max, eta_min)."
        assert_close(student.sgdr(t, T0, 2, hi, lo), half_cosine(t, T0, hi, lo), hint=hint)


def test_sgdr__restarts(student, rng):
    """The rate is exactly eta_max at every restart, and low one step before."""
    T0, (lo, hi) = int(rng.integers(6, 20)), np.sort(rng.uniform(0.1, 2, size=2))
    starts = restarts(T0, 2, 6)
    for start, length in zip(starts[1:], T0 * 2 ** np.arange(5), strict=True):
        hint = "The cycles begin at 0, T0, T0 + mult T0, ...: each is mult times as long as the one before."
        assert_close(student.sgdr(start, T0, 2, hi, lo), hi, hint=hint)
        assert_close(student.sgdr(start - 1, T0, 2, hi, lo), half_cosine(length - 1, length, hi, lo), hint=hint)


def test_sgdr__inside_later_cycles(student, rng):
    """Inside a later cycle the cosine counts from its own start and lasts its own length."""
    for mult in (2, 3):
        T0 = int(rng.integers(4, 9))
        for n, start in enumerate(restarts(T0, mult, 4)):
            length = T0 * mult**n
            for since in rng.integers(1, length, size=3):
                hint = (
                    "(1 + cos(pi since / length)) / 2, with since the steps after the restart and length this cycle's."
                )
                exact = half_cosine(int(since), length, 1.0, 0.2)
                assert_close(student.sgdr(start + int(since), T0, mult, 1.0, 0.2), exact, hint=hint)


def test_sgdr__cycles_of_one_length(student, rng):
    """With mult = 1 all cycles have T0 steps, for ever."""
    T0 = int(rng.integers(5, 20))
    for rounds in (1, 2, 17, 400):
        since = int(rng.integers(1, T0))
        hint = "With mult = 1 the rate at t is that at t modulo T0. (A geometric sum divides by mult - 1 = 0.)"
        inside = student.expecting_nonfinite().sgdr(rounds * T0 + since, T0, 1, 0.5)
        assert_close(inside, half_cosine(since, T0, 0.5, 0.0), hint=hint)
        assert_close(student.expecting_nonfinite().sgdr(rounds * T0, T0, 1, 0.5), 0.5, hint=hint)


def test_sgdr__late_restarts(student):
    """Late restarts are met exactly too, not one step later."""
    hint = "Are early restarts right? floor(log(...) / log(mult)) can round down: add up the lengths, or allow for rounding."
    for T0, mult, number in ((10, 3, 9), (1, 3, 12), (10, 10, 5), (1, 10, 7), (2, 9, 7), (1, 2, 16), (7, 5, 6)):
        starts = restarts(T0, mult, number)
        for n in range(1, number):
            assert_close(student.sgdr(starts[n], T0, mult, 0.7), 0.7, hint=hint)
            middle = student.sgdr(starts[n] + T0 * mult**n / 2, T0, mult, 0.7)
            assert_close(middle, 0.35, hint="Halfway through a cycle the rate is halfway down.")


def test_sgdr__arrays(student, rng):
    """An array of steps from different cycles gives one rate each and is left as it was."""
    t = steps(rng).astype(float)
    eta = left_alone(student, t, lambda t: student.sgdr(t, 10, 2, 0.5, 0.1))
    starts = np.array(restarts(10, 2, 4))
    cycle = np.searchsorted(starts, t, side="right") - 1
    exact = half_cosine(t - starts[cycle], 10 * 2**cycle, 0.5, 0.1)
    assert_close(eta, exact, hint="Each step of the array lies in a cycle of its own. A loop over the steps will do.")
    assert_close(student.sgdr([0, 4, 8, 12], 4, 2, 2), [2, 2, 1, 2], hint=LISTS)


# --- robbins_monro ----------------------------------------------------------------------------------------------


def judged(student, p, expected, hint):
    found = student.robbins_monro(p)
    pair = isinstance(found, (tuple, list, np.ndarray)) and len(found) == 2
    expect(pair and all(isinstance(part, (bool, np.bool_)) for part in found), hint="Return a pair of True or False.")
    expect(tuple(bool(part) for part in found) == expected, hint=hint)


def test_robbins_monro__both(student, rng):
    """Between 1/2 and 1 both conditions hold."""
    for p in (*rng.uniform(0.52, 0.98, size=4), 0.97):
        judged(student, float(p), (True, True), "t^-p has a finite sum only for p > 1; the squares are t^(-2 p).")
    judged(student, 1.5, (False, True), "Above 1 the first one fails.")


def test_robbins_monro__too_slow(student, rng):
    """Below 1/2, and for a constant or growing rate, the squares add up without end."""
    for p in (*rng.uniform(0.05, 0.48, size=4), 0.0, -1.5):
        judged(student, float(p), (True, False), "The squares t^(-2 p) have a finite sum only for 2 p > 1.")


def test_robbins_monro__too_fast(student, rng):
    """Above 1 the rates have a finite sum, so a far start is never left."""
    for p in rng.uniform(1.02, 4, size=4):
        judged(student, float(p), (False, True), "For p > 1 both sums are finite: the first condition fails.")


def test_robbins_monro__borders(student):
    """1/t meets both conditions; 1/sqrt(t) misses the second."""
    judged(student, 1.0, (True, True), "1 + 1/2 + 1/3 + ... has no bound, so the sum diverges at p = 1.")
    judged(student, 0.5, (True, False), "At p = 1/2 the squares are 1/t, whose sum has no bound.")


def test_robbins_monro__whole_numbers(student):
    """p = 1 and p = 2 may be whole numbers."""
    judged(student, 1, (True, True), "1/t is the classic: both hold.")
    judged(student, 2, (False, True), "1 + 1/4 + 1/9 + ... = pi^2 / 6 is finite.")
