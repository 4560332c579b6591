"""Fair trials of statements with "always" in them: runs for course.widgets.MythCourt, and two that it does not need.

A row of runs is {"problem", "optimizer", "eta", "seed", and one number for each metric}; smaller is better, inf: flew off.
Both sides of a trial have the same starts, the same minibatches, the same number of gradients and the same rates to choose from.
A bigger rate against a smaller one: learning_rates.py.
"""

from dataclasses import dataclass, replace

import numpy as np

from course.datasets import breast_cancer, reshuffled, wilson
from course.descent import minimize
from course.experiments.digits_net import networks
from course.models import LeastSquares, Logistic
from course.objectives import OBJECTIVES, quadratic

RATES = tuple(float(f"{eta:.3g}") for eta in np.logspace(-6, 1, 15))
PAIR = ("gradient_descent", "adam")


def rows_of(problem, optimizer, etas, seed, first, **metrics):
    """A row for each rate; a run whose loss ended a thousand times above `first` (or nowhere) counts as flown off.

    A loss below 1e-16 is rounding, and counts as 1e-16.
    """
    with np.errstate(invalid="ignore"):
        lost = ~(np.asarray(metrics["loss"]) < 1000 * first)
        metrics["loss"] = np.maximum(metrics["loss"], 1e-16)
    return [
        {"problem": problem, "optimizer": optimizer, "eta": eta, "seed": seed}
        | {name: float("inf") if lost[k] else float(values[k]) for name, values in metrics.items()}
        for k, eta in enumerate(etas)
    ]


# -- Adam against SGD --------------------------------------------------------------------------------------------------


def adam_runs(etas=RATES, seeds=5):
    """Adam always beats SGD: three problems, three answers.  Metrics `wrong` (share of new rows) and `loss` (training).

    digits: the network 64-32-10 of digits_net, 5 passes in batches of 32; a seed is a start and an order of the rows.
    raw tumours: logistic regression on 398 of the 569 rows, not standardized, with intercept, 200 full steps from 0; a seed is
    a split.  Wilson's rows: 40 rows made against Adam (step05.solutions), 500 full steps from 0; a seed is a draw (none
    of 5000 fresh rows wrong counts as 0.0001: the court's scale is logarithmic).
    Each at its best rate, medians of 5 seeds: on digits 0.024 wrong for SGD (0.017 to 0.032) and 0.025 for Adam (0.021 to 0.028),
    less apart than the seeds; on raw tumours a loss of 0.30 against 0.13; on Wilson's rows 0 wrong against 0.40.  Gradient descent
    on all rows stands in for SGD where there are no batches.  Rates chosen by `wrong` are chosen by the rows that judge them: a
    little too good, on both sides.
    """
    etas, rows = tuple(etas), []
    for seed in range(seeds):
        net, new = networks(32)
        rng = np.random.default_rng([6, seed])
        start, order = net.starts(1, rng)[0], int(rng.integers(1 << 30))
        data = breast_cancer()
        X, signs = np.column_stack([data.X, np.ones(len(data.y))]), data.signs
        cut = np.random.default_rng([6, seed]).permutation(len(X))
        learn, rest = cut[:398], cut[398:]
        tumours = Logistic(X[learn], signs[learn])
        made = wilson(40, seed=seed)
        line = LeastSquares(made.X, made.signs)
        fresh = np.where(np.random.default_rng([6, seed]).random(5000) < 0.6, 1.0, -1.0)
        for rule in PAIR:
            batches = reshuffled(net.n, 32, np.random.default_rng(order))
            run = minimize(rule, net, start, 170, every=170, batches=batches, eta=np.array(etas))
            rows += rows_of(
                "digits", rule, etas, seed, run.loss[0, 0], loss=run.loss[-1], wrong=1 - new.accuracy(run.final)
            )
            run = minimize(rule, tumours, tumours.start, 200, every=200, eta=np.array(etas))
            wrong = np.mean(np.sign(run.final @ X[rest].T) != signs[rest], axis=-1)
            rows += rows_of("raw tumours", rule, etas, seed, run.loss[0, 0], loss=run.loss[-1], wrong=wrong)
            run = minimize(rule, line, line.start, 500, every=500, eta=np.array(etas))
            first = run.final[:, 0, None] * fresh + run.final[:, 1:2] + run.final[:, 2:3]
            wrong = np.maximum(np.mean(np.sign(first) != fresh, axis=-1), 1e-4)
            rows += rows_of("Wilson's rows", rule, etas, seed, run.loss[0, 0], loss=run.loss[-1], wrong=wrong)
    return rows


@dataclass(frozen=True)
class LongRun:
    """Test accuracy after `passes`, {rule: (seeds,)} at the rate with the best median, and that rate, {rule: eta}."""

    accuracy: dict
    eta: dict


