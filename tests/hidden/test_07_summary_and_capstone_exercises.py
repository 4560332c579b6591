"""Hidden tests of exercises 07: the docstring is the line a student reads, the hint follows where it fails."""

import numpy as np

from autograder.border import Callback
from autograder.hidden import Wrong, assert_close, expect
from course.experiments import capstone

# --- mlp_loss_grad ----------------------------------------------------------------------------------------------


def network(params, X, y, l2=0.0):
    """(loss, gradients) of the tanh network."""
    W1, b1, W2, b2 = (np.asarray(part, dtype=float) for part in params)
    H = np.tanh(X @ W1 + b1)
    Z = H @ W2 + b2
    top = Z.max(axis=1, keepdims=True)
    total = top + np.log(np.exp(Z - top).sum(axis=1, keepdims=True))
    loss = np.mean(total[:, 0] - Z[np.arange(len(y)), y]) + l2 / 2 * (np.sum(W1**2) + np.sum(W2**2))
    D = (np.exp(Z - total) - np.eye(Z.shape[1])[y]) / len(y)
    E = D @ W2.T * (1 - H**2)
    return loss, [X.T @ E + l2 * W1, E.sum(axis=0), H.T @ D + l2 * W2, D.sum(axis=0)]


def case(rng, n=7, inputs=3, hidden=4, classes=3):
    """A random network, rows and classes; the last class has no row, the first input is always 0."""
    params = [rng.normal(size=shape) for shape in ((inputs, hidden), (hidden,), (hidden, classes), (classes,))]
    X, y = rng.normal(size=(n, inputs)), rng.integers(classes - 1, size=n)
    X[:, 0] = 0
    return params, X, y


def compare(result, expected, loss_hint, hints):
    two = isinstance(result, (tuple, list)) and len(result) == 2
    expect(two, hint="Return two things: the loss, and the list of the four gradients.")
    assert_close(result[0], expected[0], hint=loss_hint)
    four = isinstance(result[1], (tuple, list)) and len(result[1]) == 4
    expect(four, hint="Four gradients, for W1, b1, W2 and b2, in a list.")
    for k in (3, 2, 1, 0):
        assert_close(result[1][k], expected[1][k], atol=1e-10, hint=hints[k])


LOSS = "The mean over the rows of log(sum of exp(Z)) - Z at the right class, plus l2 / 2 times the squared weights."
HINTS = {
    3: "b2: softmax(Z) minus the truth, over n, summed over the rows.",
    2: "W2: H.T @ (softmax(Z) - truth) / n, with H after tanh, plus l2 * W2.",
    1: "b1: the blame goes back through W2.T and through tanh, whose slope is 1 - H**2; sum over the rows.",
    0: "W1: X.T @ the blame of the hidden units, plus l2 * W1.",
}


def test_mlp_loss_grad__loss(student, rng):
    """The loss is right on random networks of several shapes."""
    for shape in ({}, {"classes": 2, "hidden": 1}, {"n": 1, "inputs": 5, "classes": 6}):
        params, X, y = case(rng, **shape)
        result = student.mlp_loss_grad(params, X, y, 0.0)
        expect(isinstance(result, (tuple, list)) and len(result) == 2, hint="Return two things: loss and gradients.")
        assert_close(result[0], network(params, X, y)[0], hint=LOSS)


def test_mlp_loss_grad__gradients(student, rng):
    """All four gradients are right without a penalty, on random networks of several shapes."""
    for shape in ({}, {"classes": 2, "hidden": 5}, {"n": 1, "inputs": 2, "classes": 4}):
        params, X, y = case(rng, **shape)
        compare(student.mlp_loss_grad(params, X, y, 0.0), network(params, X, y), LOSS, HINTS)


def test_mlp_loss_grad__square_tables(student, rng):
    """Where all sizes are equal, a transposed table shows too."""
    params, X, y = case(rng, n=3, inputs=3, hidden=3, classes=3)
    compare(student.mlp_loss_grad(params, X, y, 0.0), network(params, X, y), LOSS, HINTS)


