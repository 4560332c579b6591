"""Hidden tests of exercises 03b: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.hidden import assert_close, expect

# --- momentum_step ----------------------------------------------------------------------------------------------


def followed(student, theta, v, gradients, eta, beta, hint):
    """The student's theta and v after a step on each gradient, every step held against the notes' two lines."""
    for g in gradients:
        expected_v = beta * v + (1 - beta) * g
        result = student.momentum_step(theta, v, g, eta, beta)
        assert_close(result, (theta - eta * expected_v, expected_v), hint=hint)
        theta, v = (np.asarray(part, dtype=float) for part in result)
    return theta, v


def test_momentum_step__from_rest(student, rng):
    """From rest the velocity is (1 - beta) times the gradient, and theta moves downhill by eta times that."""
    theta, g = rng.normal(size=3), rng.normal(size=3)
    hint = "(1 - beta) weighs the gradient, the new v moves theta, and theta - eta v goes down. Return (theta, v)."
    followed(student, theta, np.zeros(3), [g], 0.3, 0.8, hint)


def test_momentum_step__several_steps(student, rng):
    """Five steps with changing gradients follow v = beta v + (1 - beta) g and theta = theta - eta v."""
    theta, v = rng.normal(size=4), rng.normal(size=4)
    hint = "Is v renewed before theta moves, and handed back as it is, without eta?"
    followed(student, theta, v, rng.normal(size=(5, 4)), rng.uniform(0.1, 0.5), rng.uniform(0.6, 0.95), hint)


def test_momentum_step__unrolled(student, rng):
    """After n steps from rest v is the sum of (1 - beta) beta^k times the gradient k steps ago."""
    beta, gradients = rng.uniform(0.5, 0.9), rng.normal(size=(6, 2))
    theta, v = np.zeros(2), np.zeros(2)
    for g in gradients:
        result = student.momentum_step(theta, v, g, 0.1, beta)
        assert_close([np.shape(part) for part in result], [(2,), (2,)], hint="Return two arrays of theta's shape.")
        theta, v = (np.asarray(part, dtype=float) for part in result)
    weights = (1 - beta) * beta ** np.arange(6)[::-1]
    assert_close(
        v, weights @ gradients, hint="The newest gradient has the weight 1 - beta; each step fades it by beta."
    )


def test_momentum_step__is_heavy_ball_at_another_eta(student, rng):
    """On a quadratic the path is that of v = beta v + g with the step eta (1 - beta)."""
    curvature, theta = rng.uniform(0.5, 4, size=3), rng.normal(size=3)
    eta, beta = 0.4, rng.uniform(0.5, 0.9)
    ball, u, v = theta.copy(), np.zeros(3), np.zeros(3)
    for _ in range(6):
        u = beta * u + curvature * ball
        ball = ball - eta * (1 - beta) * u
        result = student.momentum_step(theta, v, curvature * theta, eta, beta)
        hint = "Is the gradient weighed by 1 - beta? Without it the steps are 1 / (1 - beta) times as long."
        assert_close(result, (ball, (1 - beta) * u), hint=hint)
        theta, v = (np.asarray(part, dtype=float) for part in result)


def test_momentum_step__rolls_on_without_a_gradient(student, rng):
    """Where the gradient is zero the ball rolls on, slower by beta each step; at rest there, it stays."""
    theta, v = rng.normal(size=3), np.array([rng.uniform(1, 2), -rng.uniform(1, 2), 0.0])
    hint = "With g = 0 the new v is beta times the old one, and theta still moves by eta times the new v."
    followed(student, theta, v, np.zeros((3, 3)), 0.2, 0.9, hint)
    g = np.array([0.0, rng.uniform(1, 2), 0.0])
    followed(
        student,
        theta,
        v,
        [g],
        0.2,
        0.9,
        "Every coordinate has its own velocity and its own gradient, weighed by 1 - beta.",
    )


def test_momentum_step__ends_of_beta(student, rng):
    """With beta = 0 it is gradient descent; with beta = 1 the gradient is never heard."""
    theta, v, g = rng.normal(size=(3, 2))
    hint = "beta is the share of the old v, 1 - beta that of the gradient."
    assert_close(student.momentum_step(theta, v, g, 0.2, 0.0), (theta - 0.2 * g, g), hint=hint)
    assert_close(student.momentum_step(theta, v, g, 0.2, 1.0), (theta - 0.2 * v, v), hint=hint)


def test_momentum_step__leaves_its_arguments(student, rng):
    """theta, v and g are left as they were."""
    given = rng.normal(size=(3, 4))
    theta, v, g = (part.copy() for part in given)
    result = student.momentum_step(theta, v, g, 0.2, 0.7)
    left = all(np.array_equal(one, first) for one, first in zip(student.last.arguments[:3], given, strict=True))
    expect(left, hint="`v *= beta` and `theta -= ...` change the caller's arrays. Make new ones.")
    new_v = 0.7 * given[1] + 0.3 * given[2]
    assert_close(result, (given[0] - 0.2 * new_v, new_v), hint="Leaving them alone is not enough: return the new pair.")


def test_momentum_step__whole_numbers(student, rng):
    """Lists and arrays of whole numbers lose nothing."""
    theta, v, g = rng.integers(-9, 9, size=(3, 3))
    new_v = 0.75 * v + 0.25 * g
    hint = "Are only whole numbers off? Their array cuts what is written into it: make float arrays first."
    for kind in (np.array, lambda part: [int(value) for value in part]):
        result = student.momentum_step(kind(theta), kind(v), kind(g), 0.1, 0.75)
        assert_close(result, (theta - 0.1 * new_v, new_v), hint=hint)


# --- heavy_ball_rate --------------------------------------------------------------------------------------------


def rate(alpha, beta, eigenvalues):
    """The largest size of a root of z^2 - (1 + beta - alpha l) z + beta, over the eigenvalues."""
    return max(np.abs(np.roots([1.0, -(1 + beta - alpha * one), beta])).max() for one in eigenvalues)


def test_heavy_ball_rate__without_memory(student, rng):
    """With beta = 0 the factor is the largest |1 - alpha l|, below and above 1."""
    eigenvalues = rng.uniform(0.5, 5, size=4)
    for alpha in (0.1, 0.9):
        expected = np.abs(1 - alpha * eigenvalues).max()
        hint = "The slowest direction decides, and an eigenvalue of -1.5 has the size 1.5."
        assert_close(student.heavy_ball_rate(alpha, 0.0, eigenvalues), expected, hint=hint)


def test_heavy_ball_rate__swinging(student, rng):
    """Where every direction swings the factor is sqrt(beta), whatever the curvatures."""
    beta = rng.uniform(0.6, 0.9)
    eigenvalues = rng.uniform(0.5, 1.5, size=3)
    assert_close(
        student.heavy_ball_rate(1.0, beta, eigenvalues),
        np.sqrt(beta),
        hint="Complex eigenvalues come in pairs whose product is beta; np.abs gives their size.",
    )
    creeping = student.heavy_ball_rate(0.001, beta, eigenvalues)
    assert_close(creeping, rate(0.001, beta, eigenvalues), hint="With a tiny alpha nothing swings: the roots are real.")


def test_heavy_ball_rate__random(student, rng):
    """For random steps, memories and curvatures it is the largest size of all eigenvalues of all the matrices."""
    for _ in range(6):
        alpha, beta = rng.uniform(0.05, 1), rng.uniform(0.05, 0.95)
        eigenvalues = rng.uniform(0.1, 6, size=int(rng.integers(1, 6)))
        expected = rate(alpha, beta, eigenvalues)
        hint = "Build [[1 + beta - alpha l, -beta], [1, 0]] for each l; take the largest size of its two eigenvalues."
        assert_close(student.heavy_ball_rate(alpha, beta, eigenvalues), expected, hint=hint, rtol=1e-4)


def test_heavy_ball_rate__foretells_a_run(student, rng):
    """A long run of heavy ball shrinks by this factor a step."""
    eigenvalues, alpha, beta = np.array([0.4, 3.0]), 0.3, rng.uniform(0.05, 0.3)  # the gentle direction does not swing
    x = previous = np.ones(2)
    sizes = []
    for _ in range(200):
        x, previous = x + beta * (x - previous) - alpha * eigenvalues * x, x
        sizes.append(np.linalg.norm(x))
    told = student.heavy_ball_rate(alpha, beta, list(eigenvalues))
    assert_close(told, (sizes[-1] / sizes[99]) ** 0.01, rtol=1e-3, hint="Which direction is left after many steps?")


def test_heavy_ball_rate__diverging(student, rng):
    """Where the run flies off, the factor says by how much; the border is alpha l = 2 (1 + beta)."""
    beta, steep = rng.uniform(0.3, 0.9), rng.uniform(2, 5)
    for share in (1.2, 1.5):
        alpha = share * 2 * (1 + beta) / steep
        expected = rate(alpha, beta, [0.1, steep])
        hint = "The factor may be above 1: hand it back as it is, for the direction that grows."
        assert_close(student.heavy_ball_rate(alpha, beta, [0.1, steep]), expected, hint=hint)


def test_heavy_ball_rate__whole_numbers(student):
    """Lists and arrays of whole numbers are curvatures too, and one number comes back."""
    for eigenvalues in ([1, 4, 9], np.array([1, 4, 9])):
        expected = rate(0.1, 0.25, [1, 4, 9])
        hint = "One number, for the slowest of all directions."
        assert_close(student.heavy_ball_rate(0.1, 0.25, eigenvalues), expected, hint=hint)


# --- optimal_heavy_ball -----------------------------------------------------------------------------------------


def test_optimal_heavy_ball__formula(student, rng):
    """For random curvatures the pair is Polyak's."""
    for _ in range(4):
        mu = rng.uniform(0.1, 3)
        L = mu * rng.uniform(2, 500)
        low, high = np.sqrt(mu), np.sqrt(L)
        expected = (4 / (low + high) ** 2, ((high - low) / (high + low)) ** 2)
        hint = "(alpha, beta) in this order: 4 / (sqrt L + sqrt mu)^2, and the square of (sqrt L - sqrt mu) / (sqrt L + sqrt mu)."
        assert_close(student.optimal_heavy_ball(mu, L), expected, hint=hint)


