"""Hidden tests of exercises 03e: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

D, STEPS = 5, 5
FLOATS = "Are only whole numbers off? Make float arrays first: np.array(theta, dtype=float)."


def inputs(rng, memory):
    """theta, averages that have seen something (one of them nothing), and gradients that change; one slope is always 0."""
    theta = rng.normal(size=D)
    g = rng.choice([-1.0, 1.0], size=(STEPS, D)) * rng.uniform(0.5, 2, size=(STEPS, D))
    g *= 10.0 ** rng.uniform(-2, 2, size=D)
    g[:, 2] = 0.0
    state = [rng.uniform(0.1, 2, size=D) for _ in range(memory)]
    for part in state:
        part[2] = 0.0
    return theta, state, g


def untouched(student, given, names, result, exact):
    """The arguments of the last call are what was given, and its result is right."""
    for name, before, after in zip(names.split(", "), given, student.last.arguments, strict=False):
        same = isinstance(after, np.ndarray) and np.array_equal(before, after)
        expect(same, hint=f"The call changed its argument {name}. Write v = ..., not v *= ... or v[:] = ...")
    assert_close(result, exact, hint="The arguments are as they were, but the step is not right: see the other lines.")


def in_a_row(rng, memory, step, exact, hint):
    """Five steps from zero memory, each from where the learner's last one ended: step(t, *state, g), exact alike."""
    gs = inputs(rng, 0)[2]
    gs[2:] *= 0.1
    found = expected = (rng.normal(size=D), *np.zeros((memory, D)))
    for t, g in enumerate(gs, start=1):
        found, expected = step(t, *found, g), exact(t, *expected, g)
        assert_close(found, expected, hint=hint)
        found = tuple(np.asarray(part, dtype=float) for part in found)


def rmsprop(theta, v, g, eta, beta=0.9, eps=1e-8):
    v = beta * v + (1 - beta) * g**2
    return theta - eta * g / (np.sqrt(v) + eps), v


def test_rmsprop_step__several_steps(student, rng):
    """Five steps in a row, with gradients of very different sizes, are right in theta and in v."""
    hint = "First the new v, then the step over its root. A slope that was always 0: is the step 0 / eps, or 0 / 0?"

    def step(t, *now):
        return student.expecting_nonfinite().rmsprop_step(*now, 0.05)

    in_a_row(rng, 1, step, lambda t, *now: rmsprop(*now, 0.05), hint)


def test_rmsprop_step__memory(student, rng):
    """The v that is given is kept to the share beta, whatever beta is."""
    theta, (v,), g = inputs(rng, 1)
    for beta in rng.uniform(0.2, 0.99, size=3):
        _, found = student.rmsprop_step(theta, v, g[0], 0.1, beta)
        hint = "beta belongs to the old v, 1 - beta to the new square; coordinate by coordinate."
        assert_close(found, beta * v + (1 - beta) * g[0] ** 2, hint=hint)


def test_rmsprop_step__eps(student, rng):
    """eps is added to the root, not to v."""
    theta, (v,), g = inputs(rng, 1)
    v, g, eps = 1e-4 * v, 1e-3 * g[0], rng.uniform(0.01, 0.1)
    hint = "Is only this line off? A large eps shows where it stands: np.sqrt(v) + eps, root first."
    assert_close(student.rmsprop_step(theta, v, g, 0.1, 0.9, eps), rmsprop(theta, v, g, 0.1, 0.9, eps), hint=hint)


def test_rmsprop_step__whole_numbers(student, rng):
    """Lists of whole numbers are steps like any other."""
    theta, v, g = ([int(x) for x in rng.integers(1, 9, size=3)] for _ in range(3))
    expected = rmsprop(*(np.array(part, dtype=float) for part in (theta, v, g)), 0.1)
    assert_close(student.rmsprop_step(theta, v, g, 0.1), expected, hint=FLOATS)


