"""From the plain signatures of the exercises to rules."""

import functools
import inspect

import numpy as np

from course.descent.rules import Rule, RuleError, name_of

GRADIENT_NAMES = ("g", "grad", "gradient")


def as_rule(function):
    """Make a rule for `minimize` from a function that gets its gradient as an array, as those of the exercises do:

        momentum_step(theta, v, g, eta, beta) -> (theta, v)
        adam_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8) -> (theta, m, v)

    Parameters are known by name and place: theta comes first, then the memory (zeros at the start), then the gradient
    (g, grad or gradient); one called t gets the number of the step, from 1; all others are hyperparameters.
    The function need only handle one run: as_rule tries it out on a few, and where it cannot take many at once they are
    done one by one.
    A function that is a rule already, (theta, grad, t, ..., *, eta), comes back as it is.
    """
    parameters = list(inspect.signature(function).parameters.values())
    names = [p.name for p in parameters]
    if names[:3] == ["theta", "grad", "t"] and any(p.kind is p.KEYWORD_ONLY for p in parameters):
        return function
    found = [name for name in names[1:] if name in GRADIENT_NAMES]
    if len(found) != 1:
        raise TypeError(
            "as_rule needs a function such as step(theta, v, g, eta), with one parameter called "
            f"{' or '.join(GRADIENT_NAMES)} after theta, but {name_of(function)} has ({', '.join(names)})."
        )
    place = names.index(found[0])
    memory = [name for name in names[1:place] if name != "t"]
    hyper = [p.replace(kind=p.KEYWORD_ONLY) for p in parameters[place + 1 :] if p.name != "t"]

    shown = Rule(function, name_of(function), dict.fromkeys(memory, 0.0), {}, takes_any=False)

    def step(theta, parts, g, t, values):
        """One call of the function, on copies, so that a change in place changes nothing outside."""
        arguments = {names[0]: theta.copy(), found[0]: np.array(g, dtype=float), **values}
        for name, part in zip(memory, parts, strict=True):
            arguments[name] = part.copy()
        if "t" in names:
            arguments["t"] = t
        result = function(**arguments)
        if not memory and not isinstance(result, tuple):
            result = (result,)
        if not isinstance(result, (tuple, list)) or len(result) != 1 + len(memory):
            raise RuleError(shown.complaint(t, result, theta.shape, g))
        new = tuple(np.asarray(part, dtype=float) for part in result)
        for name, part, array in zip([names[0], *memory], result, new, strict=True):
            if array.shape != theta.shape:
                raise RuleError(shown.misshapen(t, name, part, theta.shape))
        return new

    advance = step if _takes_many(step, len(memory), hyper) else functools.partial(_one_by_one, step)

    @functools.wraps(function)
    def rule(theta, grad, t, *parts, **values):
        theta = np.asarray(theta, dtype=float)
        if not parts or isinstance(parts[0], float):  # the first step
            parts = [np.zeros_like(theta)] * len(memory)
        return advance(theta, parts, grad(theta), t, values)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    head = [inspect.Parameter(name, kind) for name in ("theta", "grad", "t")]
    kept = [inspect.Parameter(name, kind, default=0.0) for name in memory]
    rule.__signature__ = inspect.Signature([*head, *kept, *hyper])
    return rule


def _one_by_one(step, theta, parts, g, t, values):
    """A step of every run on its own; hyperparameters that are arrays (*runs, 1) become numbers."""
    if theta.ndim == 1:
        return step(theta, parts, g, t, values)
    runs, results = theta.shape[:-1], []
    columns = {name: np.broadcast_to(value, (*runs, 1)) for name, value in values.items() if np.ndim(value)}
    for run in np.ndindex(runs):
        own = {name: column[run].item() for name, column in columns.items()}
        results.append(step(theta[run], [part[run] for part in parts], g[run], t, {**values, **own}))
    return tuple(np.reshape(part, theta.shape) for part in zip(*results, strict=True))


def _takes_many(step, memories, hyper):
    """Whether a few invented runs come out the same when done at once and when done one by one."""
    rng = np.random.default_rng(0)
    runs, d = 3, 4
    values = {p.name: 0.5 if p.default is p.empty else p.default for p in hyper}
    values.update((n, v * np.linspace(0.5, 1.0, runs)[:, None]) for n, v in values.items() if isinstance(v, float))
    try:
        with np.errstate(all="ignore"):
            for t in (1, 3):
                theta, g, *parts = rng.normal(size=(2 + memories, runs, d))
                parts = [part**2 for part in parts]  # some are averages of squares
                at_once = step(theta, parts, g, t, values)
                alone = _one_by_one(step, theta, parts, g, t, values)
                if not all(np.allclose(a, b) for a, b in zip(at_once, alone, strict=True)):
                    return False
    except Exception:  # whatever it is, it will come again, and be told, where the rule is used
        return False
    return True
