"""What a learner brings along, as the widgets need it: functions as landscapes, exercises' functions as rules, each with its look."""

import inspect
from types import SimpleNamespace

import numpy as np

from course import plots
from course.descent import as_rule
from course.optimizers import OPTIMIZERS


def as_landscape(objective, box=None, d=2):
    """An Objective as it is; a function of an array (d,) with its gradient by central differences."""
    if hasattr(objective, "gradient"):
        return objective
    if not callable(objective):
        raise TypeError(
            f"A landscape is an Objective or a function of an array ({d},), not {type(objective).__name__}."
        )
    if box is None:
        example = ", ".join(["(lo, hi)"] * d) + ("," if d == 1 else "")
        raise ValueError(f"A function of your own needs to know where to look: box=({example}).")
    value = _over_points(objective, d)
    step = 1e-5 * np.array([hi - lo for lo, hi in box])

    def gradient(theta):
        theta = np.asarray(theta, dtype=float)
        ways = step[:, None] * np.eye(d)
        return np.stack([(value(theta + e) - value(theta - e)) / (2 * e.sum()) for e in ways], axis=-1)

    return SimpleNamespace(
        name=getattr(objective, "__name__", "your function"), d=d, value=value, gradient=gradient, box=box,
        start=np.array([0.8 * hi + 0.2 * lo for lo, hi in box]), minimum=None, minimizers=np.empty((0, d)),
    )  # fmt: skip


def _over_points(f, d):
    """`f` of one point (d,) as a function of points (..., d): all at once where f can take its coordinates as arrays."""

    def one_by_one(theta):
        theta = np.asarray(theta, dtype=float)
        return np.array([_number(f, point) for point in theta.reshape(-1, d)]).reshape(theta.shape[:-1])

    def at_once(theta):
        theta = np.asarray(theta, dtype=float)
        with np.errstate(all="ignore"):
            result = np.asarray(f(np.moveaxis(theta, -1, 0)), dtype=float)
        return np.broadcast_to(result, theta.shape[:-1])

    probe = np.random.default_rng(0).normal(size=(2 * d + 3, d))
    try:
        fits = np.allclose(at_once(probe), one_by_one(probe), equal_nan=True)
    except Exception:  # noqa: BLE001 - whatever it is, it comes again where it can be told
        fits = False
    return at_once if fits else one_by_one


def _number(f, point):
    value = np.asarray(f(point.copy()), dtype=float)
    if value.size != 1:
        raise ValueError(
            f"{getattr(f, '__name__', 'your function')} gave {value.size} numbers at a point; expected one height."
        )
    return value.item()


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
