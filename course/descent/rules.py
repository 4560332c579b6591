"""What a rule's signature says, and what is wrong with what a rule returned."""

import difflib
import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from course.optimizers import OPTIMIZERS

MISSING = inspect.Parameter.empty


class RuleError(ValueError):
    """An update rule, or an objective's gradient or value, does not give what the loop needs to go on."""


@dataclass(frozen=True)
class Rule:
    """An update rule, taken apart: memory is {name: start}, hyper {name: default, or MISSING}."""

    step: Callable
    name: str
    memory: dict
    hyper: dict
    takes_any: bool

    def complete(self, given):
        """All hyperparameters: those given, and the defaults of the others."""
        for key in given:
            if key in self.memory:
                raise TypeError(
                    f"{key} is memory of {self.name}, because it stands before the *. "
                    f"A hyperparameter stands after it: def {self.name}(theta, grad, t, *, {key}=...)."
                )
            if key not in self.hyper and not self.takes_any:
                near = difflib.get_close_matches(key, self.hyper, n=1)
                hint = f" Did you mean {near[0]!r}?" if near else ""
                raise TypeError(
                    f"{self.name} has no hyperparameter {key!r}.{hint} It has: {', '.join(self.hyper) or 'none'}."
                )
        hyper = {**self.hyper, **given}
        for key, value in hyper.items():
            if value is MISSING:
                raise TypeError(f"{self.name} needs a value for {key}: minimize(..., {key}=...).")
        return hyper

    def complaint(self, t, result, shape, gradient):
        """Say what is wrong with the result of step t, where theta and the gradient should have had the given shape."""
        where = f"{self.name}, step {t}: "
        wanted = f"a tuple ({', '.join(['theta', *self.memory])}{'' if self.memory else ','})"
        if result is None:
            return f"{where}returned None, expected {wanted}. Is a return missing?"
        if type(result) is not tuple:
            return f"{where}returned {describe(result)}, expected {wanted}."
        if len(result) != 1 + len(self.memory):
            return f"{where}returned {len(result)} values, expected {1 + len(self.memory)}: {wanted}."
        if getattr(gradient, "shape", None) != shape:
            return (
                f"{where}the gradient of the objective is {describe(gradient)}, "
                f"expected an array of shape {shape} as theta. Take coordinates as theta[..., 0], sums with axis=-1."
            )
        return self.misshapen(t, "theta", result[0], shape)

    def misshapen(self, t, part, value, shape):
        """Say that a part of the result of step t has not the shape it should have."""
        found, wanted = describe(value), f"an array of shape {shape}"
        return f"{self.name}, step {t}: {part} came back as {found}, expected {wanted} as it was given."


def read(rule):
    """A Rule from a function, or from the name of an optimizer."""
    if isinstance(rule, str):
        if rule not in OPTIMIZERS:
            near = difflib.get_close_matches(rule, OPTIMIZERS, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise ValueError(f"There is no optimizer {rule!r}.{hint} There are: {', '.join(OPTIMIZERS)}.")
        rule = OPTIMIZERS[rule]
    if not callable(rule):
        raise TypeError(f"rule must be a function or the name of an optimizer, but it is {describe(rule)}.")
    name = name_of(rule)
    parameters = list(inspect.signature(rule).parameters.values())
    places = [p for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if len(places) < 3:
        raise RuleError(
            f"{name} must begin with (theta, grad, t), but has ({', '.join(p.name for p in parameters)}). "
            "as_rule adapts a function that gets its gradient as an array."
        )
    memory = {p.name: p.default for p in places[3:]}
    for key, start in memory.items():
        if start is MISSING:
            raise RuleError(
                f"{key} is memory of {name}, because it stands before the *, but has no start: write {key}=0.0. "
                f"If it is a hyperparameter, put it after the *; if {name} gets its gradient as an array, use as_rule."
            )
    hyper = {p.name: p.default for p in parameters if p.kind is p.KEYWORD_ONLY}
    return Rule(rule, name, memory, hyper, any(p.kind is p.VAR_KEYWORD for p in parameters))


def name_of(thing):
    """A name to call a rule or an objective by."""
    while isinstance(thing, functools.partial):
        thing = thing.func
    return getattr(thing, "name", None) or getattr(thing, "__name__", None) or type(thing).__name__


def describe(value):
    """What kind of thing it is, for an error's text."""
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if value is None:
        return "None"
    kind = type(value).__name__
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"
