"""Visible checks of the exercises of step 3e: rmsprop_step, adam_step, is_correct_adam, amsgrad_step, online_regret."""

import numpy as np

from course.checks import suspects
from course.checks.visible import array, close, expect
from course.optimizers import amsgrad

G = (
    [1.0, -4.0, 0.0],
    [2.0, 0.5, 0.0],
    [-3.0, 0.1, 0.02],
)  # gradients of three steps; the third coordinate rests at first


def _parts(result, names, what):
    """The parts of a step's result as arrays like theta, or a sentence about its form."""
    expect(result is not None, f"{what} is None: does the function end in `return {names}`?")
    wanted = names.split(", ")
    expect(
        isinstance(result, (tuple, list)) and len(result) == len(wanted),
        f"{what} should be {len(wanted)} arrays, ({names}), but it is {type(result).__name__}"
        + (f" of {len(result)}." if isinstance(result, (tuple, list)) else "."),
    )
    return [array(part, (3,), f"{name} after {what}") for name, part in zip(wanted, result, strict=True)]


def _start(memory):
    """theta, then `memory` averages at zero."""
    return [np.array([1.0, 2.0, 3.0]), *np.zeros((memory, 3))]


def _afterwards(f, memory, *more):
    """The arguments as a step leaves them."""
    given = [*_start(memory), np.array(G[0])]
    f(*given, *more, 0.1)
    return given


def _untouched(f, names, *more):
    memory = names.count(",") - 1
    for name, old, new in zip(
        names.split(", "), [*_start(memory), np.array(G[0])], _afterwards(f, memory, *more), strict=True
    ):
        expect(np.array_equal(old, new), f"your function changed its argument {name} to {new}. Work with new arrays.")


# --- rmsprop_step -----------------------------------------------------------------------------------------------


def _rmsprop(f, eps=1e-8, start=None):
    """The parts after each of three steps."""
    state, seen = start or _start(1), []
    for g in G:
        state = f(*state, np.array(g), 0.1, 0.9, eps)
        seen.append(state)
    return seen


def rmsprop_step__average(f):
    """v is the moving average of the squared gradients, coordinate by coordinate"""
    _, v = _parts(f(*_start(1), np.array(G[0]), 0.1), "theta, v", "the first step")
    close(v, [0.1, 1.6, 0.0], "v after the first step", "beta * v + (1 - beta) * g**2, with v = 0 before.")
    _, v = _parts(f(*_start(1)[:1], np.array([1.0, 0.0, 2.0]), np.array(G[1]), 0.1), "theta, v", "a later step")
    close(v, [1.3, 0.025, 1.8], "v after a step from v = [1, 0, 2]", "Keep beta of the old v.")


def rmsprop_step__step(f):
    """each coordinate moves by eta times its gradient over the root of its own new v"""
    theta, _ = _parts(f(*_start(1), np.array(G[0]), 0.1), "theta, v", "the first step")
    idea = "Divide by the root of the v that has just seen g; where g is 0, nothing moves."
    close(theta, [1 - 0.1 / 0.1**0.5, 2 + 0.1 / 0.1**0.5, 3.0], "theta after the first step", idea)


def rmsprop_step__eps(f):
    """eps stands outside the root"""
    theta, _ = _parts(f(*_start(1), np.array(G[0]), 0.1, 0.9, 0.5), "theta, v", "a step with eps = 0.5")
    g, root = np.array(G[0]), np.sqrt([0.1, 1.6, 0.0])
    close(
        theta, [1, 2, 3] - 0.1 * g / (root + 0.5), "theta after a step with eps = 0.5", "np.sqrt(v) + eps: root first."
    )


def rmsprop_step__leaves(f):
    """lists and whole numbers work, and the arguments are left as they were"""
    theta, v = _parts(f([1, 2, 3], [0, 0, 0], [1, -4, 0], 0.1), "theta, v", "a step from lists of whole numbers")
    close(v, [0.1, 1.6, 0.0], "v from lists", "Are only lists off? Make arrays of floats first.")
    _untouched(f, "theta, v, g")


rmsprop_step__public = (
    lambda f: _rmsprop(f),
    lambda f: _rmsprop(f, eps=0.5),
    lambda f: f(np.array([1, 2, 3]), np.array([0, 0, 0]), np.array([1, -4, 0]), 0.1),
    lambda f: _afterwards(f, 1),
)
rmsprop_step__why = "Each coordinate has a rate of its own now. With momentum added, this is Adam: next exercise."

# --- adam_step --------------------------------------------------------------------------------------------------


def _adam(f, eps=1e-8, **hyper):
    state, seen = _start(2), []
    for t, g in enumerate(G, start=1):
        state = f(*state, np.array(g), t, 0.1, eps=eps, **hyper)
        seen.append(state)
    return seen