def test_mlp_loss_grad__penalty(student, rng):
    """The penalty counts the weights once, with a half in the loss, and leaves the biases alone."""
    params, X, y = case(rng)
    hints = dict.fromkeys((3, 1), "Right without a penalty? Then: biases are free, no l2 in their gradient.")
    hints |= dict.fromkeys((2, 0), "Right without a penalty? Then: it has a gradient too, l2 times the weights.")
    loss = "Right without a penalty? Then: l2 / 2 times the squares of W1 and W2, no biases, once and not for each row."
    compare(student.mlp_loss_grad(params, X, y, 0.7), network(params, X, y, 0.7), loss, hints)


def test_mlp_loss_grad__mean(student, rng):
    """Every row twice changes nothing: loss and gradients are means over rows."""
    params, X, y = case(rng)
    compare(student.mlp_loss_grad(params, X, y, 0.1), network(params, X, y, 0.1), LOSS, HINTS)
    twice = student.mlp_loss_grad(params, np.vstack([X, X]), np.append(y, y), 0.1)
    hint = "With each row twice your result changes: a sum over rows where a mean belongs?"
    compare(twice, network(params, X, y, 0.1), hint, dict.fromkeys(range(4), hint))


def test_mlp_loss_grad__any_scale(student, rng):
    """Scores of thousands give finite and right numbers, a loss of thousands included."""
    params, X, y = case(rng)
    for scale in (3e3, -3e3, 60.0):
        large = [params[0], params[1], scale * params[2], params[3]]
        hint = "Is it inf, nan or cut off? Subtract each row's highest score before exp; take no log of a share."
        compare(
            student.expecting_nonfinite().mlp_loss_grad(large, X, y, 0.0),
            network(large, X, y),
            hint,
            dict.fromkeys(range(4), hint),
        )


def test_mlp_loss_grad__arguments(student, rng):
    """Lists of whole numbers work, and the arguments stay as they were."""
    params = [rng.integers(-2, 3, size=shape) for shape in ((2, 3), (3,), (3, 2), (2,))]
    X, y = rng.integers(-2, 3, size=(5, 2)), np.array([0, 1, 1, 0, 1])
    result = student.mlp_loss_grad([part.tolist() for part in params], X.tolist(), y.tolist(), 1)
    compare(result, network(params, X, y, 1), "Make float arrays of the lists first.", HINTS)
    params, X, y = case(rng)
    result = student.mlp_loss_grad(params, X, y, 0.2)
    left, X_left, y_left = student.last.arguments[:3]
    same = all(map(np.array_equal, left, params)) and np.array_equal(X_left, X) and np.array_equal(y_left, y)
    expect(bool(same), hint="One of the arguments was changed: params, X or y. Work with new arrays.")
    compare(result, network(params, X, y, 0.2), LOSS, HINTS)


# --- chord_barrier ----------------------------------------------------------------------------------------------


def barrier(f, a, b):
    shares = np.linspace(0, 1, 51)
    heights = np.array([f((1 - s) * a + s * b) for s in shares])
    return max(0.0, float(np.max(heights - (1 - shares) * heights[0] - shares * heights[-1])))


def waves(rng, d):
    """A bumpy function on d coordinates, which does not feel the last one."""
    tilt, pace = rng.normal(size=d), rng.uniform(2, 4, size=d)
    tilt[-1] = pace[-1] = 0
    return lambda x: float(tilt @ x + np.sum(np.sin(pace * x)))


def test_chord_barrier__random_ridges(student, rng):
    """The rise above the chord is right on bumpy ground, between places of different height."""
    for d in (1, 2, 6):
        f, a, b = waves(rng, d + 1), rng.normal(size=d + 1), 2 * rng.normal(size=d + 1)
        hint = (
            "The chord at share s is (1 - s) f(a) + s f(b), the place (1 - s) a + s b; 51 even points with both ends."
        )
        assert_close(student.chord_barrier(f, a, b), barrier(f, a, b), atol=1e-9, hint=hint)