def test_rmsprop_step__leaves_arguments(student, rng):
    """theta, v and g are left as they were."""
    theta, (v,), g = inputs(rng, 1)
    given = theta, v, g[0]
    untouched(student, given, "theta, v, g", student.rmsprop_step(*given, 0.1), rmsprop(*given, 0.1))


def adam(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return theta - eta * (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps), m, v


def test_adam_step__first_step(student, rng):
    """The first step is eta long in every coordinate that has a slope, steep or gentle."""
    theta, _, g = inputs(rng, 0)
    found = student.adam_step(theta, np.zeros(D), np.zeros(D), g[0], 1, 0.01)
    hint = "At t = 1 the corrected averages are g and g^2. A longer step: is there no correction? A shorter: is t off by one?"
    assert_close(np.asarray(found[0]) - theta, -0.01 * np.sign(g[0]), rtol=1e-4, hint=hint)


def test_adam_step__several_steps(student, rng):
    """Five steps in a row, with gradients of very different sizes, are right in theta, m and v."""
    hint = "The first step right and a later one not? Look at the power t, and at which m and v are stored."

    def step(t, *now):
        return student.expecting_nonfinite().adam_step(*now, t, 0.05)

    in_a_row(rng, 2, step, lambda t, *now: adam(*now, t, 0.05), hint)


def test_adam_step__stored_uncorrected(student, rng):
    """m and v come back as the plain averages; the correction is for the step only."""
    theta, (m, v), g = inputs(rng, 2)
    t = int(rng.integers(2, 9))
    _, new_m, new_v = student.adam_step(theta, m, v, g[0], t, 0.1)
    hint = "Corrected averages that are stored are corrected again in the next step. Use new names: m_hat, v_hat."
    assert_close((new_m, new_v), (0.9 * m + 0.1 * g[0], 0.999 * v + 0.001 * g[0] ** 2), hint=hint)


def test_adam_step__betas(student, rng):
    """beta1 belongs to m, beta2 to v, and both to their corrections, whatever they are."""
    theta, (m, v), g = inputs(rng, 2)
    for t, beta1, beta2 in ((1, 0.5, 0.9), (3, 0.2, 0.6), (7, 0.95, 0.8)):
        found = student.adam_step(theta, m, v, g[1], t, 0.1, beta1, beta2)
        hint = "beta1 in m and in 1 - beta1**t, beta2 in v and in 1 - beta2**t; not 0.9 and 0.999."
        assert_close(found, adam(theta, m, v, g[1], t, 0.1, beta1, beta2), hint=hint)


def test_adam_step__eps(student, rng):
    """eps is added to the root of the corrected v."""
    theta, (m, v), g = inputs(rng, 2)
    m, v, g, eps = 1e-3 * m, 1e-6 * v, 1e-3 * g[0], rng.uniform(0.01, 0.1)
    found = student.adam_step(theta, m, v, g, 4, 0.1, eps=eps)
    hint = "Is only this line off? np.sqrt(v_hat) + eps: neither under the root nor beside the uncorrected v."
    assert_close(found, adam(theta, m, v, g, 4, 0.1, eps=eps), hint=hint)


def test_adam_step__whole_numbers(student, rng):
    """Lists and arrays of whole numbers are steps like any other."""
    theta, g = rng.integers(1, 9, size=3), rng.integers(1, 9, size=3)
    zeros = np.zeros(3, dtype=int)
    expected = adam(theta.astype(float), zeros.astype(float), zeros.astype(float), g.astype(float), 1, 0.1)
    assert_close(student.adam_step(theta, zeros, zeros, g, 1, 0.1), expected, hint=FLOATS)
    lists = (part.tolist() for part in (theta, zeros, zeros, g))
    assert_close(student.adam_step(*lists, 1, 0.1), expected, hint=FLOATS)


def test_adam_step__leaves_arguments(student, rng):
    """theta, m, v and g are left as they were."""
    theta, (m, v), g = inputs(rng, 2)
    found = student.adam_step(theta, m, v, g[0], 2, 0.1)
    untouched(student, (theta, m, v, g[0]), "theta, m, v, g", found, adam(theta, m, v, g[0], 2, 0.1))


def other_order(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    theta, m, v, g = (np.asarray(part, dtype=float) for part in (theta, m, v, g))
    m, v = m + (1 - beta1) * (g - m), v - (1 - beta2) * (v - g * g)
    root = (1 - beta2**t) ** 0.5
    return theta - m * (eta * root / ((1 - beta1**t) * (np.sqrt(v) + root * eps))), m, v


def right(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
    return adam(*(np.asarray(part, dtype=float) for part in (theta, m, v, g)), t, eta, beta1, beta2, eps)


def as_lists(*arguments, **hyper):
    return [part.tolist() for part in right(*arguments, **hyper)]


def broken(correct_m=True, correct_v=True, shift=0, stored=False, swap=False, inside=False):
    """An Adam with the slips asked for."""

    def step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8):
        theta, m, v, g = (np.asarray(part, dtype=float) for part in (theta, m, v, g))
        if swap:
            beta1, beta2 = beta2, beta1
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        s = max(t + shift, 1)
        m_hat = m / (1 - beta1**s) if correct_m else m
        v_hat = v / (1 - beta2**s) if correct_v else v
        root = np.sqrt(v_hat + eps) if inside else np.sqrt(v_hat) + eps
        return theta - eta * m_hat / root, *((m_hat, v_hat) if stored else (m, v))

    return step


def judged(student, rng, suspects, hint):
    """The learner's verdicts on (step, whether it is right), in an order of chance, are all right."""
    for step, is_right in (suspects[k] for k in rng.permutation(len(suspects))):
        verdict = student.is_correct_adam(step)
        expect(isinstance(verdict, bool), hint="The verdict is True or False.")
        wary = "A right Adam was called broken. Numbers worked out by hand, np.allclose? Lists are fine."
        expect(verdict is is_right, hint=wary if is_right else hint)


def test_is_correct_adam__no_correction(student, rng):
    """An Adam that corrects nothing, or only m, or only v, is told from a right one."""
    suspects = [(right, True), (broken(False, False), False), (broken(False), False), (broken(correct_v=False), False)]
    hint = "An Adam that lacks a correction passed. From m = v = 0 a right first step is eta long."
    judged(student, rng, suspects, hint)


def test_is_correct_adam__t_off_by_one(student, rng):
    """An Adam whose t is one too large, or one too small from the second step on, is told from a right one."""
    hint = "An Adam with t off by one passed. Try t = 1, and then t = 2."
    judged(student, rng, [(right, True), (broken(shift=1), False), (broken(shift=-1), False)], hint)


def test_is_correct_adam__corrected_stored(student, rng):
    """An Adam that returns the corrected averages is told from a right one."""
    hint = "An Adam that stores its corrected averages passed. Look at m and v, or at the second step."
    judged(student, rng, [(right, True), (broken(stored=True), False), (as_lists, True)], hint)


def test_is_correct_adam__betas_swapped(student, rng):
    """An Adam whose betas have changed places is told from a right one."""
    hint = "An Adam with swapped betas passed. Its first step in theta is right; what are m and v?"
    judged(student, rng, [(right, True), (broken(swap=True), False)], hint)


def test_is_correct_adam__eps_inside(student, rng):
    """An Adam with eps inside the root is told from a right one."""
    hint = "An Adam with eps inside the root passed. With eps = 1e-8 nobody sees it: choose another eps."
    judged(student, rng, [(right, True), (broken(inside=True), False), (other_order, True)], hint)


def test_is_correct_adam__arguments(student, rng):
    """An Adam that changes the arrays it is given is told from a right one."""
    careless, theta, zeros = student.careless(right), rng.normal(size=3), np.zeros(3)
    careless(theta, zeros, zeros, rng.normal(size=3), 1, 0.1)
    left = student.last.arguments
    changed = len(left) == 6 and isinstance(left[0], np.ndarray) and not np.array_equal(left[0], theta)
    expect(changed, hint="`careless` of the notebook is not what it was. Leave it as it stands.")
    hint = "An Adam that changes its arguments passed. Keep copies of what you gave, and compare afterwards."
    judged(student, rng, [(right, True), (careless, False)], hint)


def test_is_correct_adam__right_shapes(student, rng):
    """Right Adams of all shapes are accepted: other order, other rounding, lists; and a broken one is not."""
    suspects = [(right, True), (as_lists, True), (other_order, True), (broken(correct_v=False, shift=1), False)]
    judged(student, rng, suspects, "A broken Adam passed.")


def amsgrad(theta, m, v, v_max, g, eta, beta1=0.9, beta2=0.99, eps=1e-8):
    m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    v_max = np.maximum(v_max, v)
    return theta - eta * m / (np.sqrt(v_max) + eps), m, v, v_max


def test_amsgrad_step__several_steps(student, rng):
    """Five steps in a row are right in theta, m, v and v_max, also where v falls."""
    hint = "v goes its own way; v_max is the larger of the old v_max and the new v; the root is taken of v_max."

    def step(t, *now):
        return student.amsgrad_step(*now, 0.1, 0.9, 0.5)

    in_a_row(rng, 3, step, lambda t, *now: amsgrad(*now, 0.1, 0.9, 0.5), hint)


def test_amsgrad_step__each_coordinate(student, rng):
    """Each coordinate remembers a largest v of its own, and eps is added to the root of that."""
    theta, (m, v), g = inputs(rng, 2)
    v_max = v * np.array([3.0, 0.5, 1.0, 2.0, 0.1])
    for eps in (1e-8, 0.5):
        found = student.amsgrad_step(theta, m, v, v_max, 0.01 * g[0], 0.1, 0.8, 0.9, eps)
        hint = "np.maximum compares coordinate by coordinate, with the new v; the root comes before eps is added."
        assert_close(found, amsgrad(theta, m, v, v_max, 0.01 * g[0], 0.1, 0.8, 0.9, eps), hint=hint)


def test_amsgrad_step__leaves_arguments(student, rng):
    """theta, m, v, v_max and g are left as they were."""
    theta, (m, v, v_max), g = inputs(rng, 3)
    given = theta, m, v, v_max, g[0]
    untouched(student, given, "theta, m, v, v_max, g", student.amsgrad_step(*given, 0.1), amsgrad(*given, 0.1))


def test_online_regret__against_all_fixed_plays(student, rng):
    """The regret is the cost beyond that of the best of many fixed plays."""
    for mean in (1.0, -1.0):
        xs, gs = rng.uniform(-1, 1, size=40), rng.normal(mean, 1, size=40)
        best = min(float(np.sum(gs * x)) for x in np.linspace(-1, 1, 201))
        hint = "What was paid, minus the cost of ONE play for all rounds: the best in [-1, 1], at which end it lies or not."
        assert_close(student.online_regret(xs, gs), float(gs @ xs) - best, hint=hint)


def test_online_regret__total(student, rng):
    """The regret is a total: the same game played twice over has twice the regret."""
    xs, gs = rng.uniform(-1, 1, size=9), rng.normal(0.5, 1, size=9)
    found = [student.online_regret(np.tile(xs, k), np.tile(gs, k)) for k in (1, 2)]
    expected = gs @ xs + abs(gs.sum())
    hint = "Paid minus the best fixed play's cost: add up over all rounds, do not average."
    assert_close(found, [expected, 2 * expected], hint=hint)


def test_online_regret__negative(student, rng):
    """A player who is always on the right side has a regret below zero."""
    gs = rng.uniform(0.5, 2, size=12) * np.tile([1.0, -1.0], 6)
    expected = float(abs(gs.sum()) - np.abs(gs).sum())
    hint = "It may be negative, and is here: nobody who sticks to one play does as well."
    assert_close(student.online_regret(-np.sign(gs), gs), expected, hint=hint)