def adam_step__averages(f):
    """m and v are moving averages of g and of its square, and they are returned uncorrected"""
    state = f(*_start(2), np.array(G[0]), 1, 0.1)
    _, m, v = _parts(state, "theta, m, v", "the first step")
    close(m, [0.1, -0.4, 0.0], "m after the first step", "beta1 belongs to m. Return m itself, not its corrected form.")
    close(v, [0.001, 0.016, 0.0], "v after the first step", "beta2 belongs to v. Return v itself.")


def adam_step__first(f):
    """the first step is eta long in every coordinate that has a slope, steep or gentle"""
    theta, _, _ = _parts(f(*_start(2), np.array(G[0]), 1, 0.1), "theta, m, v", "the first step")
    idea = "At t = 1 both corrections give g back: m / (1 - beta1**t) and v / (1 - beta2**t)."
    close(theta, [0.9, 2.1, 3.0], "theta after the first step", idea)


def adam_step__later(f):
    """three steps in a row are right: t counts from 1, and what is stored is used"""
    seen = _adam(f)
    m = v = np.zeros(3)
    theta = np.array([1.0, 2.0, 3.0])
    for t, g in enumerate(np.array(G), start=1):
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta = theta - 0.1 * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
        found = _parts(seen[t - 1], "theta, m, v", f"step {t}")
        for name, part, right in zip(("theta", "m", "v"), found, (theta, m, v), strict=True):
            close(part, right, f"{name} after step {t}", "Is the power of the correction t, and the m the new one?")


def adam_step__eps(f):
    """eps stands outside the root, and the betas are taken as they are given"""
    theta, _, _ = _parts(f(*_start(2), np.array(G[0]), 1, 0.1, eps=1.0), "theta, m, v", "a step with eps = 1")
    close(theta, [0.95, 2.08, 3.0], "theta after a step with eps = 1", "np.sqrt(v_hat) + eps: root first.")
    _, m, v = _parts(f(*_start(2), np.array(G[0]), 1, 0.1, 0.5, 0.75), "theta, m, v", "a step with betas 0.5, 0.75")
    close(m, [0.5, -2.0, 0.0], "m with beta1 = 0.5", "Use the argument beta1, not 0.9.")
    close(v, [0.25, 4.0, 0.0], "v with beta2 = 0.75", "Use the argument beta2, not 0.999.")


def adam_step__leaves(f):
    """lists and whole numbers work, and the arguments are left as they were"""
    theta, _, _ = _parts(f([1, 2, 3], [0] * 3, [0] * 3, [1, -4, 0], 1, 0.1), "theta, m, v", "a step from lists")
    close(
        theta, [0.9, 2.1, 3.0], "theta from lists of whole numbers", "Are only lists off? Make arrays of floats first."
    )
    _untouched(f, "theta, m, v, g", 1)


adam_step__public = (
    lambda f: _adam(f),
    lambda f: _adam(f, beta1=0.5, beta2=0.75),
    lambda f: _adam(f, eps=1.0),
    lambda f: f(np.array([1, 2, 3]), np.zeros(3, int), np.zeros(3, int), np.array([1, -4, 0]), 1, 0.1),
    lambda f: _afterwards(f, 2, 1),
)
adam_step__why = "Most large models of today were trained by this step, or by its near relative AdamW."

# --- is_correct_adam --------------------------------------------------------------------------------------------


def _verdicts(f, adams, expected, idea):
    for one in adams:
        said = f(one)
        expect(said is not None, "it returned None: does the function end in `return True` or `return False`?")
        expect(
            isinstance(said, (bool, np.bool_)), f"the verdict should be True or False, but it is {type(said).__name__}."
        )
        expect(
            bool(said) is expected,
            f"a {'right' if expected else 'broken'} Adam ({one.__doc__}) is judged {said}. {idea}",
        )


def _caught(f, adams, idea):
    _verdicts(f, [suspects.textbook], True, "Compare with numbers that you worked out by hand.")
    _verdicts(f, adams, False, idea)


def is_correct_adam__plain(f):
    """the textbook's Adam is right, and one without bias correction is broken"""
    _caught(f, [suspects.uncorrected], "Its first step is 3.16 eta long, not eta.")


def is_correct_adam__shapes(f):
    """a right Adam may loop, give lists, or round differently in the last digit"""
    _verdicts(f, suspects.RIGHT, True, "Compare with np.allclose, and accept lists.")


def is_correct_adam__steps(f):
    """slips that show after one step or in the second are caught"""
    idea = "Take several steps with gradients that change, and look at m and v too."
    _caught(f, [suspects.late, suspects.early, suspects.corrected_stored, suspects.swapped], idea)


def is_correct_adam__eps(f):
    """eps inside the root is caught"""
    _caught(f, [suspects.eps_inside], "An eps of 1e-8 shows nowhere. Which eps would?")