def test_chord_barrier__narrow_ridge(student, rng):
    """A ridge away from the middle is found."""
    at = float(rng.choice([0.2, 0.24, 0.72, 0.8]))
    a, b = rng.normal(size=3), rng.normal(size=3)

    def f(x):
        return float(np.exp(-2000 * ((x - a) @ (b - a) / ((b - a) @ (b - a)) - at) ** 2))

    hint = "Look at all 51 points from a to b, not at the middle only."
    assert_close(student.chord_barrier(f, a, b), barrier(f, a, b), atol=1e-9, hint=hint)


def test_chord_barrier__tilted(student, rng):
    """A tilt changes nothing: only what is above the chord counts."""
    f, slope = waves(rng, 3), 5 * rng.normal(size=3)
    a, b = rng.normal(size=3), 2 * rng.normal(size=3)
    tilted = student.chord_barrier(lambda x: f(x) + float(slope @ x), a, b)
    assert_close(tilted, barrier(f, a, b), atol=1e-9, hint="Measure from the chord, not from the higher or lower end.")


def test_chord_barrier__convex(student, rng):
    """On convex ground the rise is 0, never below; on the same ground upside down it is not."""
    c, a, b = rng.uniform(1, 3, size=3), rng.normal(size=3), rng.normal(size=3)
    flat = student.chord_barrier(lambda x: float(c @ x**2), a, b)
    expect(isinstance(flat, (int, float)) and abs(flat) < 1e-9, hint="Ground below the chord is no barrier: 0 then.")
    expect(flat >= 0, hint="Never negative: max(0.0, ...).")
    assert_close(
        student.chord_barrier(lambda x: -float(c @ x**2), a, b),
        c @ (b - a) ** 2 / 4,
        hint="On a dome the middle stands above the chord.",
    )


def test_chord_barrier__arguments(student, rng):
    """Lists of whole numbers work, f is called at most 53 times, and the places stay as they were."""
    a, b = [int(one) for one in rng.integers(-4, 0, size=2)], [int(one) for one in rng.integers(1, 5, size=2)]
    f = waves(rng, 2)
    counted = Callback(lambda x: f(np.asarray(x)), at_most=53, hint="51 points are enough: keep f(a) and f(b).")
    assert_close(
        student.chord_barrier(counted, a, b),
        barrier(f, np.array(a, dtype=float), np.array(b, dtype=float)),
        atol=1e-9,
        hint="Are only whole numbers off? np.asarray(a, dtype=float).",
    )
    a, b = rng.normal(size=2), rng.normal(size=2)
    found = student.chord_barrier(f, a, b)
    same = [np.array_equal(left, one) for left, one in zip(student.last.arguments[1:], (a, b), strict=False)]
    expect(all(same), hint="a or b was changed. Work with new arrays.")
    assert_close(found, barrier(f, a, b), atol=1e-9, hint="Leaving a and b alone is not enough: return the rise.")


# --- train ------------------------------------------------------------------------------------------------------

DEALS = 3  # of the digits, for the network: one deal's 719 fresh rows are too few to rank by
OVER = "Your code asks for more rows than the budget. It counts rows, not steps: a call costs as many as it has rows, at least 16."


def counted(problem):
    """The meter of a problem, as a function that ends the test when it is overdrawn."""
    meter = problem.meter()

    def loss_grad(theta, rows=None):
        try:
            return meter(theta, rows)
        except capstone.OverBudgetError:
            raise Wrong(OVER) from None

    return loss_grad, meter


def trained(student, problem, rng, start=None, record=None):
    """What train returns for a problem; `record` keeps the share of fresh rows that are right, and the passes it took."""
    loss_grad, meter = counted(problem)
    start = problem.start(rng) if start is None else start
    theta = student.expecting_nonfinite().train(loss_grad, start, problem.n, problem.budget, rng, problem.L, problem.mu)
    form = "Return the trained parameters alone: one array or list of d numbers."
    try:
        theta = np.asarray(theta, dtype=float)
    except (TypeError, ValueError):
        raise Wrong(form) from None
    expect(theta.shape == (problem.model.d,), hint=form)
    expect(bool(np.all(np.isfinite(theta))), hint="theta is no longer finite: did it fly off?")
    expect(meter.spent > 0, hint="loss_grad was never called: nothing can have been learned.")
    if record:
        record("accuracy", round(problem.accuracy(theta), 6))
        record("passes", round(meter.spent / problem.n, 6))
    return theta


