"""Visible checks of the exercises of step 3d: inverse_time_decay, cosine_schedule, triangular_schedule, sgdr, robbins_monro."""

import numpy as np

from course.checks.visible import array, close, expect

MANY = "Are single steps right? Arithmetic of arrays works element by element; a loop over t needs one step at a time."


def _left_alone(f, *parameters):
    t = np.array([0.0, 1.0, 2.0])
    f(t, *parameters)
    expect(np.array_equal(t, [0, 1, 2]), f"your function changed its argument t to {t}. Work on a copy.")


def _t_afterwards(*parameters):
    def output(f):
        t = np.array([0.0, 1.0, 2.0])
        f(t, *parameters)
        return t

    return output


# --- inverse_time_decay -----------------------------------------------------------------------------------------


def inverse_time_decay__start(f):
    """step 0 has the rate eta0, and k = 0 keeps it"""
    close(f(0, 0.5, 0.5), 0.5, "the rate at step 0", "At t = 0 the denominator is 1.")
    close(f(7, 0.5, 0.0), 0.5, "the rate at step 7 with k = 0", "With k = 0 the denominator stays 1.")


def inverse_time_decay__falls(f):
    """with eta0 = 0.6 and k = 0.5 the rates are 0.6, 0.4, 0.3, 0.24 and 0.2"""
    for t, eta in enumerate([0.6, 0.4, 0.3, 0.24, 0.2]):
        close(f(t, 0.6, 0.5), eta, f"the rate at step {t}", "eta0 over (1 + k t), with k inside the bracket.")


def inverse_time_decay__many(f):
    """a whole array or list of steps gives one rate each, and t is left as it was"""
    close(f(np.arange(5), 0.6, 0.5), [0.6, 0.4, 0.3, 0.24, 0.2], "the rates at steps 0 to 4 at once", MANY)
    close(f([0, 2], 1, 1), [1, 1 / 3], "the rates at the list [0, 2]", "np.asarray(t) takes lists too.")
    _left_alone(f, 0.6, 0.5)


inverse_time_decay__public = (
    lambda f: [f(t, 0.6, 0.5) for t in range(1, 5)],
    lambda f: f(0, 0.6, 0.5),
    lambda f: f(np.arange(6), 0.8, 0.2),
    lambda f: f([0, 2], 1, 1),
    lambda f: f(7, 0.5, 0.0),
    _t_afterwards(0.6, 0.5),
)
inverse_time_decay__why = (
    "Robbins and Monro proved in 1951 that a rate like this one arrives. How soon, eta0 / k decides."
)

# --- cosine_schedule --------------------------------------------------------------------------------------------


def cosine_schedule__ends(f):
    """it starts at eta_max and is at eta_min after T steps"""
    close(f(0, 8, 0.4), 0.4, "the rate at step 0", "The cosine of 0 is 1.")
    close(f(8, 8, 0.4), 0.0, "the rate at step T = 8", "The cosine of pi is -1.", atol=1e-9)


def cosine_schedule__between(f):
    """between, it falls like half a cosine: slowly, fast, slowly"""
    idea = "(1 + cos(pi t / T)) / 2 goes from 1 down to 0."
    for t, eta in ((2, 0.3414213562), (4, 0.2), (6, 0.0585786438)):
        close(f(t, 8, 0.4), eta, f"the rate at step {t} of T = 8", idea)


def cosine_schedule__floor(f):
    """eta_min lifts the end and leaves the start"""
    idea = "What falls is the difference: eta_min + (eta_max - eta_min) * ..."
    for t, eta in ((0, 0.5), (5, 0.3), (10, 0.1)):
        close(f(t, 10, 0.5, 0.1), eta, f"the rate at step {t} of T = 10 between 0.5 and 0.1", idea)


