"""Schedules: factories that return t -> eta, the learning rate at step t.

t counts from 0, so the first step uses eta(0); it is a number or an array, and eta has its shape.
Parameters are numbers; an array gives one schedule per run. Steps count as t does; rates have the unit of eta.

    eta = cosine(0.1, T=200)
    eta(0), eta(100), eta(np.arange(200))
    minimize("adam", objective, start, 200, eta=eta)
"""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Schedule:
    """A function t -> eta that knows how it was made."""

    text: str
    formula: Callable

    def __call__(self, t):
        return self.formula(t if isinstance(t, (int, float)) else np.asarray(t))

    def __repr__(self):
        return self.text


def _schedule(factory):
    """Let a factory return its formula as a Schedule that prints as the call that made it."""
    signature = inspect.signature(factory)

    @functools.wraps(factory)
    def make(*args, **kwargs):
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        values = ", ".join(f"{name}={_short(value)}" for name, value in bound.arguments.items())
        return Schedule(f"{factory.__name__}({values})", factory(*args, **kwargs))

    return make


def _short(value):
    if isinstance(value, np.ndarray):
        return f"array of {value.size}"
    if callable(value) and not isinstance(value, Schedule):
        return getattr(value, "__name__", type(value).__name__)
    return repr(value.item() if isinstance(value, np.generic) else value)


def _positive(**parameters):
    for name, value in parameters.items():
        if not np.all(np.asarray(value) > 0):
            raise ValueError(f"{name} must be greater than 0, but it is {value!r}.")


@_schedule
def constant(eta0):
    """eta0 at every step."""
    return lambda t: eta0 + 0.0 * t


@_schedule
def inverse_time(eta0, k):
    """eta0 / (1 + k t): the notes' decay. With any k > 0 the sum diverges and the sum of squares converges, as
    Robbins and Monro (1951) ask."""
    return lambda t: eta0 / (1 + k * t)


@_schedule
def step_decay(eta0, drop, every):
    """eta0 drop^floor(t / every): constant for `every` steps, then multiplied by `drop`."""
    _positive(every=every)
    return lambda t: eta0 * drop ** (t // every)


@_schedule
def exponential(eta0, gamma):
    """eta0 gamma^t."""
    return lambda t: eta0 * gamma**t


@_schedule
def cosine(eta_max, T, eta_min=0.0):
    """Half a cosine from eta_max at t = 0 down to eta_min at t = T, and eta_min from there on."""
    _positive(T=T)
    return lambda t: eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * np.minimum(t, T) / T)) / 2


@_schedule
def triangular(eta_max, half_period, eta_min=0.0):
    """Cyclical rate (Smith 2017): straight from eta_min at t = 0 up to eta_max at half_period and back, for ever."""
    _positive(half_period=half_period)
    return lambda t: eta_min + (eta_max - eta_min) * (1 - abs(1 - t / half_period % 2))


@_schedule
def warm_restarts(eta_max, T0, mult=2, eta_min=0.0):
    """SGDR (Loshchilov and Hutter 2017): cosines that restart at eta_max; the first lasts T0 steps, each next one
    `mult` times as long (mult = 2: restarts at T0, 3 T0, 7 T0, ...)."""
    _positive(T0=T0)
    if not mult >= 1:
        raise ValueError(f"mult must be at least 1 (cycles may not shrink), but it is {mult!r}.")

    def eta(t):
        if mult == 1:
            length, since = T0, t % T0
        else:
            # The small term: a logarithm that rounds down must not make a restart one step late.
            cycle = np.floor(np.log1p(t * (mult - 1) / T0) / np.log(mult) + 1e-12)
            length = T0 * mult**cycle
            since = np.maximum(t - (length - T0) / (mult - 1), 0.0)
        return eta_min + (eta_max - eta_min) * (1 + np.cos(np.pi * since / length)) / 2

    return eta


@_schedule
def warm_up(schedule, steps):
    """Another schedule, reached by a straight line over the first `steps` steps (Goyal et al. 2017): step 0 has 1/steps
    of its rate, step `steps - 1` has all of it. The other schedule's own t is not shifted."""
    _positive(steps=steps)
    return lambda t: schedule(t) * np.minimum(1.0, (t + 1) / steps)


SCHEDULES = {
    factory.__name__: factory
    for factory in (
        constant,
        inverse_time,
        step_decay,
        exponential,
        cosine,
        triangular,
        warm_restarts,
        warm_up,
    )
}