def gap(problem, theta):
    return float(np.sum(problem.model.gradient(theta) ** 2)) / (2 * problem.mu)


def test_train__certificate(student, rng, record_property):
    """Logistic regression: within 400 passes the certificate is at most 1e-6."""
    problem = capstone.tumours(rng)[0]
    hint = "The gradient is not small enough. Is it noise of minibatches, or plain descent at 1 / L? All rows, with memory tuned by L and mu, get there."
    found = gap(problem, trained(student, problem, rng, record=record_property))
    record_property("gap", found)
    expect(found <= 1e-6, hint=hint)


def test_train__certificate_from_afar(student, rng):
    """The same from a start far away: two starts, one loss."""
    problem = capstone.tumours(rng)[0]
    hint = "From near 0 a method may be lucky. This start is far away, the budget is the same, and the certificate should be too."
    expect(gap(problem, trained(student, problem, rng, 3 * rng.normal(size=problem.model.d))) <= 1e-6, hint=hint)


def test_train__hinge(student, rng, record_property):
    """The hinge: within 40 passes the training loss is within 0.02 of the best we know."""
    problem = capstone.tumours(rng)[1]
    loss = float(problem.model.value(trained(student, problem, rng, record=record_property)))
    reference = np.random.default_rng(0)
    theta, m, v, steps = np.zeros(problem.model.d), 0.0, 0.0, 5000
    for t in range(1, steps + 1):
        g = problem.model.on(reference.integers(problem.n, size=32)).gradient(theta)
        m, v = 0.9 * m + 0.1 * g, 0.999 * v + 0.001 * g**2
        theta = theta - 0.02 * (1 - t / steps) * (m / (1 - 0.9**t)) / (np.sqrt(v / (1 - 0.999**t)) + 1e-8)
    best = float(problem.model.value(theta))
    expect(
        loss <= best + 0.02,
        hint="Too far above the best we know. Are all rows used, and the budget? A kink does not flatten out: does the rate fall?",
    )


def test_train__softmax(student, rng, record_property):
    """Softmax regression on digits: within 10 passes 88 % of fresh rows are right."""
    problem = capstone.handwriting(rng)[0]
    right = problem.accuracy(trained(student, problem, rng, record=record_property))
    hint = "Too many fresh rows are wrong. Ten passes are ten steps with all rows, or more than 300 with 32: which do you take?"
    expect(right >= 0.88, hint=hint)


def test_train__network(student, rng, record_property):
    """The network on digits: within 20 passes 94 % of fresh rows are right."""
    kept = {"accuracy": [], "passes": []}
    for _ in range(DEALS):
        trained(student, capstone.handwriting(rng)[1], rng, record=lambda what, value: kept[what].append(value))
    right = float(np.mean(kept["accuracy"]))
    record_property("accuracy", right)
    record_property("passes", float(np.mean(kept["passes"])))
    hint = "Too many fresh rows are wrong. Does it start from theta0, deal all rows anew each pass, and tread more softly towards the end?"
    expect(right >= 0.94, hint=hint)


def test_train__same_chance(student, rng):
    """The same rng gives the same result, and it is a good one."""
    problem = capstone.tumours(rng)[1]
    seed = int(rng.integers(10**6))
    one, two = (trained(student, problem, np.random.default_rng(seed), np.zeros(30)) for _ in range(2))
    assert_close(one, two, hint="Draw all chance from the rng that is handed in, none from NumPy's own.")
    expect(float(problem.model.value(one)) < 0.3, hint="The same result twice is not enough: the hinge should fall.")