def long_run(passes=20, seeds=5, rates=((0.3, 1.0, 3.0, 10.0), (0.003, 0.01, 0.03, 0.1))):
    """SGD often wins in the long run: on digits, four times as long, neither wins.

    The network and rows of `adam_runs`, 20 passes, four rates a rule around its best.  Medians of 5 seeds:
    0.981 for both, at 3 and 0.03 (0.979 to 0.983, and 0.976 to 0.983).
    """
    net, new = networks(32)
    found = {rule: [] for rule in PAIR}
    for seed in range(seeds):
        rng = np.random.default_rng([6, seed])
        start, order = net.starts(1, rng)[0], int(rng.integers(1 << 30))
        for rule, etas in zip(PAIR, rates, strict=True):
            batches, steps = reshuffled(net.n, 32, np.random.default_rng(order)), passes * 34
            run = minimize(rule, net, start, steps, every=steps, batches=batches, eta=np.array(etas))
            found[rule].append(new.accuracy(run.final))
    accuracy, best = {}, {}
    for rule, etas in zip(PAIR, rates, strict=True):
        table = np.array(found[rule])
        k = int(np.median(table, axis=0).argmax())
        accuracy[rule], best[rule] = table[:, k], etas[k]
    return LongRun(accuracy, best)


# -- momentum against none ---------------------------------------------------------------------------------------------

MOMENTUM_RATES = tuple(float(f"{eta:.3g}") for eta in [*np.logspace(-3, 0, 16), 1.2, 1.33, 1.5, 1.8, 1.95, 2.4, 3, 3.6])


def momentum_runs(etas=MOMENTUM_RATES, seeds=30, steps=5000, beta=0.9):
    """Momentum is always faster: on a long valley by far, on a round one it is the slower by far.

    Heavy ball with beta = 0.9 against gradient descent on two coordinates with curvatures 1 / kappa and 1; a seed is a
    start of length 2 in a random direction (and the noise).  `steps` until the loss is 1e-6 (1e-3 with noise), `loss`: its mean
    over steps 200 to 300.
    Theory, a step in the long run: gradient descent (kappa - 1) / (kappa + 1) at 2 / (L + mu), that is 0.33 at kappa = 2
    and 0.998 at 1000; heavy ball sqrt(0.9) = 0.949 at both, as long as no curvature is too flat for its rate.
    With noise of size 0.05 on the gradient the tuned losses are alike.  Tuning beta too would save momentum: 0 is allowed.
    """
    cases = {"bowl κ = 2": (2.0, 0.0), "bowl κ = 1000": (1000.0, 0.0), "noisy bowl κ = 10": (10.0, 0.05)}
    rows = []
    for name, (kappa, noise) in cases.items():
        bowl = quadratic([1 / kappa, 1.0], name=name)
        start = np.random.default_rng(0).standard_normal((seeds, 1, 2))
        start *= 2 / np.linalg.norm(start, axis=-1, keepdims=True)
        for rule, hyper in (("gradient_descent", {}), ("heavy_ball", {"beta": beta})):
            rng = np.random.default_rng(1)  # the same noise for both

            def gradient(theta, bowl=bowl, noise=noise, rng=rng):
                return bowl.gradient(theta) + (noise * rng.standard_normal((seeds, 1, 2)) if noise else 0.0)

            noisy, budget = replace(bowl, gradient=gradient), 300 if noise else steps
            run = minimize(rule, noisy, start, budget, eta=np.array(etas), **hyper)
            arrived = run.steps_to(1e-3 if noise else 1e-6)
            with np.errstate(all="ignore"):
                late = run.loss[200:301].mean(axis=0)
            for seed in range(seeds):
                rows += rows_of(name, rule, etas, seed, run.loss[0, seed, 0], loss=late[seed], steps=arrived[seed])
    return rows


# -- noise against none ------------------------------------------------------------------------------------------------

STARTS = ("the shallow pit", "the deep pit", "a bowl")


@dataclass(frozen=True)
class NoiseTrial:
    """By start, arrays over sigma: the mean loss above the lowest while the noise is on, and after it was switched off."""

    sigma: np.ndarray
    noisy: dict
    calmed: dict


def noise_trial(sigmas=(0, 1, 2, 3, 4, 6, 8, 12), eta=0.02, steps=3000, quiet=500, runs=500, seed=0):
    """Noise always helps: from a poor pit it does if it is neither too weak nor left on; elsewhere it costs.

    (x^2 - 1)^2 + 0.3 x from the shallow and from the deep pit, and x^2 / 2 from 1; normal noise of size sigma on every
    gradient for 3000 steps, then 500 steps without.  The bowl's mean loss is eta sigma^2 / (2 (2 - eta)) (theory).
    The two pits differ by 0.6 in height.
    """
    sigma, well, bowl = np.asarray(sigmas, dtype=float), OBJECTIVES["double_well"], quadratic([1.0])
    lowest = well.minimizers[0][0]
    noisy, calmed = {}, {}
    for name, f, start in zip(STARTS, (well, well, bowl), (1.0, lowest, 1.0), strict=True):
        rng = np.random.default_rng(seed)

        def shaken(theta, f=f, rng=rng):  # the same draws at every sigma
            return f.gradient(theta) + sigma[:, None, None] * rng.standard_normal((runs, 1))

        starts = np.full((len(sigma), runs, 1), start)
        ends = minimize("gradient_descent", replace(f, gradient=shaken), starts, steps, every=steps, eta=eta).final
        still = minimize("gradient_descent", f, ends, quiet, every=quiet, eta=eta).final
        noisy[name], calmed[name] = ((f.value(x) - f.minimum).mean(axis=-1) for x in (ends, still))
    return NoiseTrial(sigma, noisy, calmed)