def cosine_schedule__afterwards(f):
    """from T on it stays at eta_min, also for a whole array or list of steps"""
    close(
        f(13, 10, 0.5, 0.1), 0.1, "the rate at step 13 of T = 10", "After T the cosine would rise again. Stop it at T."
    )
    idea = "Are single steps right? For arrays take np.minimum, which compares element by element."
    close(f(np.array([0, 5, 10, 15]), 10, 0.5, 0.1), [0.5, 0.3, 0.1, 0.1], "the rates at steps 0, 5, 10, 15", idea)
    close(f([0, 4], 4, 1), [1.0, 0.0], "the rates at the list [0, 4]", "np.asarray(t) takes lists too.")
    _left_alone(f, 2, 0.5)


cosine_schedule__public = (
    lambda f: [f(t, 8, 0.4) for t in range(1, 8)],
    lambda f: f(0, 8, 0.4),
    lambda f: np.round(f(8, 8, 0.4), 9),
    lambda f: [f(t, 10, 0.5, 0.1) for t in (0, 3, 5, 9, 10)],
    lambda f: f(13, 10, 0.5, 0.1),
    lambda f: f(np.array([0, 3, 5, 12]), 10, 0.5, 0.1),
    _t_afterwards(2, 0.5),
)
cosine_schedule__why = "One knob, the budget T: that is why so many training scripts have it."

# --- triangular_schedule ----------------------------------------------------------------------------------------


def triangular_schedule__up(f):
    """it climbs in a straight line from eta_min at step 0 to eta_max at half_period"""
    for t, eta in ((0, 0.1), (1, 0.2), (2, 0.3), (4, 0.5)):
        close(f(t, 4, 0.5, 0.1), eta, f"the rate at step {t} with half_period = 4", "Up: eta_min at 0, eta_max at 4.")


def triangular_schedule__down(f):
    """it comes down as it went up"""
    for t, eta in ((5, 0.4), (7, 0.2), (8, 0.1)):
        close(f(t, 4, 0.5, 0.1), eta, f"the rate at step {t} with half_period = 4", "Down again: eta_min at 8.")


def triangular_schedule__again(f):
    """it repeats for ever, and takes a whole array or list of steps"""
    idea = "One period is 2 * half_period long: what counts is t modulo that."
    for t, eta in ((9, 0.2), (12, 0.5), (37, 0.4)):
        close(f(t, 4, 0.5, 0.1), eta, f"the rate at step {t} with half_period = 4", idea)
    close(f(np.arange(7), 2, 1.0), [0, 0.5, 1, 0.5, 0, 0.5, 1], "the rates at steps 0 to 6, half_period = 2", idea)
    close(f([0, 1], 1, 2), [0.0, 2.0], "the rates at the list [0, 1]", "np.asarray(t) takes lists too.")
    _left_alone(f, 2, 0.5)


triangular_schedule__public = (
    lambda f: [f(t, 4, 0.5, 0.1) for t in range(5)],
    lambda f: [f(t, 4, 0.5, 0.1) for t in range(5, 9)],
    lambda f: [f(t, 4, 0.5, 0.1) for t in range(9, 20)],
    lambda f: f(np.arange(7), 3, 1.0),
    lambda f: f([0, 1], 1, 2),
    _t_afterwards(2, 0.5),
)
triangular_schedule__why = "The way up alone is a test of rates: lesson 04 uses it to find out how large eta may be."

# --- sgdr -------------------------------------------------------------------------------------------------------


def sgdr__first_cycle(f):
    """the first T0 steps are a cosine from eta_max"""
    idea = "A cosine of T = T0 steps from eta_max to eta_min. If cosine_schedule does it: is its own check content?"
    for t, eta in ((0, 0.5), (5, 0.3), (9, 0.1097886967)):
        close(f(t, 10, 2, 0.5, 0.1), eta, f"the rate at step {t} with T0 = 10", idea)


def sgdr__restart(f):
    """at step T0 it starts again at eta_max"""
    close(f(10, 10, 2, 0.5, 0.1), 0.5, "the rate at step 10 with T0 = 10", "Step T0 is the first of the next cycle.")