def is_correct_adam__arguments(f):
    """a step that changes its arguments is caught"""
    _caught(f, [suspects.in_place], "Keep copies, and compare the arrays you gave with them afterwards.")


is_correct_adam__public = tuple((lambda f, one=one: f(one)) for one in (*suspects.RIGHT, *suspects.BROKEN))
is_correct_adam__why = "You have written what graders write: examples on which every slip shows."

# --- amsgrad_step -----------------------------------------------------------------------------------------------


def _amsgrad(f, eps=1e-8):
    state, seen = _start(3), []
    for g in G:
        state = f(*state, np.array(g), 0.1, eps=eps)
        seen.append(state)
    return seen


def _amsgrad_right(eps=1e-8):
    state = _start(3)
    for t, g in enumerate(np.array(G), start=1):
        state = amsgrad(state[0], lambda theta, g=g: g, t, *state[1:], eta=0.1, eps=eps)
        yield state


def amsgrad_step__first(f):
    """the first step is the notes' Adam, without bias correction"""
    found = _parts(f(*_start(3), np.array(G[0]), 0.1), "theta, m, v, v_max", "the first step")
    for name, part, right in zip(("theta", "m", "v", "v_max"), found, next(_amsgrad_right()), strict=True):
        close(part, right, f"{name} after the first step", "m and v as in Adam; no correction, as in the paper.")


def amsgrad_step__keeps_the_largest(f):
    """v may fall, v_max may not, and the root is taken of v_max"""
    state = [*_start(1), np.array([1.0, 0.0, 4.0]), np.array([1.0, 0.0, 9.0])]
    _, _, v, v_max = _parts(f(*state, np.array(G[1]), 0.1), "theta, m, v, v_max", "a step from v_max = [1, 0, 9]")
    close(v, [1.03, 0.0025, 3.96], "v", "v goes its own way: an average, which may fall.")
    close(v_max, [1.03, 0.0025, 9.0], "v_max", "In each coordinate the larger of the old v_max and the new v.")
    for t, (parts, right) in enumerate(zip(_amsgrad(f, eps=0.5), _amsgrad_right(0.5), strict=True), start=1):
        close(parts[0], right[0], f"theta after step {t} with eps = 0.5", "np.sqrt(v_max) + eps, below the new m.")


def amsgrad_step__leaves(f):
    """the arguments are left as they were"""
    _untouched(f, "theta, m, v, v_max, g")


amsgrad_step__public = (
    lambda f: _amsgrad(f),
    lambda f: _amsgrad(f, eps=0.5),
    lambda f: f(*_start(1), np.array([1.0, 0.0, 4.0]), np.array([1.0, 0.0, 9.0]), np.array(G[1]), 0.1),
    lambda f: _afterwards(f, 3),
)
amsgrad_step__why = "Its rate never grows again, which is what the proof for Adam had taken for granted."

# --- online_regret ----------------------------------------------------------------------------------------------

PLAYS, COSTS = np.array([0.0, -0.5, 0.2, 1.0]), np.array([3.0, -1.0, -1.0, 3.0])


def _regret(f, xs, gs, expected, what, idea):
    said = f(xs, gs)
    expect(said is not None, "it returned None: does the function end in `return ...`?")
    close(said, expected, what, idea)


def online_regret__worst(f):
    """the best fixed play has regret 0, and the worst pays twice the sum of the slopes"""
    _regret(
        f, np.full(4, -1.0), COSTS, 0.0, "the regret of playing -1 four times", "The slopes add up to 4: -1 is best."
    )
    _regret(f, np.full(4, 1.0), COSTS, 8.0, "the regret of playing 1 four times", "It pays 4, the best fixed play -4.")


def online_regret__mixed(f):
    """plays that change are compared with one fixed play for all rounds"""
    idea = "What was paid, sum of g x, minus what the best single x in [-1, 1] pays over all rounds."
    _regret(f, PLAYS, COSTS, 7.3, "the regret of 0, -0.5, 0.2, 1 on slopes 3, -1, -1, 3", idea)
    _regret(f, -PLAYS, -COSTS, 7.3, "the regret of the mirrored game", "Now the slopes add up to -4: 1 is best.")


def online_regret__negative(f):
    """a player who changes sides in time can do better than any fixed play"""
    _regret(f, [-1, 1, -1], [1, -1, 1], -2.0, "the regret of -1, 1, -1 on slopes 1, -1, 1", "Regret may be negative.")


online_regret__public = (
    lambda f: f(PLAYS, COSTS),
    lambda f: f(-PLAYS, -COSTS),
    lambda f: f(np.array([-1, 1, -1]), np.array([1, -1, 1])),
    lambda f: f(np.full(4, 0.5), np.full(4, 0.1)),
)
online_regret__why = "Regret that grows slower than the rounds is what online learning calls convergence."
