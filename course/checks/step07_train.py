"""Visible checks of the exercises of step 7: train."""

from functools import cache

import numpy as np

from course.checks.visible import array, close, expect
from course.experiments import capstone

__all__ = []  # filled below: names that begin with an exercise's name


def _own(thing):
    __all__.append(thing.__name__)
    return thing


# --- train ------------------------------------------------------------------------------------------------------

SPLIT = 1000  # a deal of the rows that is not the one of the exercise's last cell


@cache
def _problem(name):
    found = capstone.tumours if name in ("logistic", "hinge") else capstone.handwriting
    return {one.name: one for one in found(np.random.default_rng(SPLIT))}[name]


def _run(f, problem, start=None, seed=0):
    """(theta, meter) after one training; `Off` where something else comes back or the budget is overdrawn."""
    rng, meter = np.random.default_rng(seed), problem.meter()
    start = problem.start(rng) if start is None else start
    theta = f(meter, start, problem.n, problem.budget, rng, problem.L, problem.mu)
    over = f"on the {problem.name} problem you asked for {meter.spent} rows, and the budget is {meter.budget}."
    expect(meter.spent <= meter.budget, f"{over} A call costs as many as it has rows, at least 16.")
    theta = array(theta, (problem.model.d,), f"the result on the {problem.name} problem")
    expect(
        bool(np.all(np.isfinite(theta))), f"on the {problem.name} problem theta is no longer finite: did it fly off?"
    )
    return theta, meter


def _gap(problem, theta):
    return float(np.sum(problem.model.gradient(theta) ** 2) / (2 * problem.mu))


@_own
def train__goes_down(f):
    """the hinge loss falls from its start to below 0.2, within the budget"""
    problem = _problem("hinge")
    theta, meter = _run(f, problem)
    expect(meter.spent > 0, "loss_grad was never called.")
    loss = float(problem.model.value(theta))
    expect(loss < 0.2, f"the hinge loss ends at {loss:.2g}; it starts near 1, and below 0.2 is a beginning.")


@_own
def train__certificate(f):
    """logistic regression ends with a certificate below 1e-6, from near 0 and from far away"""
    problem = _problem("logistic")
    for words, start in (("near 0", None), ("far away", 3 * np.cos(np.arange(problem.model.d)))):
        gap = _gap(problem, _run(f, problem, start)[0])
        idea = "Noise of minibatches stays, and plain descent at 1 / L is too slow: all rows and memory, tuned by L and mu."
        expect(gap <= 1e-6, f"started {words}, the certificate ends at {gap:.1e}; it should be at most 1e-6. {idea}")


@_own
def train__hinge(f):
    """the hinge ends within 0.02 of the best we know"""
    problem = _problem("hinge")
    loss = float(problem.model.value(_run(f, problem)[0]))
    best = float(problem.model.value(_known(problem)))
    idea = "A kink does not flatten out: let the rate fall."
    expect(loss <= best + 0.02, f"the hinge loss ends at {loss:.3f}, the best we know is {best:.3f}. {idea}")


@_own
def train__digits(f):
    """88 % of fresh digits by softmax in 10 passes, 94 % by the network in 20"""
    for name, bar in (("softmax", 0.88), ("network", 0.94)):
        problem = _problem(name)
        right = problem.accuracy(_run(f, problem)[0])
        idea = (
            "Few passes: many small steps with minibatches get further than few large ones, and a falling rate helps."
        )
        expect(right >= bar, f"{name} gets {right:.1%} of fresh digits right; the bar is {bar:.0%}. {idea}")


@_own
def train__manners(f):
    """theta0 may be a list of whole numbers and is left as it was; the same rng gives the same result"""
    problem = _problem("hinge")
    start = np.zeros(problem.model.d)
    first = _run(f, problem, start)[0]
    expect(not start.any(), "your function changed theta0. Start from a copy: np.array(theta0, dtype=float).")
    idea = "All chance should come from the rng that is handed in."
    close(_run(f, problem, start)[0], first, "theta of a second run with the same rng", idea)
    whole = _run(f, problem, [0] * problem.model.d)[0]
    close(whole, first, "theta from a list of zeros", "np.array(theta0, dtype=float) makes a float copy.")


def _known(problem):
    """A hinge problem's weights after ten times the budget: Adam with a rate that falls to 0."""
    rng, theta = np.random.default_rng(0), np.zeros(problem.model.d)
    m, v, steps = np.zeros_like(theta), np.zeros_like(theta), 10 * problem.budget // 32
    for t in range(1, steps + 1):
        g = problem.model.on(rng.integers(problem.n, size=32)).gradient(theta)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta = theta - 0.02 * (1 - t / steps) * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    return theta


class _Small:
    """Five rows on a line, twenty times over: loss half the mean of (theta - x)^2 plus a fourth power."""

    n, d = 100, 2

    def __init__(self, rows=None):
        x = np.tile([-1.0, 0.0, 0.5, 1.0, 2.0], 20)
        self.x = x if rows is None else x[rows]
        self.n = len(self.x)

    def on(self, rows):
        return _Small(rows)

    def value(self, theta):
        return np.mean((theta[0] - self.x) ** 2) / 2 + theta[0] ** 4 / 8 + theta[1] ** 2 / 4

    def gradient(self, theta):
        return np.array([theta[0] - self.x.mean() + theta[0] ** 3 / 2, theta[1] / 2])


def _small(f, passes, L, mu, start=(2.0, -1.0)):
    meter = capstone.Meter(_Small(), 100 * passes)
    return f(meter, np.array(start), 100, 100 * passes, np.random.default_rng(5), L, mu)


def _start_after(f):
    start = np.array([2.0, -1.0])
    f(capstone.Meter(_Small(), 300), start, 100, 300, np.random.default_rng(5), None, 0.0)
    return start


train__public = (
    lambda f: _small(f, 4, 7.0, 0.5),
    lambda f: _small(f, 3, None, 0.0),
    lambda f: _small(f, 3, 7.0, 0.0),
    _start_after,
    lambda f: _small(f, 3, None, 0.0, (2, -1)),
)
train__why = "A budget makes methods comparable, and a certificate ends the argument where there is one."
__all__ += ["train__public", "train__why"]
