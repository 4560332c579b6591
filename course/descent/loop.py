"""The loop that every optimizer of the course runs in."""

import difflib
import functools
import inspect

import numpy as np

from course.descent.trajectory import Trajectory
from course.optimizers import OPTIMIZERS

# Losses are computed afterwards, many points at once, but never more than this many: a model has a row per example and point.
POINTS_AT_ONCE = 4096


class RuleError(ValueError):
    """An update rule, or an objective's gradient, returned something that the loop cannot go on with."""


def minimize(rule, objective, theta0, steps, *, every=1, batches=None, **hyper):
    """Run `rule` on `objective` from `theta0` for `steps` steps; return the Trajectory.

    rule       a function as in course.optimizers, or the name of one in OPTIMIZERS
    objective  anything with value and gradient: (..., d) -> (...) and (..., d) -> (..., d)
    theta0     (..., d) one start or many; left unchanged
    every      keep the start and then each every-th point
    batches    iterable of index arrays, one a step: the gradient is that of objective.on(rows), the same rows for all runs;
               the recorded loss stays that of the whole objective
    hyper      a number, an array (one value per run) or a schedule t -> value, t from 0. The runs are what the leading axes
               of theta0 and the arrays broadcast to: starts (100, 1, d) and eta (20,) make 100 x 20 runs.

    A run that diverges is a result, not an error: see Trajectory.diverged. A rule that returns nonsense raises RuleError.
    """
    rule, name = _find(rule)
    memory, hyper = _read(rule, name, hyper)
    theta = _start(objective, theta0)
    _count("steps", steps, 0)
    _count("every", every, 1)
    schedules = {key: value for key, value in hyper.items() if callable(value)}
    values = {key: _column(schedules[key](0) if key in schedules else value, key) for key, value in hyper.items()}
    runs = _runs(theta, values)
    theta = np.array(np.broadcast_to(theta, (*runs, theta.shape[-1])))
    shape, count = theta.shape, 1 + len(memory)
    path = np.empty((steps // every + 1, *shape))
    path[0] = theta
    gradient, rows = objective.gradient, None if batches is None else iter(batches)

    t = 0
    try:
        with np.errstate(all="ignore"):
            for t in range(1, steps + 1):
                for key, schedule in schedules.items():
                    values[key] = _column(schedule(t - 1), key)
                if rows is not None:
                    gradient = objective.on(_next(rows, t, steps)).gradient
                result = rule(theta, gradient, t, *memory, **values)
                if type(result) is not tuple or len(result) != count or getattr(result[0], "shape", None) != shape:
                    raise RuleError(_complaint(name, t, result, rule, theta, gradient))
                theta, *memory = result
                if t % every == 0:
                    path[t // every] = theta
            loss = _losses(objective, path)
    except Exception as error:
        error.add_note(
            f"This happened in minimize, at step {t} of {name} on {_name(objective)}, theta of shape {shape}."
        )
        raise
    minimum = getattr(objective, "minimum", None)
    return Trajectory(path, loss, np.arange(0, steps + 1, every), name, hyper, _name(objective), minimum)


def _find(rule):
    if isinstance(rule, str):
        if rule not in OPTIMIZERS:
            near = difflib.get_close_matches(rule, OPTIMIZERS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"There is no optimizer {rule!r}.{hint} There are: {', '.join(OPTIMIZERS)}.")
        return OPTIMIZERS[rule], rule
    if not callable(rule):
        raise TypeError(
            f"rule must be a function or the name of an optimizer, but it is of type {type(rule).__name__}."
        )
    return rule, _name(rule)


def _name(thing):
    while isinstance(thing, functools.partial):
        thing = thing.func
    return getattr(thing, "name", None) or getattr(thing, "__name__", None) or type(thing).__name__


def _read(rule, name, given):
    """The start of the memory and all hyperparameters, from the rule's signature and what the caller gave."""
    parameters = list(inspect.signature(rule).parameters.values())
    positional = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    keywords = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
    takes_any = any(p.kind is p.VAR_KEYWORD for p in parameters)
    if len(positional) < 3:
        raise RuleError(f"{name} must begin with (theta, grad, t), but its parameters are ({_names(parameters)}).")
    memory = positional[3:]
    for p in memory:
        if p.name in given:
            raise RuleError(
                f"{p.name} is memory of {name}, because it stands before the *. Hyperparameters come after it: "
                f"def {name}(theta, grad, t, *, {p.name}=...)."
            )
        if p.default is p.empty:
            raise RuleError(f"Memory {p.name} of {name} has no start: write {p.name}=0.0 in its signature.")
    unknown = [key for key in given if key not in keywords and not takes_any]
    if unknown:
        has = ", ".join(keywords) or "none"
        raise TypeError(f"{name} has no hyperparameter {unknown[0]!r}. It has: {has}.")
    hyper = {**keywords, **given}
    missing = [key for key, value in hyper.items() if value is inspect.Parameter.empty]
    if missing:
        raise TypeError(f"{name} needs a value for {missing[0]}: minimize(..., {missing[0]}=...).")
    return [p.default for p in memory], hyper


def _names(parameters):
    return ", ".join(p.name for p in parameters)


def _start(objective, theta0):
    theta = np.array(theta0, dtype=float, ndmin=1)
    d = getattr(objective, "d", theta.shape[-1])
    if theta.shape[-1] != d:
        raise ValueError(
            f"{_name(objective)} has {d} coordinate{'s' * (d != 1)}, but theta0 has shape {theta.shape}: its last axis holds the "
            f"coordinates, so one start has shape ({d},) and n starts ({'n'}, {d})."
        )
    return theta


def _count(name, value, least):
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name} must be a whole number from {least} on, but it is {value!r}.")


def _column(value, name):
    """A number as it is; an array over runs with an axis for the coordinates appended."""
    if isinstance(value, (int, float)):
        return value
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be a number, an array (one value per run) or a schedule, but it is {value!r}.")
    return array.item() if array.ndim == 0 else array[..., None]


def _runs(theta, values):
    arrays = {key: np.shape(value)[:-1] for key, value in values.items() if np.ndim(value)}
    try:
        return np.broadcast_shapes(theta.shape[:-1], *arrays.values())
    except ValueError:
        shapes = ", ".join(f"{key} {shape}" for key, shape in arrays.items())
        raise ValueError(
            f"The runs do not fit together: theta0 has runs {theta.shape[:-1]}, and the arrays are {shapes}. For every start "
            "with every value, give the starts one more axis: theta0[:, None]."
        ) from None


def _next(rows, t, steps):
    try:
        return next(rows)
    except StopIteration:
        raise ValueError(f"batches ended after {t - 1} of {steps} steps: give at least one batch a step.") from None


def _losses(objective, path):
    loss = np.empty(path.shape[:-1])
    records = max(1, POINTS_AT_ONCE // max(1, loss[0].size))
    for k in range(0, len(path), records):
        part = path[k : k + records]
        value = objective.value(part)
        if np.shape(value) != part.shape[:-1]:
            raise RuleError(
                f"The value of {_name(objective)} has shape {np.shape(value)} for points of shape {part.shape}; expected "
                f"{part.shape[:-1]}, one number a point. Take coordinates as theta[..., 0], sums with axis=-1."
            )
        loss[k : k + records] = value
    return loss


def _complaint(name, t, result, rule, theta, gradient):
    """Say what is wrong with what a rule returned; asked only when something is."""
    memory = list(inspect.signature(rule).parameters)[3:]
    memory = [
        p for p in memory if inspect.signature(rule).parameters[p].kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    wanted = f"a tuple ({', '.join(['theta', *memory])}{',' * (not memory)})"
    where = f"{name}, step {t}: "
    if result is None:
        return f"{where}returned None, expected {wanted}. Is a return missing?"
    if type(result) is not tuple:
        return f"{where}returned {_describe(result)}, expected {wanted}."
    if len(result) != 1 + len(memory):
        return f"{where}returned {len(result)} values, expected {1 + len(memory)}: {wanted}."
    g = gradient(theta)
    if getattr(g, "shape", None) != theta.shape:
        return f"{where}the gradient of the objective is {_describe(g)}, expected an array of shape {theta.shape} like theta."
    return f"{where}theta came back as {_describe(result[0])}, expected an array of shape {theta.shape}."


def _describe(value):
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a {type(value).__name__}"
