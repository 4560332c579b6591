"""What a learner brings along, as the widgets need it: functions as landscapes, exercises' functions as rules, each with its look."""

import inspect

import numpy as np

from course import plots
from course.descent import as_rule
from course.objectives import Objective
from course.optimizers import OPTIMIZERS
from course.widgets.base import complaint


def as_landscape(objective, box=None, d=2):
    """An Objective as it is; a function of an array (d,), or whatever has value and gradient, as a Landscape over `box`."""
    if isinstance(objective, Objective):
        return objective
    if hasattr(objective, "gradient"):
        return Landscape(objective.value, objective.gradient, box=box or objective.box, d=d, source=objective)
    if not callable(objective):
        raise TypeError(
            f"A landscape is an Objective or a function of an array ({d},), not {type(objective).__name__}."
        )
    if box is None:
        example = ", ".join(["(lo, hi)"] * d) + ("," if d == 1 else "")
        raise ValueError(f"A function of your own needs to know where to look: box=({example}).")
    return Landscape(objective, None, box=box, d=d, source=objective)


class Landscape:
    """A learner's own function over points (..., d): where it raises, its height is no number, and `trouble` tells the first error.

    value     a function of points (..., d), of d coordinates, or of one point (d,): which of them is found by trying
    gradient  the same with d numbers a point, or None for central differences
    source    what knows more about it, such as name, start, minimum, minimizers
    """

    def __init__(self, value, gradient, *, box, d=2, source=None):
        self.box, self.d, self.trouble = box, d, ""
        self.name = getattr(source, "name", getattr(source, "__name__", "your function"))
        self.minimum = getattr(source, "minimum", None)
        self.minimizers = getattr(source, "minimizers", np.empty((0, d)))
        self.start = getattr(source, "start", np.array([0.8 * hi + 0.2 * lo for lo, hi in box]))
        lows, highs = np.transpose(box)
        self._step = 1e-5 * (highs - lows)
        self._probe = np.random.default_rng(0).uniform(lows, highs, size=(2 * d + 3, d))
        self.value = self._over_points(value, ())
        self.gradient = self._over_points(gradient, (d,)) if gradient else self._differences
        if not np.isfinite(self.value(self._probe)).any():
            lost = f"{self.name} gives no finite number in its box. Mend the function, or choose another box."
            self.trouble = self.trouble or lost
            self.value = lambda theta: np.full(np.shape(theta)[:-1], np.nan)  # asking on would only take time
            self.gradient = lambda theta: np.full(np.shape(theta), np.nan)

    def _differences(self, theta):
        theta = np.asarray(theta, dtype=float)
        ways = self._step[:, None] * np.eye(self.d)
        return np.stack([(self.value(theta + e) - self.value(theta - e)) / (2 * e.sum()) for e in ways], axis=-1)

    def _over_points(self, f, out):
        """`f` of one point, which gives an array of shape `out`, as a function of points: all at once where f can take them so."""

        def one(point):
            try:
                found = np.asarray(f(point.copy()), dtype=float)
                if found.size != np.prod(out, dtype=int):
                    raise ValueError(
                        f"{self.name} gave {found.size} numbers at a point; expected {self.d if out else 'one height'}."
                    )
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told in the widget
                self.trouble = self.trouble or complaint(error)
                return np.full(out, np.nan)
            return found.reshape(out)

        def one_by_one(theta):
            theta = np.asarray(theta, dtype=float)
            return np.reshape([one(point) for point in theta.reshape(-1, self.d)], theta.shape[:-1] + out)

        def points(theta):
            return np.asarray(f(theta), dtype=float)

        def coordinates(theta):
            found = np.asarray(f(np.moveaxis(theta, -1, 0)), dtype=float)
            return np.moveaxis(found, 0, -1) if out else np.broadcast_to(found, theta.shape[:-1])

        def quick(whole):
            def over(theta):
                theta = np.asarray(theta, dtype=float)
                try:
                    with np.errstate(all="ignore"):
                        found = whole(theta)
                    return found if found.shape == theta.shape[:-1] + out else one_by_one(theta)
                except Exception:  # noqa: BLE001 - somewhere it fails: where, is found point by point
                    return one_by_one(theta)

            return over

        wanted = one_by_one(self._probe)
        for whole in (points, coordinates):
            try:
                with np.errstate(all="ignore"):
                    found = whole(self._probe)
                if found.shape == wanted.shape and np.allclose(found, wanted, equal_nan=True):
                    return quick(whole)
            except Exception:  # noqa: BLE001, S112 - then not so
                continue
        return one_by_one


def as_rules(rules):
    """[(name, rule)] from names in OPTIMIZERS, rules, and functions with the exercises' signatures."""
    found = []
    for rule in rules:
        if isinstance(rule, str) and rule not in OPTIMIZERS:
            raise ValueError(f"There is no rule called {rule!r}. There are: {', '.join(OPTIMIZERS)}.")
        name, rule = (
            (rule, OPTIMIZERS[rule]) if isinstance(rule, str) else (getattr(rule, "__name__", "rule"), as_rule(rule))
        )
        taken = [other for other, _ in found]
        if name in taken or (name in OPTIMIZERS and rule is not OPTIMIZERS[name]):
            name = f"your {name}"
        while name in taken:
            name = f"{name.rstrip(' 0123456789')} {len(taken) + 1}"
        found.append((name, rule))
    return found


def hyper(rule):
    """Hyperparameters of a rule with their defaults."""
    return {p.name: p.default for p in inspect.signature(rule).parameters.values() if p.kind is p.KEYWORD_ONLY}


def looks(rules):
    """Label, colour, dash and mark of each rule for the front end; the learner's own are told apart."""
    strangers = [name for name, _ in rules if name not in plots.STYLE]
    found = []
    for name, _ in rules:
        look = plots.style(name, strangers.index(name) if name in strangers else 0)
        dash = look["linestyle"][1] if isinstance(look["linestyle"], tuple) else ()
        found.append(
            {
                "label": look["label"],
                "colour": look["color"],
                "dash": [2 * length for length in dash],
                "shape": look["marker"],
            }
        )
    return found
