"""Step 3, momentum: three ways to write it, what it remembers, and how far it may step.

Each function returns a small record of numbers (`Trajectory` objects where a path is worth drawing).
A claim of the notes stands in each docstring's first line; what was measured, and how far it can be trusted, below it.
How fast it is, and at what beta: momentum_speed.py, whose functions are offered here too.
"""

from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from course.descent import minimize
from course.experiments.momentum_speed import (
    RULES,
    best_beta,
    beta_sweep,
    distance,
    quadratic_rates,
    race,
    radius,
    settling,
)
from course.objectives import quadratic, ravine

__all__ = [
    "RULES",
    "best_beta",
    "beta_sweep",
    "distance",
    "memory",
    "noise_floor",
    "quadratic_rates",
    "race",
    "radius",
    "round_bowl",
    "settling",
    "stable_etas",
    "three_forms",
]

# -- the largest stable learning rate ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class StableEtas:
    """The largest learning rate that settles, by rule: measured, and what theory says."""

    measured: dict
    theory: dict


def stable_etas(L=25.0, beta=0.9, steps=3000):
    """theta moves by -eta v: how large may eta be? That depends on how v is written.

    On L/2 x^2 from 1, the largest of many rates after which |x| < 1 (two passes, the second within the gap of the first).
    Gradient descent 2/L = 0.08; heavy ball as PyTorch has it 2 (1 + beta)/L = 0.152; the notes' moving average
    2 (1 + beta)/((1 - beta) L) = 1.52. Close to the border runs settle slowly, so the measured rates lie up to 0.02 % below.
    """
    bowl, found = quadratic([L], name=f"bowl, curvature {L:g}"), {}
    rules = {"gradient_descent": {}, "heavy_ball": {"beta": beta}, "momentum": {"beta": beta}}
    for rule, hyper in rules.items():
        lo, hi = 0.1 / L, 1000 / L
        for _ in range(2):
            etas = np.geomspace(lo, hi, 300)
            ends = np.abs(minimize(rule, bowl, [1.0], steps, every=steps, eta=etas, **hyper).final[:, 0])
            last = np.flatnonzero(ends < 1)[-1]
            lo, hi = etas[last], etas[last + 1]
        found[rule] = float(lo)
    wide = 2 * (1 + beta) / L
    return StableEtas(found, {"gradient_descent": 2 / L, "heavy_ball": wide, "momentum": wide / (1 - beta)})


# -- three forms -------------------------------------------------------------------------------------------------------


def eta_inside(theta, grad, t, v=0.0, *, eta=0.1, beta=0.9):
    """Heavy ball with the learning rate inside the velocity, as in Sutskever et al. (2013), with v downhill negative."""
    v = beta * v + eta * grad(theta)
    return theta - v, v


@dataclass(frozen=True)
class ThreeForms:
    """Largest difference to the path of heavy ball, {form: number}, with eta constant and with eta cut at a step;
    the runs with the cut by form; and how far the two forms still travel along the valley after eta falls to 0."""

    constant: dict
    cut: dict
    runs: dict
    coast: dict


def three_forms(eta=0.002, beta=0.9, factor=0.1, at=40, steps=120, kappa=25.0):
    """v = beta v + (1 - beta) g is heavy ball in disguise: the moving average at eta equals heavy ball at eta (1 - beta).

    On ravine(25) from (10, 1). "average": the notes' form at eta / (1 - beta); "inside": eta inside the velocity.
    Constant eta: all three paths agree to rounding. Eta cut to a tenth at step 40: the average still agrees, the inside
    form does not (0.93 apart at the most), because its velocity was stored at the old rate.
    `coast`: with eta = 0 from step 40 on, heavy ball stands still; the inside form still slides
    beta / (1 - beta) times its last step: 9 steps' worth in all.
    """
    valley = ravine(kappa)

    def run(rule, eta, scale=1.0):
        rate = (lambda t: scale * eta(t)) if callable(eta) else scale * eta
        return minimize(rule, valley, valley.start, steps, eta=rate, beta=beta)

    def forms(eta):
        return {
            "heavy ball": run("heavy_ball", eta),
            "average": run("momentum", eta, 1 / (1 - beta)),
            "inside": run(eta_inside, eta),
        }

    def apart(runs):
        return {
            form: float(np.abs(one.theta - runs["heavy ball"].theta).max())
            for form, one in runs.items()
            if form != "heavy ball"
        }

    constant, cut = forms(eta), forms(lambda t: eta * (factor if t >= at else 1.0))
    stopped = forms(lambda t: eta * (t < at))
    coast = {}
    for form, one in stopped.items():
        x = one.theta[:, 0]
        coast[form] = float((x[-1] - x[at]) / (x[at] - x[at - 1]))
    return ThreeForms(apart(constant), apart(cut), cut, coast)


