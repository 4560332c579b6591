"""Right and wrong answers to fair_race(run, optimizers, etas, seeds, budget)."""

import statistics

import numpy as np


def right_sorted(run, optimizers, etas, seeds, budget):
    """rates sorted first, and a strict comparison that keeps the first best"""
    result = {}
    for name in optimizers:
        best = (None, float("inf"))
        for eta in sorted(float(one) for one in etas):
            losses = [float(run(name, eta, seed, budget)) for seed in seeds]
            losses = sorted(loss if np.isfinite(loss) else float("inf") for loss in losses)
            middle = statistics.median(losses)
            if middle < best[1]:
                best = eta, middle
        result[name] = best
    return result


def right_table(run, optimizers, etas, seeds, budget):
    """one array of all losses, optimizer by rate by seed, lists as entries"""
    etas = np.sort(np.array(list(etas), dtype=float))
    table = np.array([[[run(o, eta, s, budget) for s in seeds] for eta in etas] for o in optimizers], dtype=float)
    table[~np.isfinite(table)] = np.inf
    medians = np.median(table, axis=2)
    found = {}
    for name, row in zip(optimizers, medians, strict=True):
        k = int(np.argmin(row))
        found[name] = [etas[k], row[k]] if np.isfinite(row[k]) else [None, np.inf]
    return found


def right_keywords(run, optimizers, etas, seeds, budget):
    """arguments handed on by name, and min with a key"""
    result = {}
    for name in optimizers:
        medians = {}
        for eta in etas:
            losses = [run(optimizer=name, eta=eta, seed=seed, budget=budget) for seed in seeds]
            medians[float(eta)] = np.median(np.where(np.isfinite(losses), losses, np.inf))
        eta = min(medians, key=lambda one: (medians[one], one))
        result[name] = (eta, medians[eta]) if medians[eta] < np.inf else (None, np.inf)
    return result


def wrong_left_out(run, optimizers, etas, seeds, budget):
    """a median over the runs that survived: crashed runs are left out, so that a risky rate looks good"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = [run(name, eta, seed, budget) for seed in seeds]
            losses = [loss for loss in losses if np.isfinite(loss)]
            medians.append((float(np.median(losses)) if losses else np.inf, float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_nanmedian(run, optimizers, etas, seeds, budget):
    """a median that skips nan: runs that ended in nan are left out"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[np.isinf(losses)] = np.inf
            middle = float(np.nanmedian(losses)) if not np.isnan(losses).all() else np.inf
            medians.append((middle, float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_mean(run, optimizers, etas, seeds, budget):
    """the mean over the seeds instead of the median: one bad run decides"""
    found = {}
    for name in optimizers:
        means = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            means.append((float(np.mean(losses)), float(eta)))
        loss, eta = min(means)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_luckiest_seed(run, optimizers, etas, seeds, budget):
    """the smallest loss over the seeds: the luckiest run decides"""
    found = {}
    for name in optimizers:
        least = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            least.append((float(np.min(losses)), float(eta)))
        loss, eta = min(least)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_first_seed_only(run, optimizers, etas, seeds, budget):
    """one seed, the first: the others are never run"""
    found = {}
    for name in optimizers:
        losses = [(float(run(name, eta, seeds[0], budget)), float(eta)) for eta in etas]
        losses = [pair for pair in losses if np.isfinite(pair[0])]
        loss, eta = min(losses) if losses else (np.inf, None)
        found[name] = (eta, loss)
    return found


def wrong_tuned_on_one_seed(run, optimizers, etas, seeds, budget):
    """rates tuned on the first seed; the median of that rate is reported"""
    found = {}
    for name in optimizers:
        rows = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            rows.append((float(losses[0]), float(eta), float(np.median(losses))))
        _, eta, loss = min(rows)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_one_rate_for_all(run, optimizers, etas, seeds, budget):
    """one rate for all: the best of the first optimizer is given to everybody"""
    table = {}
    for name in optimizers:
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            table[name, float(eta)] = float(np.median(losses))
    eta = min((table[optimizers[0], float(one)], float(one)) for one in etas)[1]
    return {name: (eta, table[name, eta]) if np.isfinite(table[name, eta]) else (None, np.inf) for name in optimizers}


def wrong_swapped_pair(run, optimizers, etas, seeds, budget):
    """pairs of (loss, eta) instead of (eta, loss)"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        best = min(medians)
        found[name] = best if np.isfinite(best[0]) else (np.inf, None)
    return found


def wrong_budget_shared(run, optimizers, etas, seeds, budget):
    """the budget divided among the seeds, instead of one budget for each run"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget // len(seeds)) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_nan_wins(run, optimizers, etas, seeds, budget):
    """an argmin over medians, for which nan is the smallest of all"""
    found = {}
    for name in optimizers:
        rates = np.sort(np.array(list(etas), dtype=float))
        medians = np.array([np.median([run(name, eta, seed, budget) for seed in seeds]) for eta in rates])
        k = int(np.argmin(medians))
        found[name] = (float(rates[k]), float(medians[k])) if np.isfinite(medians[k]) else (None, np.inf)
    return found


def wrong_minus_infinity(run, optimizers, etas, seeds, budget):
    """minus infinity taken for the best of losses: only nan and inf count as crashed"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[np.isnan(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if loss < np.inf else (None, np.inf)
    return found


def wrong_larger_on_a_tie(run, optimizers, etas, seeds, budget):
    """on a tie the larger rate"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), -float(eta)))
        loss, eta = min(medians)
        found[name] = (-eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_first_on_a_tie(run, optimizers, etas, seeds, budget):
    """on a tie the rate that comes first in the list"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians, key=lambda pair: pair[0])
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_winner_only(run, optimizers, etas, seeds, budget):
    """only the winner of the race, without the others"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    winner = min(found, key=lambda name: found[name][1])
    return {winner: found[winner]}


def wrong_runs_again(run, optimizers, etas, seeds, budget):
    """every run made twice: once to see whether it is finite, once for the median"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) if np.isfinite(run(name, eta, seed, budget)) else np.inf
                               for seed in seeds], dtype=float)  # fmt: skip
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_lower_middle(run, optimizers, etas, seeds, budget):
    """the lower of the two middle losses where the number of seeds is even"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.sort(losses)[(len(losses) - 1) // 2]), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss) if np.isfinite(loss) else (None, np.inf)
    return found


def wrong_hopeless_rate(run, optimizers, etas, seeds, budget):
    """a rate even where no median is finite"""
    found = {}
    for name in optimizers:
        medians = []
        for eta in etas:
            losses = np.array([run(name, eta, seed, budget) for seed in seeds], dtype=float)
            losses[~np.isfinite(losses)] = np.inf
            medians.append((float(np.median(losses)), float(eta)))
        loss, eta = min(medians)
        found[name] = (eta, loss)
    return found
