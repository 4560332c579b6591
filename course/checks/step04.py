"""Visible checks of the exercises of step 4: best_learning_rate, lr_range_test."""

from types import SimpleNamespace

import numpy as np

from course.checks.visible import array, close, expect
from course.descent import minimize

NAN, INF = float("nan"), float("inf")

# --- best_learning_rate -----------------------------------------------------------------------------------------


class _Trainer:
    """A run that looks the loss of a rate up, and counts."""

    def __init__(self, losses):
        self.losses, self.calls = losses, 0

    def __call__(self, eta):
        self.calls += 1
        return self.losses[float(eta)]


def _pick(f, losses, rate, why):
    found = f(_Trainer(losses), list(losses))
    told = ", ".join(f"{eta:g}: {loss:g}" for eta, loss in losses.items())
    if rate is None:
        expect(found is None, f"no rate of {{{told}}} has a finite loss: expected None, got {found!r}. {why}")
        return
    expect(found is not None, f"for {{{told}}} it returned None, expected {rate:g}. {why}")
    picked = array(found, (), f"the best rate of {{{told}}}")
    expect(picked == rate, f"for {{{told}}} (rate: loss) the best rate is {rate:g}, you say {picked:g}. {why}")


def best_learning_rate__smallest(f):
    """the rate with the smallest loss wins, wherever it stands in the grid"""
    why = "Return the rate itself: not its loss, not its place in the grid."
    _pick(f, {0.1: 0.5, 0.5: 0.2, 2.0: 0.3}, 0.5, why)
    _pick(f, {2.0: 0.3, 0.5: 0.4, 0.1: 0.1}, 0.1, why)
    _pick(f, {0.1: 0.5, 0.5: 0.0, 2.0: 0.3}, 0.5, "A loss of 0 is the best there is: test with `is None`, not `not`.")


def best_learning_rate__flown_off(f):
    """runs that flew off never win, and None is the answer when all did"""
    why = "Drop every loss that is not finite before you compare."
    _pick(f, {0.1: NAN, 0.5: 0.2, 2.0: 0.3}, 0.5, why)
    _pick(f, {0.1: 0.4, 0.5: 0.2, 2.0: NAN, 4.0: 0.1, 9.0: INF}, 4.0, why)
    _pick(f, {0.1: 0.4, 0.5: -INF}, 0.1, "-inf is no loss either.")
    _pick(f, {0.1: INF, 0.5: NAN}, None, why)


def best_learning_rate__tie(f):
    """on a tie the smaller rate wins, and every rate is trained once"""
    why = "On a tie take the smaller rate, not the one that comes first or last."
    _pick(f, {2.0: 0.2, 0.1: 0.5, 0.5: 0.2}, 0.5, why)
    _pick(f, {0.5: 0.2, 0.1: 0.5, 2.0: 0.2}, 0.5, why)
    run = _Trainer({0.1: 0.5, 0.5: 0.2, 2.0: 0.3})
    f(run, np.array([0.1, 0.5, 2.0]))
    expect(run.calls == 3, f"a grid of 3 rates needs 3 trainings, you made {run.calls}. Keep the losses in a list.")


def _of(f, losses):
    return f(_Trainer(losses), list(losses))


def _calls(f):
    run = _Trainer({0.1: 0.5, 0.5: 0.2, 2.0: 0.3})
    f(run, [0.1, 0.5, 2.0])
    return run.calls


best_learning_rate__public = (
    lambda f: _of(f, {0.1: 0.5, 0.5: 0.2, 2.0: 0.3}),
    lambda f: _of(f, {2.0: 0.3, 0.5: 0.4, 0.1: 0.1}),
    lambda f: _of(f, {0.1: NAN, 0.5: 0.2, 2.0: 0.3}),
    lambda f: _of(f, {0.1: 0.4, 0.5: 0.2, 2.0: NAN, 4.0: 0.1, 9.0: INF}),
    lambda f: _of(f, {0.1: 0.4, 0.5: -INF}),
    lambda f: _of(f, {0.1: INF, 0.5: NAN}),
    lambda f: _of(f, {2.0: 0.2, 0.1: 0.5, 0.5: 0.2}),
    lambda f: _of(f, {0.5: 0.2, 0.1: 0.5, 2.0: 0.2}),
    lambda f: _of(f, {0.1: 0.5, 0.5: 0.0, 2.0: 0.3}),
    _calls,
)
best_learning_rate__why = (
    "Fair comparisons start here: every optimizer gets its own best rate before it races. Lesson 06 insists."
)

# --- lr_range_test ----------------------------------------------------------------------------------------------


BEND = SimpleNamespace(  # no parabola, and it does not feel the third coordinate
    value=lambda x: x[..., 0] ** 2 / 2 + np.logaddexp(0, x[..., 1]),
    gradient=lambda x: np.stack([x[..., 0], 1 / (1 + np.exp(-x[..., 1])), 0 * x[..., 2]], axis=-1),
)


class _Bend:
    """loss_grad of BEND; from call `until` on the loss is `broken`."""

    def __init__(self, until=99, broken=NAN):
        self.calls, self.until, self.broken = 0, until, broken

    def __call__(self, theta):
        theta = np.array(theta, dtype=float)
        self.calls += 1
        return (self.broken if self.calls > self.until else float(BEND.value(theta))), BEND.gradient(theta)


