"""The loop that every optimizer of the course runs in."""

import numpy as np

from course.descent.rules import RuleError, describe, name_of, read
from course.descent.trajectory import Trajectory

# Losses are computed afterwards, many points at once, but no more than this: a model needs a number per point and row.
POINTS_AT_ONCE = 4096


def minimize(rule, objective, theta0, steps, *, every=1, batches=None, **hyper):
    """Run `rule` on `objective` from `theta0` for `steps` steps; return the Trajectory.

    rule       a function as in course.optimizers, or the name of one in OPTIMIZERS
    objective  anything with value and gradient: (..., d) -> (...) and (..., d) -> (..., d)
    theta0     (..., d) one start or many; left unchanged
    every      keep the start and then each every-th point
    batches    iterable of index arrays, one a step: the gradient is that of objective.on(rows), the same rows for all
               runs; the recorded loss stays that of the whole objective
    hyper      a number, an array (one value per run) or a schedule t -> value, t from 0. The runs are what the leading
               axes of theta0 and the arrays broadcast to: starts (100, 1, d) and eta (20,) make 100 x 20 runs.

    A run that diverges is a result, not an error: see Trajectory.diverged. Nonsense from a rule raises RuleError.
    """
    rule = read(rule)
    hyper = {key: _value(key, value) for key, value in rule.complete(hyper).items()}
    theta = _start(objective, theta0)
    _whole("steps", steps, least=0)
    _whole("every", every, least=1)
    gradient, rows = objective.gradient, None if batches is None else iter(batches)
    if batches is not None and not hasattr(objective, "on"):
        raise TypeError(f"{name_of(objective)} has no rows to take batches of: it has no .on(rows).")
    schedules = {key: value for key, value in hyper.items() if callable(value)}
    t = 0
    try:
        with np.errstate(all="ignore"):
            now = {key: _column(schedules[key](0) if key in schedules else value) for key, value in hyper.items()}
            theta = np.array(np.broadcast_to(theta, (*_runs(theta, now), theta.shape[-1])))
            shape, count, memory = theta.shape, 1 + len(rule.memory), rule.memory.values()
            path = np.empty((steps // every + 1, *shape))
            path[0] = theta
            for t in range(1, steps + 1):
                for key, schedule in schedules.items():
                    now[key] = _column(schedule(t - 1))
                if rows is not None:
                    gradient = objective.on(_next(rows, t, steps)).gradient
                result = rule.step(theta, gradient, t, *memory, **now)
                if type(result) is not tuple or len(result) != count or getattr(result[0], "shape", None) != shape:
                    raise RuleError(rule.complaint(t, result, shape, gradient(theta)))
                theta, *memory = result
                if t % every == 0:
                    path[t // every] = theta
            loss = _losses(objective, path)
    except RuleError:
        raise
    except Exception as error:
        timing = f", schedules at t = {max(t - 1, 0)}" if schedules else ""
        error.add_note(f"In minimize: {rule.name} on {name_of(objective)}, step {t} of {steps}{timing}.")
        raise
    minimum = getattr(objective, "minimum", None)
    return Trajectory(path, loss, np.arange(0, steps + 1, every), rule.name, hyper, name_of(objective), minimum)


def _start(objective, theta0):
    if not (hasattr(objective, "value") and hasattr(objective, "gradient")):
        raise TypeError(
            f"objective must have .value and .gradient, but it is {describe(objective)}. "
            "Two functions of your own will do: types.SimpleNamespace(value=f, gradient=df)."
        )
    theta = np.array(theta0, dtype=float, ndmin=1)
    d = getattr(objective, "d", theta.shape[-1])
    if theta.shape[-1] != d:
        raise ValueError(
            f"{name_of(objective)} has {d} coordinate{'s' * (d != 1)}, but theta0 has shape {theta.shape}. "
            f"Its last axis holds the coordinates: one start has shape ({d},), n starts have shape (n, {d})."
        )
    return theta


def _whole(name, value, least):
    if isinstance(value, bool) or not isinstance(value, (int, np.integer)) or value < least:
        raise ValueError(f"{name} must be a whole number from {least} on, but it is {value!r}.")


def _value(name, value):
    """A hyperparameter as a number, an array of its own, or a schedule."""
    if callable(value) or isinstance(value, (int, float)) or value is None:
        return value
    array = np.array(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"{name} must be a number, an array (one value per run) or a schedule, but it is {value!r}.")
    return array if array.ndim else array.item()


def _column(value):
    """The axis of coordinates, appended to what has axes of runs."""
    return value[..., None] if np.ndim(value) else value


def _runs(theta, now):
    arrays = {key: np.shape(value)[:-1] for key, value in now.items() if np.ndim(value)}
    try:
        return np.broadcast_shapes(theta.shape[:-1], *arrays.values())
    except ValueError:
        shapes = ", ".join(f"{key} {shape}" for key, shape in arrays.items())
        raise ValueError(
            f"The runs do not fit together: theta0 has runs of shape {theta.shape[:-1]}, and there are {shapes}. "
            "For every start with every value, give the starts one more axis: theta0[:, None]."
        ) from None


def _next(rows, t, steps):
    try:
        return next(rows)
    except StopIteration:
        raise ValueError(f"batches ended after {t - 1} of {steps} steps; each step needs one.") from None


def _losses(objective, path):
    loss = np.empty(path.shape[:-1])
    records = max(1, POINTS_AT_ONCE // max(1, loss[0].size))
    for k in range(0, len(path), records):
        points = path[k : k + records]
        value = objective.value(points)
        if np.shape(value) != points.shape[:-1]:
            raise RuleError(
                f"The value of {name_of(objective)} has shape {np.shape(value)} for points of shape {points.shape}, "
                f"expected {points.shape[:-1]}: one number a point. Take coordinates as theta[..., 0], sums with axis=-1."
            )
        loss[k : k + records] = value
    return loss