def test_train__start(student, rng):
    """theta0 may be a list of whole numbers, and is left as it was."""
    problem = capstone.tumours(rng)[1]
    theta = trained(student, problem, rng, [0] * problem.model.d)
    expect(
        float(problem.model.value(theta)) < 0.3, hint="From a list of zeros the loss should fall: a float copy first."
    )
    start = rng.normal(size=problem.model.d)
    theta = trained(student, problem, rng, start)
    expect(bool(np.array_equal(student.last.arguments[1], start)), hint="theta0 was changed. Start from a copy.")
    expect(
        float(problem.model.value(theta)) < 0.3,
        hint="theta0 is left alone, but from there the loss should fall further.",
    )


# --- capstone_report --------------------------------------------------------------------------------------------


class Desk:
    """Problems whose runs are known, behind callables that count: what `capstone_report` is handed, and the right report."""

    def __init__(self, rng, accuracies, data, mu, shapes=None):
        self.ends = {name: rng.normal(size=(3, 4)) * (3e-5 if m == 8.0 else 1.0) for name, m in mu.items()}
        self.accuracies, self.data, self.mu = accuracies, data, mu
        self.curve = {name: rng.uniform(1, 8, size=4) for name in mu}
        self.bumpy = set(shapes or ())
        self.trains = {}

    def value(self, name, theta):
        bumps = np.sum(np.cos(3 * theta)) if name in self.bumpy else 0.0
        return float(self.curve[name] @ theta**2 / 2 + 10 * bumps)

    def slope(self, name, theta):
        bumps = -3 * np.sin(3 * theta) if name in self.bumpy else 0.0
        return self.curve[name] * theta + 10 * bumps

    def problems(self):
        made = {}
        for name in self.mu:

            def train(seed, name=name):
                expect(seed in (0, 1, 2), hint="The seeds are 0, 1 and 2.")
                return self.ends[name][int(seed)]

            def accuracy(theta, name=name):
                near = np.max(np.abs(self.ends[name] - np.asarray(theta, dtype=float)), axis=1)
                expect(bool(near.min() < 1e-12), hint="Ask for the accuracy where a run ended, nowhere else.")
                return self.accuracies[name][int(np.argmin(near))]

            hint = "Training is expensive: one run for each of three seeds."
            self.trains[name] = Callback(train, at_most=3, hint=hint)
            made[name] = {
                "data": self.data[name],
                "train": self.trains[name],
                "loss": lambda theta, name=name: self.value(name, np.asarray(theta, dtype=float)),
                "gradient": lambda theta, name=name: self.slope(name, np.asarray(theta, dtype=float)),
                "accuracy": accuracy,
                "mu": self.mu[name],
            }
        return made

    def row(self, name):
        ends = self.ends[name]
        gaps = [np.sum(self.slope(name, end) ** 2) / (2 * self.mu[name]) for end in ends] if self.mu[name] else None
        return {
            "loss": float(np.median([self.value(name, end) for end in ends])),
            "accuracy": float(np.median(self.accuracies[name])),
            "gap": max(gaps) if gaps else None,
            "rise": barrier(lambda x: self.value(name, x), ends[0], ends[1]),
        }


def desk(rng, second=0.955):
    """Two rivals, three rivals of whom nobody wins, one alone; names dealt anew."""
    names = [f"model {k}" for k in rng.permutation(6)]
    lists = [
        (0.97, 0.98, 0.96),
        (0.95, 0.94, second),
        (0.9, 0.99, 0.91),
        (0.6, 0.95, 0.5),
        (0.92, 0.3, 0.1),
        (0.4, 0.5, 0.3),
    ]
    data = dict(zip(names, ["a", "a", "b", "b", "b", "c"], strict=True))
    mu = dict(zip(names, [8.0, 0.5, 0.0, 0.0, 2.0, 0.0], strict=True))
    lists = [tuple(float(one) for one in rng.permutation(three)) for three in lists]
    made = Desk(rng, dict(zip(names, lists, strict=True)), data, mu, shapes=(names[2], names[5]))
    made.curve[names[0]] = rng.uniform(8, 9, size=4)
    return made, names


