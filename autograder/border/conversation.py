"""One conversation with a student's process: requests and replies in turn, our functions called back in between.

Whoever speaks has a turn. We ask (run a cell, call a function), and wait; meanwhile the process may ask us to compute a
function that we passed in; at last it replies to our request by its number. Our functions may ask in their turn, so
requests nest, and only the innermost may be answered. Anything else (another number, an unknown function, a word out
of turn, bytes that are no frame) is a breach, and every wait ends at a deadline.
"""

import math
import time
from collections.abc import Callable as AnyCallable
from typing import Any

import numpy as np

from autograder.border.failures import CallbackFailure, GraderFailure, StudentError
from autograder.border.references import FAMILIAR, NONSENSE, Callback, Handle, generator_state
from autograder.channel import Channel, Closed
from autograder.codec import CodecError, Reference

NESTED = 16  # requests within requests
MOST_CALLBACKS = 100_000  # in one request
HEAVIEST_CALLBACK = 8 << 20  # bytes of its arguments: our own memory is not for the student to fill
ROOM = 64 << 20  # bytes of arguments that all callbacks of a conversation remember


class Lost(Exception):
    """The process cannot be talked to any more; `kind` says why: time, breach or crash."""

    def __init__(self, kind: str, what: str) -> None:
        self.kind, self.what = kind, what
        super().__init__(what)


