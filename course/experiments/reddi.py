"""The convex game of Reddi, Kale and Kumar (2018), section 3, on which Adam walks to the worst point.

Round t costs f_t(x) = g_t x for a play x in [-1, 1]: g_t is C in rounds 1, 1 + period, 1 + 2 period, ... and -1 in all
others.  A period costs (C - period + 1) x, so that x = -1 is best where C > period - 1.  The player starts at x = 0, sees g_t
after the play, steps with eta_t = alpha / sqrt(t), and is put back into [-1, 1].
"""

from dataclasses import dataclass

import numpy as np

from course.optimizers import OPTIMIZERS

PLAYERS = ("adam_uncorrected", "amsgrad", "gradient_descent")  # the paper's Adam corrects no bias


@dataclass(frozen=True)
class Game:
    """What a player did: plays (rounds, *runs), gradients (rounds,), rates eta_t / sqrt(v_t), and `Gamma`,
    sqrt(v_{t+1}) / eta_{t+1} - sqrt(v_t) / eta_t, (rounds - 1, *runs).  Without a v the rate is eta_t."""

    plays: np.ndarray
    gradients: np.ndarray
    rates: np.ndarray
    Gamma: np.ndarray

    @property
    def end(self):
        """The last play."""
        return self.plays[-1]

    @property
    def regret(self):
        """Cost a round beyond that of the best fixed play, on average over all rounds, (*runs)."""
        return (self.gradients @ self.plays + abs(self.gradients.sum())) / len(self.gradients)


def play(rule, C=3.0, period=3, rounds=6000, alpha=0.5, **hyper):
    """One Game; hyperparameters may be arrays, one value a run."""
    runs = np.broadcast_shapes(*(np.shape(value) for value in hyper.values()))
    gradients = np.where(np.arange(rounds) % period == 0, float(C), -1.0)
    x, memory = np.zeros(runs), ()
    plays, rates = np.empty((2, rounds, *runs))
    for t, g in enumerate(gradients, start=1):
        plays[t - 1], eta = x, alpha / np.sqrt(t)
        x, *memory = OPTIMIZERS[rule](x, lambda x, g=g: np.full_like(x, g), t, *memory, eta=eta, **hyper)
        x = np.clip(x, -1.0, 1.0)
        rates[t - 1] = eta / np.sqrt(memory[-1]) if memory else eta
    return Game(plays, gradients, rates, np.diff(1 / rates, axis=0))


def reddi(C=3.0, rounds=6000, alpha=0.5):
    """Adam may fail to converge on certain convex problems: {player: Game} with beta1 = 0, beta2 = 1 / (1 + C^2).

    C = 3: Adam ends at +0.998, the worst point, and its regret is 0.671 a round (theory for many rounds, theorem 1:
    2 (C - 2) / 3); AMSGrad ends at -0.998 with 0.008, gradient descent at -0.994 with 0.022.  After 30,000 rounds:
    0.669, 0.004 and 0.010.  Bias correction changes neither end.
    Adam's Gamma is negative in two rounds of three: its rate grows again.  AMSGrad's and gradient descent's never is.
    """
    betas = {"beta1": 0.0, "beta2": 1 / (1 + C**2)}
    return {
        rule: play(rule, C, rounds=rounds, alpha=alpha, **(betas if "gradient" not in rule else {})) for rule in PLAYERS
    }


@dataclass(frozen=True)
class Phase:
    """Where Adam ends for each beta2, (len(beta2),), and the beta2 at which theory turns it round."""

    beta2: np.ndarray
    ends: np.ndarray
    turns_at: float


def phase(beta2=(0.1, 0.3, 0.4, 0.44, 0.48, 0.5, 0.7, 0.999), C=3.0, beta1=0.0, rounds=6000):
    """... on certain problems only: with a longer memory of the squares Adam turns round (Zhang et al. 2022).

    C = 3, beta1 = 0: +1 up to 0.42, -1 from 0.50 on; theory turns at 0.472, and near it 6000 rounds are too few.  With
    beta1 = 0.5 or 0.9 Adam ends at -1 for every beta2.
    """
    beta2 = np.asarray(beta2, dtype=float)
    game = play("adam_uncorrected", C, rounds=rounds, beta1=beta1, beta2=beta2)
    return Phase(beta2, game.end, turning_point(C))


def turning_point(C=3.0, period=3):
    """The beta2 (beta1 = 0) at which a period of rounds moves Adam nowhere, for steps that hardly change within one.

    After many periods v repeats itself, and a period moves x by eta times the sum of -g / sqrt(v).
    """

    def drift(beta2):
        squares = np.array([C**2] + [1.0] * (period - 1))
        v, seen = 0.0, []
        for square in squares:
            v = beta2 * v + (1 - beta2) * square
        v = v / (1 - beta2**period)  # the fixed point, at the end of a period
        for square in squares:
            v = beta2 * v + (1 - beta2) * square
            seen.append(v)
        return np.sum(np.append(-C, np.ones(period - 1)) / np.sqrt(seen))

    low, high = 0.0, 1 - 1e-9
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if drift(middle) > 0 else (low, middle)
    return low


def rare_spike(C=101.0, rounds=20_200, beta1=0.9, beta2=0.99):
    """The problem is chosen after the betas: {"adam_uncorrected": Game, "amsgrad": Game} where C comes every C-th round.

    With beta1 = 0.9 and beta2 = 0.99, at which Adam solves the game of three rounds, it ends at +1 again; AMSGrad is at -0.84
    and on its way.  Reddi et al. show this game ten times as steep (1010 every 101 rounds, else -10).
    """
    betas = {"beta1": beta1, "beta2": beta2}
    return {rule: play(rule, C, period=int(C), rounds=rounds, **betas) for rule in PLAYERS[:2]}