def reported(student, made):
    report = student.capstone_report(made.problems())
    whole = (
        isinstance(report, dict) and isinstance(report.get("table"), dict) and isinstance(report.get("claims"), dict)
    )
    expect(whole, hint="Return a dict with a table and claims, both dicts.")
    table, claims = report["table"], report["claims"]
    rows = set(table) == set(made.mu) and all(isinstance(row, dict) for row in table.values())
    expect(rows, hint="The table has one entry, a dict, for each problem.")
    return table, claims


def column(table, made, key, hint):
    for name in made.mu:
        expect(key in table[name], hint=f"Each entry of the table has a {key!r}.")
        assert_close(table[name][key], made.row(name)[key], atol=1e-10, hint=hint)


def test_capstone_report__loss(student, rng):
    """The loss of each problem is the median of the three runs."""
    made, _ = desk(rng)
    column(reported(student, made)[0], made, "loss", "The median of the losses of seeds 0, 1 and 2: the middle one.")


def test_capstone_report__accuracy(student, rng):
    """The accuracy of each problem is the median of the three runs."""
    made, _ = desk(rng)
    table = reported(student, made)[0]
    column(table, made, "accuracy", "The median of the accuracies of the three runs: neither their mean nor the best.")


def test_capstone_report__gap(student, rng):
    """The gap is the largest certificate of the three runs, and None where nothing is known of mu."""
    made, _ = desk(rng)
    hint = "Gradient squared over 2 mu, the worst of three runs; where mu is 0 there is no certificate, so None."
    column(reported(student, made)[0], made, "gap", hint)


def test_capstone_report__rise(student, rng):
    """The rise is measured on 51 points of the line between the runs of seeds 0 and 1."""
    made, _ = desk(rng)
    hint = "How far the training loss stands above the chord between the runs of seeds 0 and 1; never negative."
    column(reported(student, made)[0], made, "rise", hint)


def test_capstone_report__certified(student, rng):
    """Certified is what has a gap of at most 1e-6, and nothing else."""
    made, names = desk(rng)
    claims = reported(student, made)[1]
    said(
        claims,
        "certified",
        [names[0]],
        "Only a gap of at most 1e-6 certifies; where mu is 0 a gradient certifies nothing.",
    )
    made.ends[names[0]][2] += 0.02  # one run of three did not arrive
    said(
        reported(student, made)[1], "certified", [], "The worst of the three runs decides, and an empty list is a list."
    )


def test_capstone_report__not_convex(student, rng):
    """Not convex is what has a rise above 1e-6, and nothing else."""
    made, names = desk(rng)
    right = [name for name in made.mu if made.row(name)["rise"] > 1e-6]
    hint = "A rise above 1e-6 is a witness; without one nothing is claimed, whatever mu is."
    said(reported(student, made)[1], "not convex", right, hint)
    made.bumpy.clear()
    said(reported(student, made)[1], "not convex", [], "On convex losses nothing rises above the chord but rounding.")


def said(claims, key, right, hint):
    found = claims.get(key)
    expect(isinstance(found, (list, tuple)), hint=f"The claims have a list {key!r}.")
    expect(all(isinstance(one, str) for one in found) and sorted(found) == sorted(right), hint=hint)


def test_capstone_report__winner(student, rng):
    """A winner's worst run beats the best of every rival on the same data."""
    for second, first in ((0.955, True), (0.965, False), (0.96, False)):
        made, names = desk(rng, second)
        winner = reported(student, made)[1].get("winner")
        expect(isinstance(winner, dict), hint="The winners are a dict, {data: name or None}.")
        hint = (
            "One entry for each data set; compare only on the same data, worst run against best run; a tie is no win."
        )
        right = {"a": names[0] if first else None, "b": None, "c": names[5]}
        assert_close(winner, right, hint=hint)


def test_capstone_report__one_run_a_seed(student, rng):
    """Each problem is trained once for each of three seeds, and all three runs count."""
    made, _ = desk(rng)
    table = reported(student, made)[0]
    for name in made.mu:
        seeds = sorted(int(args[0]) for args, _ in made.trains[name].calls)
        expect(seeds == [0, 1, 2], hint="Call train(0), train(1) and train(2), each once.")
    column(table, made, "accuracy", "Three runs, and the median of their accuracies.")
