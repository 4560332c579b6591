"""Visible checks of the exercises of step 7: capstone_report."""

import numpy as np

from course.checks.visible import close, expect

__all__ = []  # filled below: names that begin with an exercise's name


def _own(thing):
    __all__.append(thing.__name__)
    return thing


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
    lambda f: _told(f, {"steep": (0.95, 0.94, 0.99)})[3],
    lambda f: len(_asked_for(f)),
)


def _asked_for(f):
    problems, asked = _made()
    f(problems)
    return asked


capstone_report__why = "A report that says no more than its runs can be trusted by those who have not seen them."
__all__ += ["capstone_report__public", "capstone_report__why"]
