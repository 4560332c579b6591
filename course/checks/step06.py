"""Visible checks of the exercises of step 6: fair_race, convexity_report."""

import numpy as np

from course.checks.visible import array, close, expect

NAN, INF = float("nan"), float("inf")

# --- fair_race --------------------------------------------------------------------------------------------------


class _Track:
    """A run that looks a loss up by optimizer, rate and seed; counts its calls and keeps the budgets."""

    def __init__(self, table):
        self.table, self.calls, self.budgets = table, 0, []

    def __call__(self, optimizer, eta, seed, budget):
        self.calls += 1
        self.budgets.append(budget)
        known = self.table.get(optimizer, {}).get(float(eta))
        expect(
            known is not None and int(seed) in range(len(known)),
            f"run was called with {optimizer!r}, {eta!r}, {seed!r}: hand it an optimizer, one of its rates and a seed.",
        )
        return known[int(seed)]


def _race(f, table, budget=10, etas=None):
    """(track, what f returned) for {name: {eta: (loss of seed 0, of seed 1, ...)}}."""
    track = _Track(table)
    rows = next(iter(table.values()))
    seeds = list(range(len(next(iter(rows.values())))))
    return track, f(track, list(table), list(rows if etas is None else etas), seeds, budget)


def _entries(f, table, wanted, why, **how):
    """`Off` unless the race on `table` gives {name: (eta, loss)} as wanted."""
    _, found = _race(f, table, **how)
    expect(found is not None, "it returned None: does the function end in `return ...`?")
    expect(
        isinstance(found, dict), f"it should return a dictionary, {{name: (eta, loss)}}, not {type(found).__name__}."
    )
    expect(
        set(found) == set(wanted),
        f"the dictionary should have the entries {', '.join(wanted)}; yours has {', '.join(map(str, found)) or 'none'}.",
    )
    for name, (eta, loss) in wanted.items():
        rows = "; ".join(f"{rate:g}: {', '.join(f'{one:g}' for one in losses)}" for rate, losses in table[name].items())
        entry = found[name]
        pair = isinstance(entry, (tuple, list)) and len(entry) == 2
        expect(pair, f"the entry of {name} should be a pair (eta, loss), but it is {entry!r}.")
        told = f"losses of {name} (rate: by seed) are {rows}."
        if eta is None:
            expect(
                entry[0] is None, f"{told} No median is finite: the rate should be None, yours is {entry[0]!r}. {why}"
            )
            given = float(array(entry[1], (), f"the loss of {name}"))
            expect(given == INF, f"{told} No median is finite: the loss should be inf, yours is {given:g}. {why}")
            continue
        expect(entry[0] is not None, f"{told} The best rate is {eta:g}, you say None. {why}")
        rate, given = (
            float(array(one, (), f"the {what} of {name}")) for one, what in zip(entry, ("rate", "loss"), strict=True)
        )
        expect(np.isclose(rate, eta), f"{told} The best rate is {eta:g}, you say {rate:g}. {why}")
        close(given, loss, f"the loss of {name}", f"The {told} {why}")


OWN = {"a": {0.1: (0.5,), 1.0: (0.2,), 4.0: (0.9,)}, "b": {0.1: (0.3,), 1.0: (0.6,), 4.0: (0.7,)}}
SPREAD = {
    "a": {1.0: (0.0, 0.8, 0.9), 0.1: (0.9, 0.5, 0.4), 4.0: (0.6, 0.6, 0.6)},
    "b": {1.0: (0.2, 0.3, 9.0), 0.1: (0.5, 0.4, 0.6), 4.0: (0.7, 0.1, 0.8)},
}
BROKEN = {
    "a": {0.1: (0.5, 0.6, 0.7), 1.0: (0.1, NAN, NAN), 4.0: (INF, 0.2, INF)},
    "b": {0.1: (0.5, 0.6, 0.7), 1.0: (0.1, NAN, 0.3), 4.0: (-INF, -INF, 0.2)},
}
HOPELESS = {"a": {0.1: (NAN, NAN, 0.1), 1.0: (INF, NAN, INF)}, "b": {0.1: (0.5, 0.6, 0.7), 1.0: (0.4, INF, INF)}}
TIED = {"a": {1.0: (0.5, 0.5, 0.1), 0.1: (0.5, 0.9, 0.2), 4.0: (0.6, 0.5, 0.5)}}
EVEN = {"a": {0.1: (0.2, 0.5, 0.6, 0.9), 1.0: (0.4, 0.5, 0.3, 0.9), 4.0: (0.1, 0.9, 0.95, 0.1)}}


