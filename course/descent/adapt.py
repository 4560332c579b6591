"""From the plain signatures of the exercises to rules."""

import functools
import inspect

import numpy as np

GRADIENT_NAMES = ("g", "grad", "gradient")


def as_rule(function):
    """Make an update rule for `minimize` of a function that gets its gradient as an array, as those of the exercises:

        momentum_step(theta, v, g, eta, beta) -> (theta, v)
        adam_step(theta, m, v, g, t, eta, beta1=0.9, beta2=0.999, eps=1e-8) -> (theta, m, v)

    Parameters are known by name and place: theta comes first, then the memory (starting at zeros), then the gradient
    (g, grad or gradient); t, if there is one, gets the number of the step, from 1; all others are hyperparameters.
    The function need only handle a single run: if it cannot take many at once, they are done one by one.
    A function that is a rule already, (theta, grad, t, ..., *, eta), comes back as it is.
    """
    parameters = list(inspect.signature(function).parameters.values())
    names = [p.name for p in parameters]
    if names[:3] == ["theta", "grad", "t"] and any(p.kind is p.KEYWORD_ONLY for p in parameters):
        return function
    found = [name for name in names if name in GRADIENT_NAMES]
    if len(found) != 1 or names.index(found[0]) == 0:
        raise TypeError(
            f"as_rule needs a function like step(theta, v, g, eta), with one parameter named {' or '.join(GRADIENT_NAMES)}, "
            f"but the parameters of {function.__name__} are ({', '.join(names)})."
        )
    g_at = names.index(found[0])
    call = _Call(function, names[0], [n for n in names[1:g_at] if n != "t"], names[g_at], "t" in names)
    hyper = [p.replace(kind=p.KEYWORD_ONLY) for p in parameters[g_at + 1 :] if p.name != "t"]
    advance = call if _takes_many(call, hyper) else functools.partial(_one_by_one, call)

    @functools.wraps(function)
    def rule(theta, grad, t, *memory, **hyper):
        memory = [np.zeros_like(theta) if np.ndim(part) == 0 else part for part in memory]
        return advance(theta, memory, grad(theta), t, hyper)

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    head = [inspect.Parameter(name, kind) for name in ("theta", "grad", "t")]
    memory = [inspect.Parameter(name, kind, default=0.0) for name in call.memory]
    rule.__signature__ = inspect.Signature([*head, *memory, *hyper])
    return rule


class _Call:
    """One call of the learner's function, on copies, its results as arrays of floats."""

    def __init__(self, function, theta, memory, g, has_t):
        self.function, self.theta, self.memory, self.g, self.has_t = function, theta, memory, g, has_t

    def __call__(self, theta, memory, g, t, hyper):
        values = {self.theta: theta.copy(), self.g: np.array(g), **hyper}
        values.update((name, part.copy()) for name, part in zip(self.memory, memory, strict=True))
        if self.has_t:
            values["t"] = t
        result = self.function(**values)
        if not self.memory and not isinstance(result, tuple):
            result = (result,)
        if isinstance(result, (tuple, list)) and len(result) == 1 + len(self.memory):
            return tuple(np.asarray(part, dtype=float) for part in result)
        return result  # nonsense, which minimize tells by name, step and shape


def _one_by_one(call, theta, memory, g, t, hyper):
    if theta.ndim == 1:
        return call(theta, memory, g, t, hyper)
    runs, results = theta.shape[:-1], []
    columns = {name: np.broadcast_to(value, (*runs, 1)) for name, value in hyper.items() if np.ndim(value)}
    for run in np.ndindex(runs):
        own = {**hyper, **{name: column[run].item() for name, column in columns.items()}}
        result = call(theta[run], [part[run] for part in memory], g[run], t, own)
        if not isinstance(result, tuple) or any(np.shape(part) != theta[run].shape for part in result):
            return result
        results.append(result)
    return tuple(np.reshape(part, theta.shape) for part in zip(*results, strict=True))


def _takes_many(call, hyper):
    """Try the function on a few invented runs: does doing them at once give what doing them one by one gives?"""
    rng = np.random.default_rng(0)
    runs, d = 3, 4
    values = {p.name: 0.5 if p.default is p.empty else p.default for p in hyper}
    values = {n: v * np.linspace(0.5, 1.0, runs)[:, None] if isinstance(v, float) else v for n, v in values.items()}
    try:
        with np.errstate(all="ignore"):
            for t in (1, 3):
                theta, g, *memory = rng.normal(size=(2 + len(call.memory), runs, d))
                memory = [part**2 for part in memory]
                at_once = call(theta, memory, g, t, values)
                one_by_one = _one_by_one(call, theta, memory, g, t, values)
                if not all(a.shape == b.shape and np.allclose(a, b) for a, b in zip(at_once, one_by_one, strict=True)):
                    return False
    except Exception:  # noqa: BLE001 - whatever it is, it will be met again, and told, where the function is used
        return False
    return True
