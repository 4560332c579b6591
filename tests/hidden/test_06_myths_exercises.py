"""Hidden tests of exercises 06: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.border import Callback
from autograder.hidden import assert_close, expect

NAN, INF = float("nan"), float("inf")

# --- fair_race --------------------------------------------------------------------------------------------------


def rates(n, rng):
    """n different rates, in no order."""
    return rng.permutation(np.geomspace(1e-4, 0.3, n) * rng.uniform(0.8, 1.2))


class Track:
    """run(optimizer, eta, seed, budget) from a table {optimizer: (rates, seeds)}; keeps what it was called with."""

    def __init__(self, names, etas, seeds, table):
        self.names, self.etas, self.seeds = list(names), np.asarray(etas, dtype=float), list(seeds)
        self.table, self.asked = {name: np.asarray(table[name], dtype=float) for name in names}, []
        hint = "Each combination of optimizer, rate and seed is run once: keep the losses."
        self.run = Callback(self.answer, at_most=4 * len(names) * len(self.etas) * len(self.seeds), hint=hint)

    def answer(self, optimizer, eta, seed, budget):
        hint = "Call run(optimizer, eta, seed, budget) with a name, a rate and a seed from the lists, one at a time."
        expect(isinstance(optimizer, str) and optimizer in self.table, hint=hint)
        near = np.flatnonzero(np.isclose(self.etas, np.asarray(eta, dtype=float).ravel()[:1], rtol=1e-9, atol=0))
        expect(near.size == 1 and np.ndim(seed) == 0 and seed in self.seeds, hint=hint)
        self.asked.append((optimizer, int(near[0]), int(seed), budget))
        return float(self.table[optimizer][near[0], self.seeds.index(int(seed))])


def winners(track):
    """{name: (eta, median)} as the exercise says."""
    found = {}
    for name, losses in track.table.items():
        medians = np.median(np.where(np.isfinite(losses), losses, np.inf), axis=1)
        loss, eta = min(zip(medians, track.etas, strict=True))
        found[name] = (float(eta), float(loss)) if np.isfinite(loss) else (None, INF)
    return found


def race(student, track, hint, budget=50, etas=None):
    """Ask for a race and compare every entry; what is no pair is a wrong answer."""
    grid = track.etas if etas is None else etas
    found = student.expecting_nonfinite().fair_race(track.run, track.names, grid, track.seeds, budget)
    every = "Return a dictionary with an entry for every optimizer, under its name."
    expect(isinstance(found, dict) and set(found) == set(track.names), hint=every)
    for name, (eta, loss) in winners(track).items():
        entry = found[name]
        pair = isinstance(entry, (tuple, list, np.ndarray)) and len(entry) == 2
        expect(pair, hint="Each entry is a pair: (eta, loss).")
        assert_close(entry[0], eta, hint=hint)
        assert_close(entry[1], loss, hint=hint)
    return found


def crossing(rng, n=5):
    """Two optimizers whose best rates differ, one seed: losses (n, 1) each."""
    a, b = rng.uniform(1, 2, size=(n, 1)), rng.uniform(1, 2, size=(n, 1))
    a[1], b[3] = 0.4, 0.6
    return {"sgd": a, "adam": b}


def test_fair_race__each_its_own_rate(student, rng):
    """Every optimizer gets its own best rate, and the loss there, also when the others prefer another rate."""
    for names in (["sgd", "adam"], ["adam", "sgd"]):
        track = Track(names, rates(5, rng), [7], crossing(rng))
        hint = (
            "With one seed, the entry is the rate with the smallest loss of this optimizer, and that loss: (eta, loss)."
        )
        race(student, track, hint)


def test_fair_race__median(student, rng):
    """The rate with the smallest median over the seeds wins: neither the mean nor the luckiest run decides."""
    etas = rates(4, rng)
    # Rate 0: best median, one terrible run. Rate 1: luckiest run, poor median. Rate 2: best mean. Rate 3: best first run.
    steady = [[0.9, 0.30, 0.31, 9.0, 0.32], [0.8, 0.01, 0.9, 0.8, 0.7], [0.5, 0.5, 0.5, 0.5, 0.5], [0.1, 2, 2, 2, 2]]
    steady = np.array(steady) * rng.uniform(0.9, 1.1)
    for order in (range(4), rng.permutation(4)):
        table = {"sgd": steady[list(order)], "adam": steady[::-1][list(order)] * 2}
        track = Track(["sgd", "adam"], etas, [3, 1, 4, 2, 9], table)
        hint = "np.median over the seeds, for each rate; then the rate with the smallest of these medians, and that median."
        race(student, track, hint)


def test_fair_race__even_number_of_seeds(student, rng):
    """With four seeds the median lies half-way between the two losses in the middle."""
    losses = rng.uniform(1, 2, size=(3, 4))
    losses[1] = rng.permutation([0.2, 0.4, 0.5, 0.9])
    losses[2] = rng.permutation([0.1, 0.3, 0.7, 0.8])
    track = Track(["one"], rates(3, rng), [0, 1, 2, 3], {"one": losses})
    race(student, track, "The median of four numbers is the mean of the two in the middle; np.median knows.")


def test_fair_race__crashed_runs_stay(student, rng):
    """A crashed run stays in the median as infinitely bad: a rate that crashes in most runs never wins."""
    for broken in (NAN, INF):
        losses = np.array([[0.6, 0.7, 0.5], [0.1, broken, broken], [0.9, 0.8, 0.9]]) * rng.uniform(0.9, 1.1)
        track = Track(["sgd"], rates(3, rng), [5, 6, 7], {"sgd": losses})
        hint = (
            "Leaving crashed runs out rewards the rate that crashed: one lucky run of three is left. Count them as inf."
        )
        race(student, track, hint)


def test_fair_race__one_crash_of_three(student, rng):
    """One crash of three does not rule a rate out: its median is the larger of the two other losses."""
    losses = np.array([[0.6, 0.7, 0.5], [0.1, NAN, 0.3], [INF, 0.45, 0.4]]) * rng.uniform(0.9, 1.1)
    track = Track(["sgd"], rates(3, rng), [5, 6, 7], {"sgd": losses})
    hint = "Of 0.1, 0.3 and a crash the median is 0.3: turn nan into inf, then np.median. (Of nan it would be nan.)"
    race(student, track, hint)


def test_fair_race__minus_infinity(student, rng):
    """-inf is a crash too, not the best loss of all."""
    losses = np.array([[0.6, 0.7, 0.5], [-INF, -INF, 0.9], [0.8, 0.9, 0.7]]) * rng.uniform(0.9, 1.1)
    track = Track(["sgd"], rates(3, rng), [0, 1, 2], {"sgd": losses})
    race(student, track, "np.isfinite is False for nan, inf and -inf alike: all three count as infinitely bad.")


def test_fair_race__no_finite_median(student, rng):
    """An optimizer without a finite median is reported as (None, inf), beside one that has a rate."""
    lost = [[NAN, NAN, 0.1], [INF, NAN, INF]]
    found = np.array([[0.6, 0.7, 0.5], [0.1, NAN, NAN]]) * rng.uniform(0.9, 1.1)
    track = Track(["lost", "found"], rates(2, rng), [0, 1, 2], {"lost": lost, "found": found})
    hint = "No rate has a finite median: the entry is (None, np.inf), and the other optimizer keeps its own."
    race(student, track, hint)


def test_fair_race__tie(student, rng):
    """On a tie the smaller rate wins, whichever comes first."""
    grid = np.sort(rates(4, rng))
    for order in ([0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]):
        rows = np.where(np.isin(np.arange(4), [1, 2])[:, None], [[0.25, 0.1, 0.7]], [[0.8, 0.9, 0.7]])
        track = Track(["sgd"], grid[order], [0, 1, 2], {"sgd": rows[order]})
        race(student, track, "Equal medians: take the smaller rate. The rates need not be sorted.")


def test_fair_race__whole_budget(student, rng):
    """Every run gets the whole budget, and every combination is run exactly once."""
    budget, names, seeds = int(rng.integers(100, 900)), ["sgd", "momentum", "adam"], [2, 8]
    table = {name: rng.uniform(0.2, 2, size=(4, 2)) for name in names}
    track = Track(names, rates(4, rng), seeds, table)
    race(student, track, "Right budgets are not enough: return the best rate and its median for each.", budget=budget)
    expect(
        all(np.ndim(one[3]) == 0 and one[3] == budget for one in track.asked),
        hint="The budget is per run: hand it to run as it came, undivided.",
    )
    combinations = {one[:3] for one in track.asked}
    expect(
        len(combinations) == len(track.asked) == 24,
        hint="3 optimizers, 4 rates and 2 seeds are 24 runs, all different. Is a seed or a rate left out?",
    )


def test_fair_race__many_random_races(student, rng):
    """Random tables with crashes, any number of rates and seeds: all entries are right."""
    for n, m in ((1, 1), (3, 5), (6, 2), (4, 4)):
        names = [f"rule {k}" for k in range(3)]
        table = {name: rng.uniform(0.1, 2, size=(n, m)) for name in names}
        for losses in table.values():
            losses[rng.uniform(size=losses.shape) < 0.2] = rng.choice([NAN, INF])
        hint = "Races with crashes all over. Are the tests above right? Each of them shows one slip alone."
        race(student, Track(names, rates(n, rng), list(range(10, 10 + m)), table), hint)


def test_fair_race__lists_of_whole_numbers(student, rng):
    """Rates may be whole numbers in a list, a loss may be 0 or below, and the lists are left as they were."""
    etas, seeds = [8, 1, 4], [3, 1]
    table = {"sgd": [[0.5, 0.6], [0.0, 0.0], [0.3, 0.2]], "adam": [[0.5, 0.6], [0.3, 0.2], [-3.0, -2.0]]}
    track = Track(["sgd", "adam"], etas, seeds, table)
    hint = "0 is a loss and -2 is below it: compare numbers, and test with np.isfinite, not with `if loss`."
    race(student, track, hint, etas=etas)
    left = student.last.arguments
    same = list(left[1]) == ["sgd", "adam"] and list(left[2]) == [8, 1, 4] and list(left[3]) == [3, 1]
    expect(bool(same), hint="Sort copies: the caller's lists should stay as they were.")


# --- convexity_report -------------------------------------------------------------------------------------------

NOTHING = "no violation found"


def wells(x):
    return float(np.sum((np.asarray(x) ** 2 - 1) ** 2) + 0.4 * x[0])


def saddle(x):
    return float(x[0] ** 2 + 3 * x[0] * x[1] + np.exp(x[1]))


def bowl(x):
    return float(np.sum(np.asarray(x) ** 2)) + 0.7


def ramp(x):
    return float(np.logaddexp(0, 2 * x[0] - x[-1]))


def report(student, rng, losses, lo, hi, dim):
    """A report with the right names; everything else is a wrong answer."""
    found = student.convexity_report(losses, lo, hi, dim, np.random.default_rng(int(rng.integers(1 << 30))))
    hint = "Return a dictionary with one entry for each loss, under the same names."
    expect(isinstance(found, dict) and set(found) == set(losses), hint=hint)
    return found


def innocent(value, hint):
    """Not a witness; which words stand there is judged by one test."""
    expect(value is None or isinstance(value, str), hint=hint)


def guilty(f, value, lo, hi, dim, hint):
    """A chord in the box that the graph of f breaks through."""
    expect(value is not None and not isinstance(value, str), hint=hint)
    expect(isinstance(value, (tuple, list)) and len(value) == 3, hint="A witness has three parts: (a, b, lam).")
    assert_close(np.shape(value[0]), (dim,), hint="a has shape (dim,).")
    assert_close(np.shape(value[1]), (dim,), hint="b has shape (dim,).")
    assert_close(np.shape(value[2]), (), hint="lam is one number.")
    a, b, lam = np.asarray(value[0], dtype=float), np.asarray(value[1], dtype=float), float(value[2])
    expect(0 <= lam <= 1, hint="lam lies between 0 and 1: the point is between a and b.")
    inside = np.all((np.minimum(a, b) >= lo) & (np.maximum(a, b) <= hi))
    expect(bool(inside), hint="a and b lie in the box [lo, hi]^dim.")
    size = max(abs(f(a)), abs(f(b)), abs(f(lam * a + (1 - lam) * b)))
    gap = f(lam * a + (1 - lam) * b) - (lam * f(a) + (1 - lam) * f(b))
    expect(
        bool(gap > 0.99e-9 * size),
        hint="The chord you return is no violation of this loss. Is lam the share of a? Is it another loss's witness?",
    )


def test_convexity_report__each_its_own(student, rng):
    """Each loss has its own entry: witnesses for those that are not convex, before and after one that is."""
    losses = {"saddle": saddle, "ramp": ramp, "wells": wells}  # the one in the middle takes all chords
    found = report(student, rng, losses, -2, 2, 2)
    for name in ("saddle", "wells"):
        guilty(losses[name], found[name], -2, 2, 2, f"The {name} has violations: hunt on every loss, many chords.")
    innocent(found["ramp"], "This loss is convex. Is it convicted by a witness against another?")


def test_convexity_report__words(student, rng):
    """Where nothing is found the entry is 'no violation found', also on straight pieces with kinks between them."""
    slopes = rng.normal(size=(4, 2))
    found = report(student, rng, {"wells": wells, "kinks": lambda x: float(np.max(slopes @ x))}, -3, 3, 2)
    innocent(found["kinks"], "This loss is convex: graph minus chord is never positive beyond rounding.")
    hint = "The words are 'no violation found': a search that finds nothing proves nothing."
    expect(found["kinks"] == NOTHING, hint=hint)
    guilty(wells, found["wells"], -3, 3, 2, "Two wells have violations.")


def test_convexity_report__persistent(student, rng):
    """A small dent needs many chords with fresh ends and shares, at most 5000 of them."""
    place = rng.uniform(-1, 1)

    def dent(x):
        return float(x[0] ** 2 + 0.5 * np.exp(-(((x[0] - place) / 0.25) ** 2)))

    hint = "There is a dent in this bowl. About 1000 chords, each with fresh a, b, lam?"
    for losses in ({"dent": dent}, {"dent": dent}, {"dent": dent, "bowl": bowl}):
        found = report(student, rng, losses, -2, 2, 1)
        guilty(dent, found["dent"], -2, 2, 1, hint)
    innocent(found["bowl"], "A bowl without a dent is convex.")
    expect(student.last.count(bowl) >= 300, hint="Innocent after only a few heights? Try about 1000 chords first.")
    expect(student.last.count(bowl) <= 20_000, hint="At most 5000 chords for a loss, three heights each.")


def test_convexity_report__rounding(student, rng):
    """At heights of 1e8 rounding is no violation, and at heights of 1e-12 a dent is one: the tolerance is relative."""
    c = rng.uniform(1e8, 5e8, size=2)
    losses = {"plane": lambda x: float(c @ x) + 1e8, "low": lambda x: 1e-12 * wells(x)}
    found = report(student, rng, losses, -2, 2, 2)
    innocent(
        found["plane"], "A plane is convex: gaps of 1e-8 at heights of 1e8 are rounding. Compare with the heights."
    )
    guilty(losses["low"], found["low"], -2, 2, 2, "Wells 1e-12 deep are not convex: 1e-9 times the largest height.")


def test_convexity_report__box(student, rng):
    """Only the box counts, in as many dimensions as asked for."""
    found = report(student, rng, {"wells": wells}, 1.0, 3.0, 3)
    innocent(found["wells"], "From 1 to 3 these wells are convex. Are a and b drawn from lo to hi?")
    asked = np.array([args[0] for args, _ in student.last.calls(wells)])
    inside = asked.shape[1:] == (3,) and bool(np.all((asked >= 1 - 1e-9) & (asked <= 3 + 1e-9)))
    expect(inside, hint="A loss was asked for outside the box. a, b and the point between them lie inside.")
    for dim in (1, 3):
        found = report(student, rng, {"wells": wells}, -1.0, 1.0, dim)
        guilty(wells, found["wells"], -1, 1, dim, "From -1 to 1 they are not. Are a and b drawn from lo to hi?")


def test_convexity_report__chance(student, rng):
    """All chance comes from the generator: the same one gives the same report, another one another witness."""
    seed, found = int(rng.integers(1 << 30)), []
    for one in (seed, seed, seed + 1):
        entry = student.convexity_report({"wells": wells}, -2, 2, 1, np.random.default_rng(one))
        expect(isinstance(entry, dict) and "wells" in entry, hint="Return a dictionary with one entry for each loss.")
        guilty(wells, entry["wells"], -2, 2, 1, "Two wells have violations: (a, b, lam).")
        found.append(np.hstack([np.ravel(part) for part in entry["wells"]]).astype(float))
    expect(
        np.array_equal(found[0], found[1]), hint="The same generator led to another chord. Take all chance from rng."
    )
    expect(
        not np.array_equal(found[0], found[2]),
        hint="Another generator led to the same chord. Is there a fixed seed, or no chance at all, inside?",
    )