def fair_race__own_best(f):
    """with one seed, every optimizer has its own best rate and the loss there"""
    why = "Each optimizer chooses its own rate; the pair is (eta, loss)."
    _entries(f, OWN, {"a": (1.0, 0.2), "b": (0.1, 0.3)}, why)


def fair_race__median(f):
    """with several seeds, the rate with the smallest median wins, and the median is its loss"""
    why = "Take the median over the seeds for each rate, then compare the medians."
    _entries(f, SPREAD, {"a": (0.1, 0.5), "b": (1.0, 0.3)}, why)
    _entries(f, EVEN, {"a": (1.0, 0.45)}, "Of four numbers, the median is half-way between the two in the middle.")


def fair_race__crashed(f):
    """a run that flew off counts as infinitely bad, and stays in the median"""
    why = "A crashed run is a run: turn nan, inf and -inf into inf before the median, and do not leave them out."
    _entries(f, BROKEN, {"a": (0.1, 0.6), "b": (1.0, 0.3)}, why)
    _entries(f, HOPELESS, {"a": (None, INF), "b": (0.1, 0.6)}, why)


def fair_race__tie(f):
    """on a tie the smaller rate wins, whatever the order of the rates"""
    why = "Equal medians: take the smaller rate."
    _entries(f, TIED, {"a": (0.1, 0.5)}, why)
    _entries(f, TIED, {"a": (0.1, 0.5)}, why, etas=np.array([4.0, 0.1, 1.0]))


def fair_race__budget(f):
    """every run gets the whole budget, and each combination is run once"""
    track, _ = _race(f, SPREAD, budget=600)
    wrong = [one for one in track.budgets if one != 600]
    expect(not wrong, f"the budget is 600 for each run, but run was called with {wrong[:1]}. Hand it on as it is.")
    expect(
        track.calls == 18,
        f"2 optimizers, 3 rates and 3 seeds are 18 runs, you made {track.calls}. Keep the losses.",
    )


def _shown(f, table, **how):
    """Rates and losses, a row for each optimizer; nan for None."""
    _, found = _race(f, table, **how)
    rows = [found[name] for name in table]
    return np.array([[NAN if part is None else float(part) for part in row] for row in rows])


def _spent(f):
    track, _ = _race(f, SPREAD, budget=600)
    return np.array([track.calls, *sorted(float(one) for one in track.budgets)])


fair_race__public = (
    lambda f: _shown(f, OWN),
    lambda f: _shown(f, SPREAD),
    lambda f: _shown(f, EVEN),
    lambda f: _shown(f, BROKEN),
    lambda f: _shown(f, HOPELESS),
    lambda f: _shown(f, TIED),
    lambda f: _shown(f, TIED, etas=np.array([4.0, 0.1, 1.0])),
    _spent,
)
fair_race__why = "Before you believe that one optimizer beats another, ask for this table."

# --- convexity_report -------------------------------------------------------------------------------------------

NOTHING = "no violation found"


def _bowl(x):
    return float(np.sum(np.square(x))) + 1.0


def _kink(x):
    return float(np.sum(np.abs(x)))


def _saddle(x):
    return float(x[0] ** 2 + 3 * x[0] * x[1] + np.exp(x[1]))


def _wells(x):
    return float(np.sum((np.square(x) - 1) ** 2) + 0.3 * x[0])


def _plane(x):
    return 3.7e8 * x[0] - 1.3e8 * x[1] + 0.1


CASES = {"saddle": _saddle, "bowl": _bowl, "two wells": _wells, "kink": _kink}


def _report(f, losses, lo=-2, hi=2, dim=2, seed=0):
    found = f(dict(losses), lo, hi, dim, np.random.default_rng(seed))
    expect(found is not None, "it returned None: does the function end in `return ...`?")
    expect(isinstance(found, dict), f"it should return a dictionary by name, not {type(found).__name__}.")
    expect(
        set(found) == set(losses),
        f"the report should have the entries {', '.join(losses)}; yours has {', '.join(map(str, found)) or 'none'}.",
    )
    return found


