"""Visible checks of the exercises of step 7: train, capstone_report."""

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

# --- capstone_report --------------------------------------------------------------------------------------------

ENDS = {  # three runs of each problem, in two coordinates
    "bowl": [(1e-4, 0.0), (0.0, -2e-4), (1e-4, 1e-4)],
    "steep": [(0.3, 0.0), (0.0, 0.1), (0.01, 0.0)],
    "wells": [(-1.0, 0.2), (1.1, 0.0), (-0.9, 0.1)],
    "level": [(0.0, 0.0), (0.0, 1e-5), (0.0, 2e-5)],
    "alone": [(0.2, 0.0), (0.1, 0.0), (0.0, 0.3)],
}
FRESH = {
    "bowl": (0.97, 0.98, 0.965),
    "steep": (0.95, 0.94, 0.955),
    "wells": (0.9, 0.99, 0.91),
    "level": (0.6, 0.95, 0.5),
    "alone": (0.4, 0.5, 0.3),
}
DATA = {"bowl": "one", "steep": "one", "wells": "two", "level": "two", "alone": "three"}


def _bowl(theta):
    return float(theta[0] ** 2 + 2 * theta[1] ** 2 + 0.1)


def _wells(theta):
    return float((theta[0] ** 2 - 1) ** 2 + 0.3 * theta[0] + theta[1] ** 2)


def _made(more=()):
    """Five problems whose runs are known, and a list of the seeds that were asked for."""
    asked, problems = [], {}
    fresh = FRESH | dict(more)
    for name in ENDS:
        wells = name == "wells"

        def train(seed, name=name):
            asked.append((name, seed))
            return np.array(ENDS[name][seed])

        def accuracy(theta, name=name):
            at = [k for k, end in enumerate(ENDS[name]) if np.allclose(theta, end, rtol=0, atol=1e-9)]
            expect(bool(at), "accuracy was asked at a place where no run ended.")
            return float(np.mean([fresh[name][k] for k in at]))

        def gradient(theta, wells=wells):
            x, y = theta
            return np.array([4 * x * (x**2 - 1) + 0.3, 2 * y]) if wells else np.array([2 * x, 4 * y])

        problems[name] = {
            "data": DATA[name],
            "train": train,
            "loss": _wells if wells else _bowl,
            "gradient": gradient,
            "accuracy": accuracy,
            "mu": {"bowl": 2.0, "steep": 2.0}.get(name, 0.0),
        }
    return problems, asked


def _report(f, more=()):
    problems, asked = _made(more)
    report = f(problems)
    expect(isinstance(report, dict), "it should return a dict with the keys 'table' and 'claims'.")
    for key in ("table", "claims"):
        expect(isinstance(report.get(key), dict), f"the report's {key!r} should be a dict.")
    expect(set(report["table"]) == set(ENDS), "the table should have one entry for each problem.")
    return report["table"], report["claims"], asked


def _entry(table, name, key, expected, idea):
    expect(isinstance(table[name], dict) and key in table[name], f"table[{name!r}] has no {key!r}.")
    value = table[name][key]
    if expected is None:
        expect(value is None, f"the {key} of {name!r} should be None: its mu is 0, so nothing is certified.")
    else:
        close(value, expected, f"the {key} of {name!r}", idea, atol=1e-12)


@_own
def capstone_report__runs(f):
    """each problem is trained once for each of the seeds 0, 1, 2"""
    asked = _report(f)[2]
    right = sorted((name, seed) for name in ENDS for seed in range(3))
    expect(sorted(asked) == right, f"train was called {len(asked)} times; seeds 0, 1, 2 once each make {len(right)}.")


@_own
def capstone_report__medians(f):
    """loss and accuracy are the medians of the three runs"""
    table = _report(f)[0]
    for name in ENDS:
        loss = _wells if name == "wells" else _bowl
        idea = "The middle one of three: neither the mean nor the best."
        _entry(table, name, "loss", np.median([loss(end) for end in ENDS[name]]), idea)
        _entry(table, name, "accuracy", np.median(FRESH[name]), idea)


@_own
def capstone_report__gaps(f):
    """the gap is the largest certificate of the three runs, and None where mu is 0"""
    table = _report(f)[0]
    idea = "The gradient's squares, summed, over 2 mu; the worst of the three runs."
    _entry(table, "bowl", "gap", 16e-8 * 4 / 4, idea)
    _entry(table, "steep", "gap", 0.36 / 4, idea)
    _entry(table, "wells", "gap", None, idea)
    _entry(table, "level", "gap", None, idea)


@_own
def capstone_report__rise(f):
    """the rise is measured on the line between the runs of seeds 0 and 1"""
    table = _report(f)[0]
    a, b = np.array(ENDS["wells"][:2])
    s = np.linspace(0, 1, 51)
    line = np.array([_wells(a + share * (b - a)) for share in s])
    idea = "51 even points; how far the loss is above the chord, never negative."
    _entry(table, "wells", "rise", np.max(line - (1 - s) * line[0] - s * line[-1]), idea)
    _entry(table, "bowl", "rise", 0.0, idea)


@_own
def capstone_report__claims(f):
    """the claims say no more than the runs"""
    certified = "bowl"
    first = {"one": "bowl", "two": None, "three": "alone"}
    for more, winner in (((), first), ({"steep": (0.95, 0.94, 0.97)}, first | {"one": None})):
        claims = _report(f, more)[1]
        for key in ("certified", "not convex", "winner"):
            expect(key in claims, f"the claims have no {key!r}.")
        for key, right in (("certified", [certified]), ("not convex", ["wells"])):
            said = claims[key]
            expect(isinstance(said, (list, tuple)), f"claims[{key!r}] should be a list of names.")
            expect(sorted(map(str, said)) == right, f"claims[{key!r}] should be {right}, you say {list(said)}.")
        idea = "Its worst run must beat the best run of every other on the same data."
        expect(claims["winner"] == winner, f"the winners should be {winner}, you say {claims['winner']}. {idea}")


def _told(f, more=()):
    report = f(_made(more)[0])
    table, claims = report["table"], report["claims"]
    rows = [[table[name][key] for key in ("loss", "accuracy", "gap", "rise")] for name in ENDS]
    numbers = [np.nan if value is None else float(value) for row in rows for value in row]
    return np.array(numbers), str(sorted(claims["certified"])), str(sorted(claims["not convex"])), str(claims["winner"])


capstone_report__public = (
    lambda f: _told(f)[0],
    lambda f: _told(f)[1],
    lambda f: _told(f)[2],
    lambda f: _told(f)[3],
    lambda f: _told(f, {"steep": (0.95, 0.94, 0.97)})[3],
    lambda f: len(_asked_for(f)),
)


def _asked_for(f):
    problems, asked = _made()
    f(problems)
    return asked


capstone_report__why = "A report that says no more than its runs can be trusted by those who have not seen them."
__all__ += ["train__public", "train__why", "capstone_report__public", "capstone_report__why"]
