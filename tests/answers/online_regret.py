"""Right and wrong answers to online_regret(xs, gs)."""

import numpy as np


def right_closed_form(xs, gs):
    """what was paid plus the size of the sum of the slopes"""
    xs, gs = np.asarray(xs, dtype=float), np.asarray(gs, dtype=float)
    return gs @ xs + abs(gs.sum())


def right_two_ends(xs, gs):
    """a loop, and the better of the two ends"""
    paid = sum(g * x for g, x in zip(gs, xs, strict=True))
    return float(paid - min(sum(gs), -sum(gs)))


def wrong_best_each_round(xs, gs):
    """a comparison with the best play of each round, which nobody could fix beforehand"""
    gs = np.asarray(gs, dtype=float)
    return float(gs @ np.asarray(xs) + np.abs(gs).sum())


def wrong_average(xs, gs):
    """the regret of one round on average, not of all rounds"""
    gs = np.asarray(gs, dtype=float)
    return float(gs @ np.asarray(xs) + abs(gs.sum())) / len(gs)


def wrong_sign(xs, gs):
    """the best play's cost minus what was paid: regret with its sign turned"""
    gs = np.asarray(gs, dtype=float)
    return float(-abs(gs.sum()) - gs @ np.asarray(xs))


def wrong_never_negative(xs, gs):
    """a regret that is cut off at zero"""
    gs = np.asarray(gs, dtype=float)
    return max(0.0, float(gs @ np.asarray(xs) + abs(gs.sum())))


def wrong_always_minus_one(xs, gs):
    """a comparison with -1, which is not always the best play"""
    gs = np.asarray(gs, dtype=float)
    return float(gs @ np.asarray(xs) + gs.sum())


def wrong_best_of_played(xs, gs):
    """a comparison with the best of the plays that were made, not of all in [-1, 1]"""
    xs, gs = np.asarray(xs, dtype=float), np.asarray(gs, dtype=float)
    return float(gs @ xs - (gs.sum() * xs).min())


def wrong_only_paid(xs, gs):
    """what was paid, compared with nothing"""
    return float(np.dot(xs, gs))