def test_optimal_heavy_ball__both_ends_alike(student, rng):
    """The gentlest and the steepest direction shrink by the same factor, sqrt(beta)."""
    mu = rng.uniform(0.5, 2)
    L = mu * rng.uniform(20, 200)
    pair = student.optimal_heavy_ball(mu, L)
    assert_close(np.shape(pair), (2,), hint="Return two numbers, (alpha, beta).")
    alpha, beta = (float(value) for value in pair)
    root = (np.sqrt(L / mu) - 1) / (np.sqrt(L / mu) + 1)
    for curvature in (mu, L):
        factor = rate(alpha, beta, [curvature])
        assert_close(factor, root, rtol=1e-3, hint="Is the step too short for mu, too long for L, or beta not squared?")


def test_optimal_heavy_ball__nothing_beats_it(student, rng):
    """No pair near it settles faster in the slowest direction."""
    mu, L = 1.0, rng.uniform(10, 300)
    pair = student.optimal_heavy_ball(mu, L)
    assert_close(np.shape(pair), (2,), hint="Return two numbers, (alpha, beta).")
    alpha, beta = (float(value) for value in pair)
    here = rate(alpha, beta, [mu, L])
    others = [
        rate(alpha * a, beta * b, [mu, L]) for a in (0.5, 0.8, 0.95, 1, 1.05, 1.2, 2, 3) for b in (0.8, 0.95, 1, 1.05)
    ]
    expect(bool(here < 1), hint="This pair does not settle at all: its factor is 1 or more.")
    expect(
        bool(here <= min(others) + 1e-4), hint="A pair nearby is faster. Are alpha and beta both as Polyak has them?"
    )