def _is_witness(name, f, found, lo, hi, dim):
    """`Off` unless `found` is a chord in the box that the graph of f breaks through."""
    expect(
        not isinstance(found, str), f"{name} is not convex, and you say {found!r}. Fresh a, b and lam for each chord?"
    )
    three = isinstance(found, (tuple, list)) and len(found) == 3
    expect(three, f"the value of {name} should be (a, b, lam) or {NOTHING!r}, but it is {type(found).__name__}.")
    a, b = (array(end, (dim,), f"{which} of {name}") for end, which in zip(found[:2], "ab", strict=True))
    lam = float(array(found[2], (), f"lam of {name}"))
    expect(0 <= lam <= 1, f"lam of {name} is {lam:.3g}; it lies between 0 and 1.")
    inside = min(a.min(), b.min()) >= lo and max(a.max(), b.max()) <= hi
    expect(inside, f"a = {a} or b = {b} of {name} lies outside the box from {lo} to {hi}.")
    gap = f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b))
    expect(gap > 0, f"the chord you give for {name} is no violation: its gap is {gap:.3g}. lam is the share of a.")


def convexity_report__names(f):
    """every loss has its entry"""
    _report(f, CASES)
    _report(f, {"only one": _bowl})


def _innocent(name, value, idea="Graph minus chord, more than 1e-9 of the heights?"):
    """`Off` if `value` is a witness."""
    expect(value is None or isinstance(value, str), f"{name} is convex here, but you give a witness. {idea}")


def convexity_report__convex(f):
    """where no chord is broken it says 'no violation found', not more"""
    for losses in ({"bowl": _bowl}, {"kink": _kink}, {"plane": _plane}):
        ((name, value),) = _report(f, losses).items()
        _innocent(name, value)
        expect(value is not None, f"the entry of {name} is None; where nothing was found it should be {NOTHING!r}.")
        expect(value == NOTHING, f"the words for {name} are {NOTHING!r}, yours are {value!r}: a search proves nothing.")


def convexity_report__witness(f):
    """a loss that is not convex has a witness that anybody can check, others beside it or not"""
    for seed in range(5):
        found = _report(f, CASES, seed=seed)
        for name, value in found.items():
            if name in ("bowl", "kink"):
                _innocent(name, value)
            else:
                _is_witness(name, CASES[name], value, -2, 2, 2)


def convexity_report__box(f):
    """it looks inside the box only: the two wells are convex from 1 to 3"""
    for dim in (1, 3):
        found = _report(f, {"two wells": _wells}, 1.0, 3.0, dim)["two wells"]
        _innocent("two wells", found, "From 1 to 3 they are: draw a and b from lo to hi.")
        found = _report(f, {"two wells": _wells}, -1.0, 1.0, dim)["two wells"]
        _is_witness("two wells", _wells, found, -1, 1, dim)


def _verdicts(losses, *where):
    """For the slips: by name, words as they are, a witness by whether it is one."""

    def shown(f):
        found = f(dict(losses), *where, np.random.default_rng(0))
        told = []
        for name in losses:
            value = found.get(name, "no entry")
            if not isinstance(value, str) and value is not None:
                a, b, lam = np.asarray(value[0], dtype=float), np.asarray(value[1], dtype=float), float(value[2])
                g = losses[name]
                rises = g(lam * a + (1 - lam) * b) > lam * g(a) + (1 - lam) * g(b)
                inside = 0 <= lam <= 1 and min(a.min(), b.min()) >= where[0] and max(a.max(), b.max()) <= where[1]
                value = f"{'rises' if rises else 'does not rise'}, {'inside' if inside else 'outside'}"
            told.append(f"{name}: {value}")
        return "; ".join(told)

    return shown


convexity_report__public = (
    _verdicts(CASES, -2, 2, 2),
    _verdicts({"plane": _plane}, -2, 2, 2),
    _verdicts({"two wells": _wells, "bowl": _bowl}, -2, 2, 1),
    _verdicts({"two wells": _wells}, 1.0, 3.0, 1),
    _verdicts({"low wells": lambda x: 1e-12 * _wells(x)}, -2, 2, 1),
    _verdicts({"bowl": _bowl, "saddle": _saddle}, -2, 2, 2),
    _verdicts({"hill": lambda x: -_bowl(x)}, -2, 2, 1),
)
convexity_report__why = (
    'One witness ends every argument that begins with "always". The lesson\'s last myths fall by it.'
)
