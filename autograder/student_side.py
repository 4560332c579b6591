"""The loop inside a student's process: run cells, call functions, ask the trusted side for what was passed in.

Whatever student code does to this module only harms itself: the other side believes nothing but the form of the replies.
"""

import builtins
import gc
import itertools
import mmap
import os
import threading
from collections import deque
from collections.abc import ItemsView, Iterator, KeysView, ValuesView
from typing import Any

import numpy as np

from autograder.cells import Shell
from autograder.channel import Channel, Closed
from autograder.codec import CodecError, Reference

MOST_ITEMS = 100_000  # of a generator that a function returns
RESERVE = 1 << 20  # bytes of address space set free to report a MemoryError with
ROOM = 16 << 20  # bytes of address space that a cell must leave for the functions of others


NO_ROOM = 98  # exit status of a process that a cell filled up


def _is_room() -> bool:
    try:
        mmap.mmap(-1, ROOM, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS).close()
    except (OSError, MemoryError):
        return False
    return True


def _never() -> None:
    """This side waits without a limit: the other side ends it."""


class Session:
    """Serves the trusted side over `channel`, with the notebook's `shell`."""

    def __init__(self, channel: Channel, shell: Shell) -> None:
        self._channel, self._shell = channel, shell
        self._objects: list[Any] = []  # what the other side holds handles of
        self._given: dict[Any, int] = {}  # stand-ins for the functions passed in
        self._left: tuple[int, list, dict] = (0, [], {})
        self._request = 0
        self._turn = threading.RLock()
        self._reserve = mmap.mmap(-1, RESERVE, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)  # no page of it is ever touched
        self._verbs = {"run": self._run, "call": self._call, "left": self._arguments}

    def serve(self) -> None:
        """Answer requests until the other side closes."""
        try:
            while True:
                self._answer(self._channel.receive(_never, self._resolve))
        except Closed:
            os._exit(0)

    def _answer(self, message: list) -> None:
        """Do what a request asks for and send exactly one reply, whatever the student's code does."""
        verb, number, *body = message
        outer, self._request = self._request, number
        try:
            self._send(self._verbs[verb](number, *body))
        except Closed:
            raise
        except BaseException as error:  # SystemExit, KeyboardInterrupt, MemoryError: all are just failures here
            if isinstance(error, MemoryError):
                self._reserve.close()
            self._send(["raised", number, self._shell.report(error)])
        finally:
            self._request = outer

    def _call(self, number: int, target: Any, args: list, kwargs: dict) -> list:
        function = self._shell.user_ns.get(target) if isinstance(target, str) else target
        if not callable(function):
            return ["missing", number]
        self._left = (number, args, kwargs)
        result = function(*args, **kwargs)
        self._left = (number, args, kwargs)  # requests within this one may have changed it
        return ["returned", number, result]

    def _arguments(self, number: int, which: int) -> list:
        known, args, kwargs = self._left
        return ["left", number, args, kwargs] if known == which else ["missing", number]

    def _run(self, number: int, index: int, source: str, output_bytes: int) -> list:
        outputs, count, error = self._shell.run(source, index, output_bytes)
        if not _is_room():
            gc.collect()
            if not _is_room():
                os._exit(NO_ROOM)  # the cell is to blame, not whichever function is called next
        return ["ran", number, outputs, count, None if error is None else self._shell.report(error)]

    def _send(self, message: list) -> None:
        self._channel.send(message, _never, self._foreign)

    def _ask(self, which: int, args: tuple, kwargs: dict) -> Any:
        """Call a function of the other side. While it computes, it may ask something of us."""
        with self._turn:
            self._send(["callback", self._request, which, list(args), kwargs])
            while (message := self._channel.receive(_never, self._resolve))[0] != "answer":
                self._answer(message)
        _, fine, value = message
        if not fine:
            raise getattr(builtins, value, RuntimeError)("the function that was passed in failed for these arguments")
        return value

    def _foreign(self, value: Any) -> Any:
        if isinstance(value, (Iterator, range, deque, KeysView, ValuesView, ItemsView)):
            items = list(itertools.islice(value, MOST_ITEMS + 1))
            if len(items) > MOST_ITEMS:
                raise CodecError(f"a generator that gives more than {MOST_ITEMS} items")
            return items
        if callable(value) and (number := self._given.get(id(value))) is not None:
            return Reference(["callback", number])
        self._objects.append(value)
        name = type(value).__name__
        return Reference(
            ["object", len(self._objects) - 1, name if name.isidentifier() and len(name) < 80 else "object"]
        )

    def _resolve(self, reference: list) -> Any:
        kind, *body = reference
        if kind == "callback":
            return self._stand_in(*body)
        if kind == "generator":
            return _generator(*body)
        number, method = body
        return _method(self._objects[number], method) if method else self._objects[number]

    def _stand_in(self, which: int):
        def function(*args, **kwargs):
            return self._ask(which, args, kwargs)

        self._given[id(function)] = which
        self._objects.append(function)  # keeps it, and so its id
        return function


def _method(it: Any, name: str):
    """A method that is looked up only when it is called: looking it up may already be student code."""
    return lambda *args, **kwargs: getattr(it, name)(*args, **kwargs)


def _generator(state: str, increment: str, has_uint32: int, uinteger: int) -> np.random.Generator:
    bits = np.random.PCG64(0)
    numbers = {"state": int(state), "inc": int(increment)}
    bits.state = {"bit_generator": "PCG64", "state": numbers, "has_uint32": has_uint32, "uinteger": uinteger}
    return np.random.Generator(bits)
