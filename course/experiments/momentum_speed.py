"""How fast momentum is: the spectral radius, Polyak's and Nesterov's rates, the best beta, a race.

One step of heavy ball on curvature lam is linear in (x_t, x_(t-1)): its matrix is [[1 + beta - alpha lam, -beta], [1, 0]], and
the largest size of its eigenvalues is the factor by which the distance shrinks a step in the long run (Polyak 1964).
"""

from dataclasses import dataclass

import numpy as np

from course.descent import Trajectory, minimize
from course.objectives import quadratic, ravine


def radius(alpha, beta, eigenvalues):
    """Spectral radius of one heavy-ball step, the largest over the eigenvalues; alpha and beta numbers or arrays (...)."""
    alpha, beta = np.broadcast_arrays(np.asarray(alpha, dtype=float), np.asarray(beta, dtype=float))
    trace = 1 + beta[..., None] - alpha[..., None] * np.asarray(eigenvalues, dtype=float)
    root = np.sqrt((trace**2 - 4 * beta[..., None]).astype(complex))
    return np.maximum(np.abs(trace + root), np.abs(trace - root)).max(axis=-1) / 2


def polyak(kappa):
    """Polyak's (alpha, beta) for curvatures from 1 to kappa."""
    root = float(np.sqrt(kappa))
    return 4 / (root + 1) ** 2, ((root - 1) / (root + 1)) ** 2


def distance(run):
    """|theta - 0| at every record of a Trajectory, (records, *runs); inf where the run has flown off."""
    with np.errstate(all="ignore"):
        size = np.sqrt(np.sum(run.theta**2, axis=-1))
    return np.where(np.isnan(size), np.inf, size)


def _first_below(far, tol):
    """First record at which `far`, (records, ...), is at most tol; inf where it never is."""
    below = far <= tol
    return np.where(below.any(axis=0), below.argmax(axis=0), np.inf)


# -- one curvature: too little, critical, too much memory --------------------------------------------------------------


@dataclass(frozen=True)
class Settling:
    """Per beta, arrays: the spectral radius, the steps until |x| stays below the tolerance, how often x crosses 0 on the
    way; `critical` is the beta of the smallest radius; and the runs."""

    betas: np.ndarray
    radius: np.ndarray
    steps: np.ndarray
    crossings: np.ndarray
    critical: float
    run: Trajectory


def settling(step=0.1, betas=(0.0, 0.2, None, 0.7, 0.9, 0.99), tol=1e-3, steps=3000):
    """beta of 0.9 to 0.99 keeps the past velocity: at one curvature that is too much, and the best beta is smaller.

    Heavy ball with alpha lam = 0.1 from 1; None stands for the critical beta, (1 - sqrt(0.1))^2 = 0.468.
    The radius falls from 0.9 (beta = 0) to 0.684 there, and rises as sqrt(beta) beyond: 0.949 at 0.9, slower than without
    momentum. |x| stays below 0.001 after 66 steps (beta = 0), 24 (critical), 129 (0.9), 1373 (0.99).
    """
    critical = float((1 - np.sqrt(step)) ** 2)
    betas = np.array([critical if beta is None else beta for beta in betas], dtype=float)
    run = minimize("heavy_ball", quadratic([1.0]), [1.0], steps, eta=step, beta=betas)
    x = run.theta[..., 0]
    last = np.array([np.flatnonzero(np.abs(column) >= tol)[-1] + 1 for column in x.T])
    crossings = np.array([np.sum(column[1 : n + 1] * column[:n] < 0) for column, n in zip(x.T, last, strict=True)])
    return Settling(betas, radius(step, betas, [1.0]), last, crossings, critical, run)


@dataclass(frozen=True)
class BestBeta:
    """Polyak's beta for each condition number, and the condition number for which a given beta is Polyak's."""

    by_kappa: dict
    kappa_of: dict


def best_beta(kappas=(1, 10, 100, 1000, 10_000), betas=(0.9, 0.99)):
    """beta of 0.9 to 0.99: right for valleys with kappa from about 1400 to 160 000, by Polyak's formula.

    beta = ((sqrt kappa - 1)/(sqrt kappa + 1))^2: 0 at kappa = 1, 0.27 at 10, 0.67 at 100, 0.88 at 1000, 0.96 at 10 000.
    Best for the slowest of many steps on a quadratic without noise; another start or a few steps may like another beta.
    """
    roots = np.sqrt(np.asarray(betas))
    return BestBeta(
        {kappa: float(polyak(kappa)[1]) for kappa in kappas},
        {beta: float(((1 + root) / (1 - root)) ** 2) for beta, root in zip(betas, roots, strict=True)},
    )


@dataclass(frozen=True)
class BetaSweep:
    """Steps to the tolerance for each beta with its best eta of a grid, arrays; the grid's etas times L that were best."""

    betas: np.ndarray
    steps: np.ndarray
    eta_L: np.ndarray


def beta_sweep(kappa=100.0, betas=(0.0, 0.3, 0.5, 0.6, 0.67, 0.75, 0.8, 0.9, 0.95, 0.99), d=10, seed=0, tol=1e-6):
    """A larger beta is not better, even when every beta may choose its own eta.

    Heavy ball on d curvatures from 1 to kappa = 100 (even in the logarithm), normal start, 50 rates a beta up to its limit.
    Fewest steps near Polyak's beta of 0.67 (about 80); 0.9 takes about 3.5 times as many, 0.99 over 30 times.
    Over starts the counts move by some 10 %, the order does not.
    """
    bowl = quadratic(np.geomspace(1.0, kappa, d))
    start = np.random.default_rng(seed).standard_normal(d)
    steps, chosen = [], []
    for beta in betas:
        etas = np.linspace(0.02, 1.0, 50, endpoint=False) * 2 * (1 + beta) / kappa
        budget = 800 if beta <= 0.95 else 3500
        arrived = _first_below(distance(minimize("heavy_ball", bowl, start, budget, eta=etas, beta=beta)), tol)
        steps.append(int(arrived.min()))
        chosen.append(float(etas[arrived.argmin()] * kappa))
    return BetaSweep(np.array(betas), np.array(steps), np.array(chosen))


