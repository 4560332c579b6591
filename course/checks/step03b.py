"""Visible checks of the exercises of step 3, momentum: momentum_step, heavy_ball_rate, optimal_heavy_ball."""

import numpy as np

from course.checks.visible import Off, array, close, expect

# --- momentum_step ----------------------------------------------------------------------------------------------


def _pair(result, what):
    """The two parts of a result, or `Off`."""
    expect(result is not None, f"{what} is None: does the function end in `return ...`?")
    try:
        first, second = result
    except (TypeError, ValueError):
        raise Off(f"{what} should be a pair: end the function in `return one, other`.") from None
    return first, second


def _steps(f, n=3):
    """theta and v after n steps on gradients that change; the second coordinate never has one, only speed."""
    theta, v = np.array([1.0, 2.0]), np.array([0.0, 1.0])
    for t in range(n):
        theta, v = _pair(f(theta, v, np.array([4.0 - 3.0 * t, 0.0]), 0.5, 0.75), "the result of momentum_step")
    return theta, v


def momentum_step__pair(f):
    """two arrays come back, theta and v, with a number for every coordinate"""
    result = f(np.array([1.0, 2.0, 3.0]), np.zeros(3), np.array([10.0, -4.0, 0.0]), 0.1, 0.9)
    for name, part in zip(("theta", "v"), _pair(result, "the result of momentum_step"), strict=True):
        array(part, (3,), f"{name} after a step in 3 dimensions")


def momentum_step__from_rest(f):
    """from rest the velocity becomes (1 - beta) g, and theta moves by eta times that, downhill"""
    theta, v = _pair(f(np.array([1.0]), np.array([0.0]), np.array([10.0]), 0.1, 0.9), "the result of momentum_step")
    close(
        v, [1.0], "v after one step from rest with g = 10 and beta = 0.9", "0.9 of the old v, and 0.1 of the gradient."
    )
    close(theta, [0.9], "theta after one step from 1 with v = 1 and eta = 0.1", "theta - eta * v, with the new v.")


def momentum_step__moving(f):
    """three steps with changing gradients follow the notes, and where the gradient is zero the ball rolls on"""
    theta, v = _steps(f)
    close(v, [0.25, 0.421875], "v after three steps", "beta * v + (1 - beta) * g, in every coordinate alike.")
    close(theta, [-0.125, 1.1328125], "theta after three steps", "Each step is eta times the v of the same step.")


def momentum_step__copies(f):
    """lists of whole numbers work too, and theta, v and g are left as they were"""
    try:
        result = f([1, 2], [0, 0], [10, -4], 0.1, 0.9)
    except TypeError as error:
        raise Off(
            f"theta, v and g may be lists, and numbers times a list fail ({error}): make float arrays first."
        ) from None
    theta, v = _pair(result, "the result of momentum_step")
    idea = "Are only whole numbers off? An array of whole numbers cuts what is put into it: make it float first."
    close(v, [1.0, -0.4], "v from lists of whole numbers", idea)
    close(theta, [0.9, 2.04], "theta from lists of whole numbers", idea)
    given = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0])
    f(*given, 0.1, 0.9)
    for name, one, first in zip(("theta", "v", "g"), given, ([1.0, 2.0], [3.0, 4.0], [5.0, 6.0]), strict=True):
        expect(np.array_equal(one, first), f"your function changed its argument {name} to {one}. Work on a copy.")


def _arguments_afterwards(f):
    given = np.array([1.0, 2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0])
    f(*given, 0.1, 0.9)
    return np.concatenate(given)


momentum_step__public = (
    lambda f: f(np.array([1.0]), np.array([0.0]), np.array([10.0]), 0.1, 0.9),
    lambda f: f(np.array([1.0, 2.0]), np.array([3.0, -4.0]), np.array([5.0, 0.0]), 0.2, 0.75),
    lambda f: f([1, 2], [0, 0], [10, -4], 0.1, 0.9),
    lambda f: f(np.array([1, 2]), np.array([8, 8]), np.array([10, -4]), 0.1, 0.5),
    lambda f: np.concatenate(_steps(f)),
    _arguments_afterwards,
)
momentum_step__why = "Adam begins with this line: its m is your v. In the last cell your step races."

# --- heavy_ball_rate --------------------------------------------------------------------------------------------


