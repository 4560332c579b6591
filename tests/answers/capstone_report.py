"""Right and wrong answers to capstone_report(problems)."""

import numpy as np


def build(problems, middle=np.median, worst=max, seeds=(0, 1, 2), pair=(0, 1), gap_of=None, bar=1e-6, line_points=51, twice=False):  # fmt: skip
    """The right report, with places to go wrong in."""
    table, fresh = {}, {}
    shares = np.linspace(0, 1, line_points)
    for name, problem in problems.items():
        runs = [np.asarray(problem["train"](seed), dtype=float) for seed in seeds]
        if twice:
            runs = [np.asarray(problem["train"](seed), dtype=float) for seed in seeds]
        fresh[name] = [float(problem["accuracy"](theta)) for theta in runs]
        gaps = [float(np.sum(np.asarray(problem["gradient"](theta)) ** 2)) for theta in runs]
        mu = problem["mu"]
        gap = gap_of(gaps, mu) if gap_of else (worst(gaps) / (2 * mu) if mu > 0 else None)
        a, b = runs[pair[0]], runs[pair[1]]
        line = np.array([float(problem["loss"](a + s * (b - a))) for s in shares])
        rise = float(max(0.0, np.max(line - (1 - shares) * line[0] - shares * line[-1])))
        loss = float(middle([problem["loss"](theta) for theta in runs]))
        table[name] = {"loss": loss, "accuracy": float(middle(fresh[name])), "gap": gap, "rise": rise}
    claims = {
        "certified": [name for name in table if table[name]["gap"] is not None and table[name]["gap"] <= bar],
        "not convex": [name for name in table if table[name]["rise"] > 1e-6],
        "winner": winners(problems, fresh),
    }
    return {"table": table, "claims": claims}


def winners(problems, fresh, low=min, high=max, by_data=True):
    found = {problem["data"]: None for problem in problems.values()}
    for name, problem in problems.items():
        rivals = [one for one in problems if one != name and (not by_data or problems[one]["data"] == problem["data"])]
        if all(low(fresh[name]) > high(fresh[one]) for one in rivals):
            found[problem["data"]] = name
    return found


def fresh_of(problems):
    """A stand-in that remembers what `accuracy` said, so that winners can be named anew without new runs."""
    kept = {name: [] for name in problems}
    copies = {}
    for name, problem in problems.items():

        def accuracy(theta, name=name, problem=problem):
            kept[name].append(float(problem["accuracy"](theta)))
            return kept[name][-1]

        copies[name] = dict(problem, accuracy=accuracy)
    return copies, kept


def right_plain(problems):
    """the table first, then the claims, by loops"""
    return build(problems)


def right_sorted(problems):
    """medians by sorting, tuples for lists, the names in another order"""
    report = build(problems, middle=lambda three: sorted(float(one) for one in three)[1])
    claims = report["claims"]
    for key in ("certified", "not convex"):
        claims[key] = tuple(sorted(claims[key], reverse=True))
    return {"claims": claims, "table": dict(reversed(report["table"].items()))}


def wrong_means(problems):
    """means of the three runs where medians belong"""
    return build(problems, middle=np.mean)


def wrong_best(problems):
    """the smallest of three losses and of three accuracies"""
    return build(problems, middle=min)


def wrong_one_seed(problems):
    """one run of each problem, told as if it were three"""
    return one_seed(problems)


def one_seed(problems):
    table, fresh = {}, {}
    for name, problem in problems.items():
        theta = np.asarray(problem["train"](0), dtype=float)
        fresh[name] = [float(problem["accuracy"](theta))]
        gap = (
            float(np.sum(np.asarray(problem["gradient"](theta)) ** 2)) / (2 * problem["mu"]) if problem["mu"] else None
        )
        table[name] = {"loss": float(problem["loss"](theta)), "accuracy": fresh[name][0], "gap": gap, "rise": 0.0}
    certified = [name for name in table if table[name]["gap"] is not None and table[name]["gap"] <= 1e-6]
    return {
        "table": table,
        "claims": {"certified": certified, "not convex": [], "winner": winners(problems, fresh)},
    }


def wrong_best_gap(problems):
    """the smallest certificate of the three runs"""
    return build(problems, worst=min)


def wrong_certifies_all(problems):
    """a certificate for everything, with 1 in the place of an unknown mu"""
    return build(problems, gap_of=lambda gaps, mu: max(gaps) / (2 * (mu or 1.0)))


def wrong_no_two(problems):
    """a certificate without the 2 below"""
    return build(problems, gap_of=lambda gaps, mu: max(gaps) / mu if mu > 0 else None)


def wrong_length_not_squared(problems):
    """a certificate with the gradient's length, not its square"""
    return build(problems, gap_of=lambda gaps, mu: max(gaps) ** 0.5 / (2 * mu) if mu > 0 else None)


def wrong_zero_gap(problems):
    """a gap of 0 where nothing is known of mu"""
    return build(problems, gap_of=lambda gaps, mu: max(gaps) / (2 * mu) if mu > 0 else 0.0)


def wrong_other_pair(problems):
    """the rise between the runs of seeds 1 and 2"""
    return build(problems, pair=(1, 2))


def wrong_midpoint(problems):
    """the rise in the middle of the line only"""
    return build(problems, line_points=3)


def wrong_generous(problems):
    """a certificate already at 0.1"""
    return build(problems, bar=0.1)


def wrong_twice(problems):
    """every run made twice"""
    return build(problems, twice=True)


def wrong_convex_by_mu(problems):
    """whatever has no mu called not convex"""
    report = build(problems)
    report["claims"]["not convex"] = [name for name, problem in problems.items() if problem["mu"] == 0]
    return report


def wrong_winner_by_median(problems):
    """a crown for the highest median, whatever the seeds say"""
    copies, kept = fresh_of(problems)
    report = build(copies)
    report["claims"]["winner"] = winners(problems, kept, low=np.median, high=np.median)
    return report


def wrong_winner_by_best(problems):
    """a crown for the best single run"""
    copies, kept = fresh_of(problems)
    report = build(copies)
    report["claims"]["winner"] = winners(problems, kept, low=max, high=max)
    return report


def wrong_winner_over_all(problems):
    """a crown over problems of different data"""
    copies, kept = fresh_of(problems)
    report = build(copies)
    report["claims"]["winner"] = winners(problems, kept, by_data=False)
    return report


def wrong_table_only(problems):
    """a table without claims"""
    return {"table": build(problems)["table"], "claims": {}}