# -- many curvatures: measured against theory --------------------------------------------------------------------------


@dataclass(frozen=True)
class Rates:
    """By (kappa, rule): steps to a distance of 1e-6, the factor a step in the long run, and theory's; the largest
    |x_t| / |x_0| on the way; the runs."""

    steps: dict
    measured: dict
    theory: dict
    peak: dict
    runs: dict


def tuned(rule, kappa):
    """(hyperparameters, factor a step) that theory gives the rule for curvatures 1 to kappa."""
    root = float(np.sqrt(kappa))
    if rule == "gradient_descent":
        return {"eta": 2 / (kappa + 1)}, (kappa - 1) / (kappa + 1)
    if rule == "nesterov":
        return {"eta": 1 / kappa, "beta": (root - 1) / (root + 1)}, 1 - 1 / root
    alpha, beta = polyak(kappa)
    return {"eta": alpha, "beta": beta}, (root - 1) / (root + 1)


def quadratic_rates(kappas=(10, 100, 1000), d=50, seed=0, tol=1e-6):
    """Momentum accelerates dramatically: steps grow with sqrt(kappa), gradient descent's with kappa.

    Quadratic with d curvatures from 1 to kappa, normal start, each rule tuned by theory (Polyak 1964, Nesterov 1983).
    Steps to a distance of 1e-6, kappa 10, 100, 1000: gradient descent 71, 705, 7048; Nesterov 39, 140, 461; heavy ball
    28, 96, 325.  `measured` comes from the second half of a run in the two outermost curvatures down to 1e-40, and
    agrees with (kappa-1)/(kappa+1), 1 - 1/sqrt(kappa), (sqrt(kappa)-1)/(sqrt(kappa)+1) within 0.005: a double root brings
    momentum a factor t that fades slowly.  Heavy ball first moves away, to 2.4 times its first distance at kappa = 1000.
    """
    steps, measured, theory, peak, runs = {}, {}, {}, {}, {}
    for kappa in kappas:
        bowl = quadratic(np.geomspace(1.0, kappa, d), name=f"bowl, kappa {kappa:g}")
        start = np.random.default_rng(seed).standard_normal(d)
        for rule in ("gradient_descent", "nesterov", "heavy_ball"):
            key = kappa, rule
            hyper, theory[key] = tuned(rule, kappa)
            budget = int(1.3 * np.log(tol / np.linalg.norm(start)) / np.log(theory[key])) + 20
            runs[key] = minimize(rule, bowl, start, budget, **hyper)
            far = distance(runs[key])
            steps[key] = int(_first_below(far, tol))
            peak[key] = float(far.max() / far[0])
            long = 2 * int(np.log(1e-40) / np.log(theory[key]) / 2)
            ends = minimize(rule, quadratic([1.0, kappa]), [1.0, 1.0], long, every=long // 2, **hyper).theta
            middle, last = np.linalg.norm(ends[1:], axis=-1)
            measured[key] = float((last / middle) ** (2 / long))
    return Rates(steps, measured, theory, peak, runs)


# -- races -------------------------------------------------------------------------------------------------------------

RULES = ("gradient_descent", "momentum", "heavy_ball", "nesterov")


@dataclass(frozen=True)
class Race:
    """Steps to the loss `tol` (inf: never) by rule, one number for each of `etas`; and with the rule's own best of 200
    rates, {rule: (steps, eta)}."""

    etas: tuple
    equal: dict
    best: dict


def race(etas=(0.001, 0.01, 0.03, 0.1), kappa=100.0, beta=0.9, tol=1e-6, steps=10_000):
    """Who is fastest at one eta for all? Whoever turns it into the longest steps.

    The ravine with kappa = 100, from (10, 1); beta = 0.9 for Nesterov and for both forms of momentum.  At eta = 0.001 heavy
    ball takes 803 steps and gradient descent 8860; but gradient descent at 0.01, with steps as long, takes 882.  From
    eta = 0.02 on gradient descent does not arrive, from 0.038 on heavy ball does not.  Each with the best of 200 rates up
    to its own limit: gradient descent about 450 steps, the moving average and heavy ball alike about 100, Nesterov about 60.
    """
    valley = ravine(kappa)
    wide = 2 * (1 + beta) / kappa
    limits = {
        "gradient_descent": 2 / kappa,
        "momentum": wide / (1 - beta),
        "heavy_ball": wide,
        "nesterov": wide / (1 + 2 * beta),
    }
    equal, best = {}, {}
    for rule in RULES:
        hyper = {} if rule == "gradient_descent" else {"beta": beta}
        equal[rule] = minimize(rule, valley, valley.start, steps, eta=np.array(etas), **hyper).steps_to(tol)
        grid = limits[rule] * np.linspace(0.005, 1.0, 200, endpoint=False)
        arrived = minimize(rule, valley, valley.start, 1000, eta=grid, **hyper).steps_to(tol)
        best[rule] = int(arrived.min()), float(grid[arrived.argmin()])
    return Race(tuple(etas), equal, best)
