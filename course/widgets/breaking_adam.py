"""Breaking Adam: a convex game of three rounds on which Adam walks to the worst point, and why (Reddi, Kale and Kumar 2018)."""

import numpy as np
import traitlets

from course.optimizers import OPTIMIZERS
from course.widgets import packing
from course.widgets.base import CourseWidget
from course.widgets.own import looks

BETA2 = np.round(np.linspace(0.0, 0.99, 100), 2)
ROUNDS, FRAMES, LAST = 6000, 101, 12
RULES = ("adam_uncorrected", "amsgrad", "gradient_descent")
LABELS = ("Adam", "AMSGrad", "SGD")


class BreakingAdam(CourseWidget):
    """Short memory of the squared gradients makes Adam run the wrong way; drag beta2 until it turns round.

    Rounds repeat f(x) = C x, -x, -x on [-1, 1]; the sum of three is (C - 2) x, so x = -1 is best for C > 2. Steps are
    0.5 / sqrt(t), projected onto [-1, 1], from x = 0. With beta1 = 0 and beta2 = 1 / (1 + C^2) Adam ends at +1, AMSGrad and SGD
    near -1; for C = 3 Adam turns round between beta2 = 0.44 and 0.48.

    C, beta1, beta2  the rare push, and Adam's memories at first (beta2: 1 / (1 + C^2) unless given)
    """

    kind = "breakingAdam"
    family = traitlets.Bytes().tag(sync=True)
    pushes = traitlets.Bytes().tag(sync=True)
    at = traitlets.Float().tag(sync=True)

    def __init__(self, C=3.0, beta1=0.0, beta2=None, title="", lead=""):
        self._C, self._beta1 = float(C), float(beta1)
        beta2 = 1 / (1 + C**2) if beta2 is None else beta2
        family, pushes = self._play()
        super().__init__(
            at=float(BETA2[np.argmin(abs(BETA2 - beta2))]),
            family=family,
            pushes=pushes,
            scene={
                "title": title or "Adam walks to the worst point. Drag β₂ until it turns round.",
                "lead": lead or "Every third round pushes left with force C, the other two push right with force 1. All in all, left is right.",
                "beta2": BETA2.tolist(),
                "frames": FRAMES,
                "stride": ROUNDS // (FRAMES - 1),
                "last": LAST,
                "unpack": packing.scales([(-1.0, 1.0)]),
                "rules": [look | {"label": label} for look, label in zip(looks([(name, None) for name in ("adam", *RULES[1:])]), LABELS, strict=True)],
                "C": self._C,
                "beta1": self._beta1,
            },
        )  # fmt: skip

    def answer(self, question):
        """`set`: another C or beta1; the whole family is played again."""
        setattr(self, {"C": "_C", "beta1": "_beta1"}[question["name"]], float(question["value"]))
        with self.hold_sync():
            self.family, self.pushes = self._play()
            self.scene = {**self.scene, "C": self._C, "beta1": self._beta1}

    def _play(self):
        """x after every 60th round, (rules, beta2, frames) packed; and the last moves in units of the step, float32 (rules, beta2, 12)."""
        theta = np.zeros((len(RULES), len(BETA2)))
        paths, moves = np.zeros((FRAMES, *theta.shape)), np.zeros((LAST, *theta.shape))
        memory = {name: () for name in RULES}
        hyper = {
            "adam_uncorrected": {"beta1": self._beta1, "beta2": BETA2},
            "amsgrad": {"beta1": self._beta1, "beta2": BETA2},
        }
        with np.errstate(all="ignore"):
            for t in range(1, ROUNDS + 1):
                g = np.full(len(BETA2), self._C if t % 3 == 1 else -1.0)
                eta = 0.5 / np.sqrt(t)
                for i, name in enumerate(RULES):
                    new, *memory[name] = OPTIMIZERS[name](
                        theta[i], lambda _, g=g: g, t, *memory[name], eta=eta, **hyper.get(name, {})
                    )
                    if t > ROUNDS - LAST:
                        moves[t - ROUNDS + LAST - 1, i] = (new - theta[i]) / eta
                    theta[i] = np.clip(new, -1, 1)
                if t % (ROUNDS // (FRAMES - 1)) == 0:
                    paths[t // (ROUNDS // (FRAMES - 1))] = theta
        return packing.pack(np.moveaxis(paths, 0, -1)[..., None], packing.scales([(-1.0, 1.0)])), np.moveaxis(
            moves, 0, -1
        ).astype(np.float32).tobytes()

    def _ends(self):
        x = packing.unpack(self.family, (len(RULES), len(BETA2), FRAMES), self.scene["unpack"][0])
        return x[:, int(np.argmin(abs(BETA2 - self.at)))]

    def summary(self):
        """Where the three rules end at the first beta2."""
        ends = ", ".join(f"{label} {x[-1]:+.2f}" for label, x in zip(LABELS, self._ends(), strict=True))
        return f"C = {self._C:g}, beta1 = {self._beta1:g}, beta2 = {self.at:g}: x after {ROUNDS} rounds is {ends}; best is -1."

    def still(self, figure):
        """x over the rounds, and where Adam ends over beta2."""
        left, right = figure.subplots(1, 2)
        t = np.linspace(0, ROUNDS, FRAMES)
        for look, x in zip(self.scene["rules"], self._ends(), strict=True):
            left.plot(t, x, color=look["colour"], label=look["label"])
        left.set(xlabel="rounds", ylim=(-1.1, 1.1), title=f"x over the rounds, β₂ = {self.at:g}")
        left.legend()
        x = packing.unpack(self.family, (len(RULES), len(BETA2), FRAMES), self.scene["unpack"][0])
        for look, end in zip(self.scene["rules"], x[..., -1], strict=True):
            right.plot(BETA2, end, color=look["colour"])
        right.set(xlabel="β₂", ylim=(-1.1, 1.1), title="Where each ends")