def _walk(etas):
    """The losses of a walk with these rates, whether or not they are the right ones: another check asks that."""
    return minimize("gradient_descent", BEND, [2.0, 1.0, 3.0], len(etas), eta=lambda t: etas[t]).loss[:-1]


def _test(f, n_steps=4, eta_min=0.1, eta_max=0.8, theta0=(2.0, 1.0, 3.0), until=99, broken=NAN, bend=None):
    pair = f(bend or _Bend(until, broken), np.array(theta0), eta_min, eta_max, n_steps)
    expect(pair is not None, "it returned None: does the function end in `return etas, losses`?")
    two = hasattr(pair, "__len__") and len(pair) == 2
    expect(two, "it should return two arrays, the rates and the losses.")
    return array(pair[0], (n_steps,), "the rates"), array(pair[1], (n_steps,), "the losses")


def lr_range_test__rates(f):
    """the rates run from eta_min to eta_max by even factors"""
    etas, _ = _test(f)
    close(
        etas,
        [0.1, 0.2, 0.4, 0.8],
        "the rates from 0.1 to 0.8 in 4 steps",
        "The same factor every time, both ends included.",
    )


def lr_range_test__losses(f):
    """each loss is written down before the step, and each step starts where the last one ended"""
    bend = _Bend()
    etas, losses = _test(f, bend=bend)
    wanted = _walk(etas)
    close(losses[0], wanted[0], "the first loss", "It is the loss at theta0, before any step.")
    idea = "Write down, then walk on by -etas[i] times the gradient, from where you stand."
    close(losses, wanted, "the losses at your rates", idea)
    expect(
        bend.calls == 4, f"4 steps need 4 calls of loss_grad, you made {bend.calls}. One call gives loss and gradient."
    )


def lr_range_test__crash(f):
    """after a loss that is not finite nobody asks again, and the rest is nan"""
    for broken in (NAN, INF):
        bend = _Bend(2, broken)
        etas, losses = _test(f, n_steps=5, bend=bend)
        expect(bool(np.isfinite(etas).all()), f"of a run that breaks with {broken} the rates are there to the end.")
        before = f"the first two losses of a run whose third is {broken}"
        close(losses[:2], _walk(etas)[:2], before, "A crash does not change what was written down before it.")
        expect(
            repr(float(losses[2])) == repr(broken),
            f"the third loss is {broken}, you say {losses[2]:g}. Keep it as it came.",
        )
        rest = ", ".join(f"{loss:g}" for loss in losses[3:])
        expect(
            bool(np.isnan(losses[3:]).all()),
            f"the third loss is {broken}; after it all should be nan, but it is {rest}.",
        )
        expect(bend.calls == 3, f"the third loss is {broken}: stop asking then. You made {bend.calls} calls.")


def lr_range_test__start(f):
    """a start of whole numbers loses nothing, and theta0 is left as it was"""
    own = _test(f)[1]
    idea = "They should be those from [2.0, 1.0, 3.0]. An integer array cuts every step: make theta0 float first."
    close(_test(f, theta0=(2, 1, 3))[1], own, "the losses from the whole numbers [2, 1, 3]", idea)
    idea = "They should be those from an array: np.array(theta0, dtype=float) takes lists."
    close(f(_Bend(), [2, 1, 3], 0.1, 0.8, 4)[1], own, "the losses from a list", idea)
    theta0 = np.array([2.0, 1.0, 3.0])
    f(_Bend(), theta0, 0.1, 0.8, 4)
    expect(np.array_equal(theta0, [2.0, 1.0, 3.0]), "your function changed its argument theta0. Work on a copy.")


def _start_afterwards(f):
    theta0 = np.array([2.0, 1.0, 3.0])
    f(_Bend(), theta0, 0.1, 0.8, 4)
    return theta0


def _calls_of_four(f, **how):
    bend = _Bend(**how)
    f(bend, np.array([2.0, 1.0, 3.0]), 0.1, 0.8, 4)
    return bend.calls


lr_range_test__public = (
    lambda f: f(_Bend(), np.array([2.0, 1.0, 3.0]), 0.1, 0.8, 4)[0],
    lambda f: f(_Bend(), np.array([2.0, 1.0, 3.0]), 0.1, 0.8, 4)[1],
    lambda f: f(_Bend(2), np.array([2.0, 1.0, 3.0]), 0.1, 0.8, 5)[1],
    lambda f: f(_Bend(2, INF), np.array([2.0, 1.0, 3.0]), 0.1, 0.8, 5)[1],
    lambda f: f(_Bend(2, INF), np.array([2.0, 1.0, 3.0]), 0.1, 0.8, 5)[0],
    lambda f: f(_Bend(), np.array([2, 1, 3]), 0.1, 0.8, 4)[1],
    lambda f: f(_Bend(), np.array([2.0, 1.0, 3.0]), 2.0, 20.0, 6)[1],
    _start_afterwards,
    _calls_of_four,
    lambda f: _calls_of_four(f, until=2),
)
lr_range_test__why = (
    "A hundred steps tell you the decade in which to search: cheaper than one whole training (Smith 2017)."
)