class Clock:
    """The wall time of one request. What our own functions take is given back, up to twice the time again."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        now = time.monotonic()
        self._deadline, self._latest = now + seconds, now + 3 * seconds

    def check(self) -> None:
        """Raise Lost("time") when the time is up."""
        if time.monotonic() > min(self._deadline, self._latest):
            raise Lost("time", f"No reply within {self._seconds:g} s.")

    def give_back(self, seconds: float) -> None:
        self._deadline += seconds


class Conversation:
    """Talks over `channel`; `call(handle, args, kwargs)` is what handles do when a test calls them."""

    def __init__(self, channel: Channel, seconds: float, call: AnyCallable) -> None:
        self._channel, self._seconds, self._call = channel, seconds, call
        self._numbers = 0
        self._depth = 0
        self._callbacks: list[Callback] = []  # a student may keep a function and call it during a later request
        self._room = ROOM
        self.answered = 0  # calls of our functions
        self._failure: BaseException | None = None
        self.alive = True

    def ask(self, verb: str, *body: Any) -> tuple[int, list]:
        """Send a request; its number and the reply [word, ...].

        Raises
        ------
        Lost: the process is to be given up. GraderFailure: the request could not be put into bytes.
        What a Callback holds as its failure: once the reply is there, whatever that was.
        """
        if self._depth >= NESTED:
            raise GraderFailure(f"Functions of the test and the student call each other more than {NESTED} deep.")
        self._depth += 1
        self._numbers += 1
        number, clock, sent = self._numbers, Clock(self._seconds), False
        try:
            if not self._channel.quiet():
                raise Lost("breach", "The process spoke out of turn.")
            self._send([verb, number, *body], clock)
            sent = True
            reply = self._reply(number, clock)
        except BaseException as error:
            if sent or not isinstance(error, (GraderFailure, StudentError)):
                self.alive = False  # somewhere within a turn, from where nobody can go on
            raise
        finally:
            self._depth -= 1
        if self._failure is not None and self._depth == 0:
            failure, self._failure = self._failure, None
            raise failure
        return number, reply

    def passed_in(self, since: int = 0) -> list[Callback]:
        """The functions that the process was given, from the `since`-th on."""
        return self._callbacks[since:]

    def _reply(self, number: int, clock: Clock) -> list:
        for _ in range(MOST_CALLBACKS + 1):
            message = self._receive(clock)
            if type(message[1]) is not int or message[1] != number:
                raise Lost("breach", "The process answered another request than the one it was asked.")
            word, _, *body = message
            if word != "callback":
                return [word, *body]
            self._answer(body, clock)
            clock.check()  # an answer that is asked for without a pause meets no other
        raise Lost("time", f"More than {MOST_CALLBACKS} calls of the functions passed in.")

    def _send(self, message: list, clock: Clock) -> None:
        try:
            self._channel.send(message, clock.check, self._foreign)
        except CodecError as error:
            raise GraderFailure(f"Something of the test's cannot cross: {error}.") from None
        except Closed:
            raise Lost("crash", "The process has ended.") from None

    def _receive(self, clock: Clock) -> list:
        try:
            message = self._channel.receive(clock.check, self._resolve)
        except CodecError as error:
            raise Lost("breach", f"The process sent something malformed: {error}.") from None
        except Closed:
            raise Lost("crash", "The process has ended.") from None
        if type(message) is not list or len(message) < 2 or type(message[0]) is not str:
            raise Lost("breach", "The process sent something that is no message.")
        return message

    def _answer(self, body: list, clock: Clock) -> None:
        """Compute one of our functions for the student, and send what it gives, or that it failed."""
        if self._failure is not None:  # the test is decided: no need to see how long the student goes on
            failure, self._failure = self._failure, None
            raise failure
        callback, args, kwargs = self._called(*body) if len(body) == 3 else self._called(None, None, None)
        self.answered += 1
        started = time.monotonic()
        try:
            if self._channel.received > HEAVIEST_CALLBACK:
                raise MemoryError
            self._room -= self._channel.received
            size = self._channel.received if self._room > 0 else math.inf
            answer = [True, callback.run(tuple(args), kwargs, size)]
        except Exception as error:
            if not self.alive:  # a request within this one lost the process
                raise
            answer = [False, _plain_name(error) if isinstance(error, NONSENSE) else "RuntimeError"]
            self._failure = self._failure or _ending(callback.failure)
        clock.give_back(time.monotonic() - started)
        try:
            self._send(["answer", *answer], clock)
        except GraderFailure as error:  # nothing was sent
            self._failure = self._failure or CallbackFailure(error.instructor)
            self._send(["answer", False, "ValueError"], clock)

    def _called(self, which: Any, args: Any, kwargs: Any) -> tuple[Callback, list, dict]:
        if type(which) is not int or not 0 <= which < len(self._callbacks):
            raise Lost("breach", "The process called a function that it was never given.")
        if type(args) is not list or type(kwargs) is not dict or not all(type(key) is str for key in kwargs):
            raise Lost("breach", "The process called a function in an impossible way.")
        return self._callbacks[which], args, kwargs

    def _foreign(self, value: Any) -> Reference:
        """The reference that stands for something of ours (or of the student's own) in the student's process."""
        if isinstance(value, Handle):
            if value._home is not self:
                raise StudentError("crash", "An object was used after the student's process that held it had ended.")
            return Reference(["object", value._number, value._method])
        if isinstance(value, np.random.Generator):
            return generator_state(value)
        if not callable(value):
            raise CodecError(f"only plain data, functions and seeded generators, not {type(value).__name__}")
        self._callbacks.append(value if isinstance(value, Callback) else Callback(value))
        return Reference(["callback", len(self._callbacks) - 1])

    def _resolve(self, reference: list) -> Any:
        """What a reference of the student's process stands for here."""
        kind, number, *rest = reference
        if type(number) is not int or number < 0:
            raise CodecError("a reference has a number")
        if kind == "callback" and number < len(self._callbacks) and not rest:
            return self._callbacks[number].function
        if (
            kind == "object"
            and len(rest) == 1
            and type(rest[0]) is str
            and rest[0].isidentifier()
            and len(rest[0]) < 80
        ):
            return Handle(rest[0] if rest[0] in FAMILIAR else "object", self._call, self, number)
        raise CodecError("an unknown reference")


def _plain_name(error: Exception) -> str:
    """The nearest of Python's own exceptions, which the student's side can raise too."""
    return next(it.__name__ for it in type(error).__mro__ if it.__module__ == "builtins")


def _ending(failure: BaseException | None) -> BaseException | None:
    """What the test must end with, if a callback failed in a way that is not just the student's nonsense."""
    if failure is None or isinstance(failure, (AssertionError, StudentError, GraderFailure)):
        return failure
    ours = CallbackFailure(f"A function that the test passed in failed by itself: {type(failure).__name__}: {failure}")
    ours.__cause__ = failure
    return ours
