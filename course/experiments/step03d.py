"""Step 3d, schedules: the floor that noise leaves, decays that are too fast, large early and small late, cycles.

Each function returns a small record of numbers. A claim of the notes stands in each docstring's first line; what was measured,
and how far it can be trusted, below it. The runs on digits are in course.experiments.digits_schedules.
The noisy quadratic (course.experiments.noisy_quadratic) is x^2 / 2 with a standard normal number added to every gradient.
"""

import math
from dataclasses import dataclass

import numpy as np

from course.datasets import noisy_least_squares
from course.experiments.digits_schedules import FAMILIES, digits_race, scrambled
from course.experiments.noisy_quadratic import mean_squares, sampled_squares
from course.models import LeastSquares
from course.schedules import constant, cosine, inverse_time, step_decay, triangular, warm_restarts

__all__ = ["FAMILIES", "cycles", "digits_race", "early_late", "inverse_decay", "noise_floor", "scrambled", "too_fast"]

START = 5.0  # of every run on the noisy quadratic

# -- decay the learning rate -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Floor:
    """Mean squared distances (len(etas),): theory's, exact, of sampled runs; and exact where the noise dies."""

    etas: np.ndarray
    theory: np.ndarray
    exact: np.ndarray
    sampled: np.ndarray
    dies: np.ndarray


