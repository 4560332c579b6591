"""What stands on the trusted side for things that do not cross: a student's objects, and our own functions."""

import builtins
import math
from collections.abc import Callable as AnyCallable
from typing import Any

import numpy as np

from autograder.border.failures import Foreign, StudentError
from autograder.codec import CodecError, Reference

# What a trusted function may raise because the student called it with nonsense; anything else is our own fault.
NONSENSE = (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, MemoryError, RecursionError, Warning)
# Names of types that may be told of a student's object; any other could be made up to carry a hidden input.
FAMILIAR = {name for name, it in vars(builtins).items() if isinstance(it, type)}
FAMILIAR |= set(
    "function method module generator coroutine partial Fraction Decimal Figure Axes DataFrame Series Tensor".split()
)
REMEMBERED = 4 << 20  # bytes of arguments that one callback remembers


class Opaque:
    """Never equal, never true, no array, no number: nothing that a student sends can pass for an expected value."""

    __slots__ = ("_what",)

    def __init__(self, what: str) -> None:
        self._what = what

    def __eq__(self, other) -> bool:
        return False

    def __ne__(self, other) -> bool:
        return True

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return False

    def __repr__(self) -> str:
        return f"<{self._what} of the submission>"

    def _refuse(self, *args, **kwargs):
        raise Foreign("wrong", f"The function returned an object ({self._what}) where plain data was expected.")

    __array__ = __array_ufunc__ = __array_function__ = _refuse
    __float__ = __int__ = __index__ = __complex__ = _refuse
    __len__ = __iter__ = __getitem__ = __contains__ = _refuse
    __lt__ = __le__ = __gt__ = __ge__ = _refuse
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _refuse
    __matmul__ = __rmatmul__ = __pow__ = __rpow__ = __mod__ = __rmod__ = __neg__ = __abs__ = _refuse


class Handle(Opaque):
    """An object that lives in the student's process: `handle(...)` calls it, `handle.name(...)` calls its method."""

    __slots__ = ("_call", "_home", "_number", "_method")

    def __init__(self, what: str, call: AnyCallable, home: object, number: int, method: str | None = None) -> None:
        super().__init__(what)
        self._call, self._home, self._number, self._method = call, home, number, method

    def __call__(self, *args, **kwargs) -> Any:
        return self._call(self, args, kwargs)

    def __getattr__(self, name: str) -> "Handle":
        if name.startswith("_") or self._method is not None:
            raise AttributeError(f"a handle has no attribute {name!r}: it calls methods, handle.name(...)")
        return Handle(f"method of a {self._what}", self._call, self._home, self._number, name)


class Callback:
    """A function of ours that student code may call. It runs here; `count` and `calls` are kept here.

    `calls` holds (args, kwargs) of every call, up to a few megabytes. With `at_most`, one call more ends the test as
    wrong, with the sentence `hint` for the student.
    """

    def __init__(self, function: AnyCallable, at_most: int | None = None, hint: str = "") -> None:
        self.function = function
        self.at_most = math.inf if at_most is None else at_most
        self.hint = hint or f"Your code calls the function it was given more than {at_most} times."
        self.clear()

    def clear(self) -> None:
        """Forget what was counted and remembered."""
        self.count = 0
        self.calls: list[tuple[tuple, dict]] = []
        self.failure: BaseException | None = None  # what must end the test, whatever the student makes of it
        self._room = REMEMBERED

    def __call__(self, *args, **kwargs) -> Any:
        """Call the function as student code would."""
        return self.run(args, kwargs, 0)

    def run(self, args: tuple, kwargs: dict, size: float) -> Any:
        """Count, remember and compute. `size` is what the arguments weighed on the wire; inf is not remembered."""
        self.count += 1
        if self.count > self.at_most:
            self.failure = StudentError("wrong", f"More than {self.at_most} calls of a function passed in.", self.hint)
            raise self.failure
        self._room -= size + 200
        if self._room > 0:  # our function may change its arguments; what we remember must not change with them
            self.calls.append((_copied(args), _copied(kwargs)))
        try:
            with np.errstate(all="ignore"):  # a student's run may well diverge
                return self.function(*args, **kwargs)
        except (*NONSENSE, StudentError):
            raise
        except BaseException as error:
            self.failure = error
            raise


def _copied(value):
    if isinstance(value, np.ndarray):
        return value.copy()
    if isinstance(value, (list, tuple)):
        return type(value)(map(_copied, value))
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return value


def generator_state(generator: np.random.Generator) -> Reference:
    """A seeded NumPy generator as a reference: the name of its bit generator, and its state as text (128-bit numbers)."""
    state = generator.bit_generator.state
    if state["bit_generator"] != "PCG64":
        raise CodecError("only generators of numpy.random.default_rng can be passed to a student's function")
    numbers = str(state["state"]["state"]), str(state["state"]["inc"]), state["has_uint32"], state["uinteger"]
    return Reference(["generator", *numbers])