def heavy_ball_rate__no_memory(f):
    """without memory the factor is |1 - alpha l|, and the slowest direction decides"""
    idea = "With beta = 0 the eigenvalues of the matrix are 1 - alpha l and 0."
    close(f(0.1, 0.0, [5.0]), 0.5, "the factor for alpha = 0.1, beta = 0 and curvature 5", idea)
    close(
        f(0.1, 0.0, [1.0, 5.0]), 0.9, "the factor for curvatures 1 and 5", "A run is as slow as its slowest direction."
    )
    close(
        f(0.5, 0.0, [1.0, 5.0]),
        1.5,
        "the factor for alpha = 0.5",
        "Its eigenvalue is -1.5: it is the size that counts.",
    )


def heavy_ball_rate__swinging(f):
    """where the eigenvalues are complex their size counts, sqrt(beta)"""
    idea = "np.abs of a complex number is its size; its real part is not."
    close(f(0.1, 0.9, [1.0]), np.sqrt(0.9), "the factor for alpha = 0.1, beta = 0.9 and curvature 1", idea)


def heavy_ball_rate__creeping(f):
    """where they are real the larger of the two counts, and a factor above 1 is told as it is"""
    close(f(0.1, 0.2, [1.0]), 0.8701562, "the factor for alpha = 0.1 and beta = 0.2", "Two eigenvalues: 0.87 and 0.23.")
    close(
        f(4.0, 0.9, [1.0]),
        1.5,
        "the factor for alpha = 4 and beta = 0.9",
        "It flies off, and the factor, above 1, says how fast.",
    )
    close(
        f(0.1, 0.2, [1.0, 4.0, 9]), 0.8701562, "the factor for curvatures 1, 4 and 9", "The largest over all of them."
    )


heavy_ball_rate__public = (
    lambda f: f(0.1, 0.0, [1.0, 5.0]),
    lambda f: f(0.5, 0.0, [1.0, 5.0]),
    lambda f: f(0.1, 0.9, [1.0]),
    lambda f: f(0.1, 0.2, [1.0, 4.0, 9.0]),
    lambda f: f(0.3, 0.5, [1.0, 9.0]),
    lambda f: f(4.0, 0.9, [1.0]),
)
heavy_ball_rate__why = (
    "Over a plane of alpha and beta this number is the map of the lesson: you can draw it yourself now."
)

# --- optimal_heavy_ball -----------------------------------------------------------------------------------------


def optimal_heavy_ball__pair(f):
    """for mu = 1 and L = 25 two numbers come back, and the step is 4 / (5 + 1)^2 = 0.111"""
    alpha, beta = _pair(f(1.0, 25.0), "the result for mu = 1 and L = 25")
    close(alpha, 1 / 9, "alpha for mu = 1 and L = 25", "4 / (sqrt(L) + sqrt(mu))^2.")
    array(beta, (), "beta for mu = 1 and L = 25")


def optimal_heavy_ball__memory(f):
    """the memory is a square: ((sqrt(kappa) - 1) / (sqrt(kappa) + 1))^2"""
    idea = "(sqrt(kappa) - 1) / (sqrt(kappa) + 1), squared."
    for L, beta in ((25.0, 4 / 9), (100.0, 81 / 121)):
        close(_pair(f(1.0, L), f"the result for mu = 1 and L = {L:g}")[1], beta, f"beta for mu = 1 and L = {L:g}", idea)


def optimal_heavy_ball__scale(f):
    """ten times the curvature everywhere takes a tenth of the step and the same memory, and a kappa of 3.5 is not cut to 3"""
    alpha, beta = _pair(f(10, 250), "the result for mu = 10 and L = 250")
    close(alpha, 1 / 90, "alpha for mu = 10 and L = 250", "Ten times as steep everywhere, a tenth of the step.")
    close(beta, 4 / 9, "beta for mu = 10 and L = 250", "It depends on kappa = L / mu alone.")
    beta = _pair(f(2, 7), "the result for mu = 2 and L = 7")[1]
    close(
        beta,
        ((7**0.5 - 2**0.5) / (7**0.5 + 2**0.5)) ** 2,
        "beta for mu = 2 and L = 7",
        "Here kappa is 7 / 2 = 3.5; is anything cut to a whole number?",
    )
    alpha, beta = _pair(f(4, 4), "the result for mu = L = 4")
    close(alpha, 0.25, "alpha for mu = L = 4", "1 / L: one step arrives.")
    close(beta, 0.0, "beta for mu = L = 4", "With a single curvature there is nothing to even out.")


optimal_heavy_ball__public = (
    lambda f: np.array(f(1.0, 25.0)),
    lambda f: np.array(f(1.0, 100.0)),
    lambda f: np.array(f(10, 250)),
    lambda f: np.array(f(2, 7)),
    lambda f: np.array(f(4, 4)),
)
optimal_heavy_ball__why = "With these two numbers the steps grow with sqrt(kappa), no longer with kappa."