def noise_floor(etas=(0.05, 0.1, 0.2, 0.5), steps=2000, runs=200, seed=0):
    """Decay is needed: a constant rate stalls at the noise's floor, eta / (2 - eta) on the noisy quadratic.

    From x = 5. `sampled` is the mean over `runs` runs and the records of their second half, within 5 % of theory in ten
    seeds. Where the noise dies at the minimum (gradient x + xi x) the same constant rates leave less than 1e-60.
    """
    etas = np.asarray(etas, dtype=float)
    exact, _ = mean_squares(constant(etas), steps, [steps], START)
    sampled = [sampled_squares(constant(eta), steps, runs, 10, START, seed)[0][steps // 20 :, 0].mean() for eta in etas]
    return Floor(etas, etas / (2 - etas), exact[-1, 0], np.array(sampled), exact[-1, 1])


# -- eta_0 / (1 + k t) -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Decay:
    """Over the steps `t`: mean squared distance (len(t),), its part left from the start and its part from noise; the last
    step's typical distance (root of the mean square); about how many steps until the typical distance is 0.1."""

    t: np.ndarray
    square: np.ndarray
    memory: np.ndarray
    noise: np.ndarray
    distance: float
    to_a_tenth: float


def too_fast(eta0=0.2, k=1.0, steps=10_000):
    """eta_t = eta0 / (1 + k t) arrives, if eta0 / k is not too small: below 1 / (2 mu) the start is forgotten too slowly.

    Noisy quadratic (mu = 1) from x = 5, t from 0, exact. What is left of the start shrinks like t^-(eta0 / k): for 0.2 / (1 + t)
    it is 5 t^-0.2 / Gamma(0.8), and after 10 000 steps the typical distance is 0.68. A tenth needs 1.5e8 steps, although the
    sum of the rates diverges and that of their squares converges, which is all that Robbins and Monro (1951) ask.
    With eta0 / k = 1 the distance is 1 / sqrt(t), the best any method does here. (Nemirovski et al. 2009; Bach and Moulines 2011.)
    `to_a_tenth` is read off the curve, or continued from its end as a power of t where the budget does not reach.
    """
    records = np.unique(np.rint(np.geomspace(1, steps, 121)).astype(int))
    schedule = inverse_time(eta0, k)
    square = mean_squares(schedule, steps, records, START)[0][:, 0]
    memory = (START * np.cumprod(1 - schedule(np.arange(steps)))[records - 1]) ** 2
    noise, distance = np.maximum(square - memory, 0.0), math.sqrt(square[-1])
    if (reached := np.flatnonzero(square <= 0.01)).size:
        needed = float(records[reached[0]])
    else:
        # Each part by its own power: the memory like t^(-2 c), the noise like 1/t or as slowly as the memory.
        power = min(eta0 / k, 0.5) if k else 0.0
        needed = float(steps * (distance / 0.1) ** (1 / power)) if power else math.inf
    return Decay(records, square, memory, noise, distance, needed)


def inverse_decay(pairs=((0.5, 0.0), (0.5, 0.5), (0.5, 1.0), (0.2, 1.0)), steps=10_000):
    """eta_t = eta0 / (1 + k t): {(eta0, k): too_fast(...)}, one law and four fates.

    Mean squares after 10 000 steps: k = 0 stalls at 0.33; 0.5 / (1 + t/2) reaches 1.0e-4, which is 1/t; 0.5 / (1 + t) has
    1.1e-3; 0.2 / (1 + t) has 0.47, nearly all of it the memory of the start.
    """
    return {pair: too_fast(*pair, steps) for pair in pairs}


# -- large steps early, small steps late -------------------------------------------------------------------------------


@dataclass(frozen=True)
class EarlyLate:
    """Loss above the minimum, medians over the seeds: by schedule after each half pass; at the end; of the mean of the
    last half of each path. `floor` is theory's for the constant rate, `fewest` what no method can beat on average."""

    passes: np.ndarray
    curves: dict
    last: dict
    average: dict
    floor: float
    fewest: float


def early_late(eta0=0.03, passes=10, seeds=10, seed=0):
    """Large steps early, small steps late: both are needed, in this order, and averaging does the same job.

    Least squares on 2000 noisy rows, 20 weights, one row a step drawn with replacement. Medians of 10 seeds: constant 0.03 ends
    at 0.19 (theory 0.22), the cosine at 3e-3, the same cosine backwards at 0.19, 1 / (1 + 0.03 t) at 6e-4; the mean of the
    constant's last half at 1.7e-3 (Polyak and Juditsky 1992). A hundredth of the rate from the start has 2.8 after one pass,
    but 1.5e-3 after ten: a small constant needs patience only. Medians over other seeds lie within a third of these.
    Rows shuffled without replacement end lower still where the rate falls (6e-5 for 1 / (1 + 0.03 t)); that is not run here.
    """
    data = noisy_least_squares()
    model = LeastSquares(data.X, data.y)
    n, d = data.X.shape
    steps = passes * n
    t, down = np.arange(steps), cosine(eta0, steps)
    rates = {
        "constant": np.full(steps, eta0),
        "a hundredth": np.full(steps, eta0 / 100),
        "halving": step_decay(eta0, 0.5, n)(t),
        "cosine": down(t),
        "cosine backwards": down(t)[::-1],
        "1 / (1 + kt)": inverse_time(eta0, eta0)(t),
    }
    eta = np.stack(list(rates.values()), axis=1)
    rows = np.stack([np.random.default_rng(seed + s).integers(n, size=steps) for s in range(seeds)], axis=1)
    w, tail = np.zeros((2, seeds, len(rates), d))
    w, records = w.copy(), []
    for step in t:
        x, y = data.X[rows[step]], data.y[rows[step]]
        residual = (w @ x[..., None])[..., 0] - y[:, None]
        w -= (eta[step] * residual)[..., None] * x[:, None]
        if step >= steps // 2:
            tail += w
        if (step + 1) % (n // 2) == 0:
            records.append(model.value(w) - model.minimum)
    records = np.median(records, axis=1)
    average = np.median(model.value(tail / (steps - steps // 2)) - model.minimum, axis=0)
    spread = 2 * model.minimum  # variance of the noise that is left at the best weights
    return EarlyLate(
        passes=np.arange(1, 2 * passes + 1) / 2,
        curves={name: records[:, i] for i, name in enumerate(rates)},
        last=dict(zip(rates, records[-1].tolist(), strict=True)),
        average=dict(zip(rates, average.tolist(), strict=True)),
        floor=eta0 * spread * d / (2 * (2 - eta0 * (d + 2))),
        fewest=spread * d / (2 * steps),
    )


# -- cyclic and cosine schedules ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cycles:
    """By schedule: its rates (steps,), mean squares (steps,), the step at which each cycle ends and the mean square there."""

    eta: dict
    square: dict
    ends: dict
    at_ends: dict


def cycles(eta_max=0.2, length=100, rounds=5):
    """Cyclic or cosine schedules help: at the end of a cycle, yes; they arrive only when the cycles get longer.

    Noisy quadratic from x = 5, exact. Triangular waves (Smith 2017) of 100 steps up to 0.2 end every cycle at the same 0.029.
    Cosines with restarts (Loshchilov and Hutter 2017), each twice as long, end theirs lower and lower: 0.021, 0.013,
    0.0085, 0.0054, 0.0034, because the last rates before a restart are small for longer. In between, both are thrown back.
    """
    steps = length * (2**rounds - 1)
    kinds = {
        "triangular": triangular(eta_max, length / 2),
        "cosine with restarts": warm_restarts(eta_max, length, 2),
    }
    t = np.arange(steps)
    square = {name: mean_squares(made, steps, t + 1, START)[0][:, 0] for name, made in kinds.items()}
    ends = {
        "triangular": np.arange(length, steps + 1, length),
        "cosine with restarts": length * (2 ** np.arange(1, rounds + 1) - 1),
    }
    at_ends = {name: square[name][ends[name] - 1] for name in kinds}
    return Cycles({name: made(t) for name, made in kinds.items()}, square, ends, at_ends)