# -- what it remembers -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Memory:
    """Weights (n,) of the gradients in v, the newest first; the share of the newest 1 / (1 - beta) of them; how many
    hold half of the weight; and, on a real run, the largest difference of v to the weighted sum, and to the last update."""

    weights: np.ndarray
    window: float
    share: float
    half: int
    unrolled: float
    last_update: float


def memory(beta=0.9, n=200, eta=0.2, steps=60):
    """Momentum remembers the previous update, and through it every gradient: (1 - beta) beta^k for the one k steps ago.

    With beta = 0.9 the newest gradient has the weight 0.1, the newest 10 together 0.65, the newest 7 half.
    On ravine(25) v equals that sum over all gradients so far, and -(theta_t - theta_(t-1)) / eta, to rounding.
    """
    k = np.arange(n)
    weights = (1 - beta) * beta**k
    window = round(1 / (1 - beta), 6)
    valley, velocities, gradients = ravine(25.0), [], []

    def spy(theta, grad, t, v=0.0, *, eta=eta, beta=beta):
        g = grad(theta)
        v = beta * v + (1 - beta) * g
        velocities.append(v)
        gradients.append(g)
        return theta - eta * v, v

    run = minimize(spy, valley, valley.start, steps)
    v, g = np.array(velocities), np.array(gradients)
    sums = np.array([np.sum(((1 - beta) * beta ** np.arange(t + 1))[:, None] * g[t::-1], axis=0) for t in range(steps)])
    return Memory(
        weights=weights,
        window=window,
        share=float(1 - beta ** round(window)),
        half=int(np.argmax(np.cumsum(weights) >= 0.5)) + 1,
        unrolled=float(np.abs(v - sums).max()),
        last_update=float(np.abs(v + np.diff(run.theta, axis=0) / eta).max()),
    )


# -- where momentum does not help --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class RoundBowl:
    """Steps to a distance of 1e-6 for each beta, heavy ball with its best of many rates."""

    steps: dict


def round_bowl(betas=(0.0, 0.5, 0.9), tol=1e-6, steps=600):
    """Where all curvatures are equal there is nothing to even out: gradient descent arrives in one step.

    (x^2 + y^2)/2 from (1, 1): beta = 0 with eta = 1 needs 1 step; beta = 0.5 and 0.9 with the best of 396 rates need about
    40 and 260, for no rate brings the factor below sqrt(beta).
    """
    bowl, etas = quadratic([1.0, 1.0]), np.arange(0.01, 3.97, 0.01)
    needed = {}
    for beta in betas:
        far = distance(minimize("heavy_ball", bowl, [1.0, 1.0], steps, eta=etas, beta=beta))
        # the last time it is outside: a swinging run may cross the center early
        outside = np.where(far > tol, np.arange(steps + 1)[:, None], 0).max(axis=0) + 1
        needed[beta] = int(outside.min())
    return RoundBowl(needed)


@dataclass(frozen=True)
class NoiseFloor:
    """Mean square of the place in the long run by (rule, beta): of many runs, and theory's."""

    measured: dict
    theory: dict


def noise_floor(eta=0.1, betas=(0.0, 0.9, 0.99), runs=2000, steps=3000, seed=0):
    """Momentum smooths noisy updates; the place where they end it hardly smooths.

    x^2/2 with standard normal noise on every gradient, from 0; mean of x^2 over the last two thirds of the steps.
    The moving average at eta = 0.1: 0.053, 0.050, 0.050 for beta 0, 0.9, 0.99.  Heavy ball at the same eta: 0.51 at 0.9,
    5.1 at 0.99: its steps are ten and a hundred times as long.  Theory: alpha (1 + beta)/((1 - beta)(2 (1 + beta) - alpha)).
    Runs agree with it within 3 %.  (Wang et al. 2023 make the same point for small rates in general.)
    """
    rng = np.random.default_rng(seed)
    kinds = [(rule, beta) for rule in ("momentum", "heavy_ball") for beta in betas]
    beta = np.array([one for _, one in kinds])[:, None]
    alpha = np.array([eta * (1 - one) if rule == "momentum" else eta for rule, one in kinds])[:, None]
    noisy = SimpleNamespace(
        name="noisy bowl", d=1, value=lambda x: 0.5 * x[..., 0] ** 2, gradient=lambda x: x + rng.standard_normal((runs, 1))
    )  # fmt: skip
    run = minimize("heavy_ball", noisy, np.zeros((runs, 1)), steps, every=5, eta=alpha, beta=beta)
    late = run.theta[len(run.theta) // 3 :, ..., 0]
    theory = (alpha * (1 + beta) / ((1 - beta) * (2 * (1 + beta) - alpha)))[:, 0]
    return NoiseFloor(
        dict(zip(kinds, np.mean(late**2, axis=(0, 2)).tolist(), strict=True)),
        dict(zip(kinds, theory.tolist(), strict=True)),
    )