def sgdr__longer(f):
    """the second cycle is mult times as long, the third mult times the second"""
    idea = "With T0 = 10 and mult = 2 the cycles begin at 0, 10, 30, 70."
    for t, eta in ((20, 0.3), (30, 0.5), (50, 0.3), (70, 0.5), (110, 0.3)):
        close(f(t, 10, 2, 0.5, 0.1), eta, f"the rate at step {t} with T0 = 10, mult = 2", idea)


def sgdr__mult_and_many(f):
    """mult = 1 and mult = 3 work, and so does a whole array or list of steps"""
    idea = "Each cycle is mult times as long as the one before; with mult = 1 all have T0 steps."
    close(f(np.array([0, 4, 8, 12, 16]), 8, 1, 1.0), [1, 0.5, 1, 0.5, 1], "the rates with T0 = 8, mult = 1", idea)
    close(f([0, 2, 5, 8, 17], 2, 3, 1.0), [1, 1, 0.5, 1, 0.5], "the rates with T0 = 2, mult = 3", idea)
    _left_alone(f, 2, 2, 0.5)


sgdr__public = (
    lambda f: [f(t, 10, 2, 0.5, 0.1) for t in range(10)],
    lambda f: f(10, 10, 2, 0.5, 0.1),
    lambda f: [f(t, 10, 2, 0.5, 0.1) for t in range(11, 150, 7)],
    lambda f: f(np.array([0, 3, 8, 12, 17]), 8, 1, 1.0),
    lambda f: f([0, 2, 5, 8, 17], 2, 3, 1.0),
    lambda f: f(1210, 10, 3, 1.0),  # 10 (3^5 - 1) / 2: a logarithm that rounds down misses this restart
    _t_afterwards(2, 2, 0.5),
)
sgdr__why = "Just before each restart the rate is small and the run has settled: places to stop, or to keep a copy."

# --- robbins_monro ----------------------------------------------------------------------------------------------


def _verdict(f, p, expected, why):
    found = f(p)
    expect(found is not None, "it returned None: does the function end in `return ...`?")
    pair = isinstance(found, (tuple, list, np.ndarray)) and len(found) == 2
    expect(pair, f"for p = {p} it returned {found!r}; the answer is a pair (sum diverges, sum of squares converges).")
    for part, right, what in zip(found, expected, ("sum diverges", "sum of squares converges"), strict=True):
        expect(isinstance(part, (bool, np.bool_)), f"for p = {p}, '{what}' is {part!r}; it should be True or False.")
        expect(bool(part) == right, f"for p = {p}, '{what}' is {right}, you say {bool(part)}. {why}")


def robbins_monro__inside(f):
    """p = 0.75 meets both conditions"""
    array(np.shape(f(0.75)), (1,), "the number of parts of robbins_monro(0.75)")
    _verdict(f, 0.75, (True, True), "1 + 2^-0.75 + ... grows without end; its squares, t^-1.5, have a finite sum.")


def robbins_monro__outside(f):
    """a constant rate fails the second condition, a very fast decay the first"""
    _verdict(f, 0.0, (True, False), "A constant rate: 1 + 1 + 1 + ..., and its squares are the same.")
    _verdict(f, 0.3, (True, False), "The squares are t^-0.6, and their sum grows without end.")
    _verdict(f, 2.0, (False, True), "1 + 1/4 + 1/9 + ... is finite: no start farther away than that is ever left.")


def robbins_monro__borders(f):
    """the borders are p = 1, which still meets both, and p = 1/2, which misses the second"""
    _verdict(f, 1, (True, True), "1 + 1/2 + 1/3 + ... grows without end, though slowly.")
    _verdict(f, 0.5, (True, False), "The squares are 1/t, and 1 + 1/2 + 1/3 + ... grows without end.")


robbins_monro__public = tuple(lambda f, p=p: f(p) for p in (0.75, 0.0, 0.3, 2.0, 1, 0.5, 0.9, 0.6, 1.2, -1.0))
robbins_monro__why = "Both can be met and the run still be far away: the conditions say that it arrives, not when."