def test_optimal_heavy_ball__scales(student, rng):
    """c times the curvatures take 1 / c of the step and the same memory."""
    mu, c = rng.uniform(0.5, 2), rng.uniform(3, 9)
    L = 40 * mu
    root = np.sqrt(40.0)
    hint = (
        "Is beta off already for kappa = 40, or only after scaling? It depends on L / mu alone, alpha on 1 / curvature."
    )
    for factor in (1.0, c):
        expected = (4 / (factor * mu * (root + 1) ** 2), ((root - 1) / (root + 1)) ** 2)
        assert_close(student.optimal_heavy_ball(factor * mu, factor * L), expected, hint=hint)


def test_optimal_heavy_ball__round_bowl(student, rng):
    """With a single curvature it is 1 / L and no memory."""
    L = rng.uniform(0.5, 5)
    hint = "With mu = L the roots cancel: one step of 1 / L arrives."
    assert_close(student.optimal_heavy_ball(L, L), (1 / L, 0.0), hint=hint, atol=1e-9)


def test_optimal_heavy_ball__whole_numbers(student):
    """Whole numbers are divided as numbers, not cut."""
    low, high = np.sqrt(2), np.sqrt(7)
    expected = (4 / (low + high) ** 2, ((high - low) / (high + low)) ** 2)
    assert_close(
        student.optimal_heavy_ball(2, 7),
        expected,
        hint="With mu = 2 and L = 7, kappa is 3.5. Is anything cut to a whole number?",
    )
