"""A student's process as the trusted side sees it: one at a time, forked again when it is lost.

Its cells are replayed in the new process, without those that ended an old one, so that a cell or a function that
crashes, hangs or cheats costs what it defines, and nothing else.
"""

import signal
from collections import Counter
from collections.abc import Callable as AnyCallable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from autograder.border.conversation import Conversation, Lost
from autograder.border.failures import GraderFailure, StudentError, raised
from autograder.border.references import Callback, Handle
from autograder.border.student import Student

KIND_OF_SIGNAL = {signal.SIGXCPU: "time", signal.SIGSYS: "breach", signal.SIGKILL: "memory"}


@dataclass
class Cell:
    """One cell that was run: its `outputs` in nbformat's form; `failure` where it raised or ended the process."""

    source: str
    outputs: list[dict] = field(default_factory=list)
    execution_count: int | None = None
    failure: StudentError | None = None
    deadly: bool = False  # it ended the process, and is left out when cells are replayed


@dataclass
class Usage:
    """What a submission used, over all its processes."""

    cpu_seconds: float = 0.0
    peak_bytes: int = 0


class StudentProcess:
    """Runs `cells` in a fresh process, then more cells (`execute`) and functions (`student.name(...)`).

    `fork()` gives a new process (see zygote.Fork). A function whose calls ended `strikes` processes is not called again:
    its last failure is repeated. Beyond `max_restarts` processes nothing is.
    """

    def __init__(
        self, fork: AnyCallable, limits, cells: list[str] = (), *, strikes: int = 2, max_restarts: int = 12
    ) -> None:
        self._make, self._limits = fork, limits
        self._fork = self._conversation = None
        self._failures: dict[str, StudentError] = {}
        self._strikes: Counter = Counter()
        self._strikes_out, self.max_restarts = strikes, max_restarts
        self._called = False  # a function was called in the present process: it may have seen hidden inputs
        self.cells: list[Cell] = []
        self.restarts = -1
        self.usage = Usage()
        self.last: Last | None = None
        self.student = Student(self)
        for source in cells:
            self.execute(source)

    def __enter__(self) -> "StudentProcess":
        return self

    def __exit__(self, *exc) -> None:
        self.close()

    def execute(self, source: str) -> Cell:
        """Run one more cell and give its outputs.

        Raises
        ------
        GraderFailure: functions were called before in this process (what cells print now could hold hidden inputs).
        """
        if self._called:
            raise GraderFailure("Cells are run before functions are called; reset() the process first.")
        cell = Cell(source)
        self.cells.append(cell)
        try:
            self._run(self._alive(without=cell), len(self.cells) - 1)
        except Lost as lost:
            self._give_up_cell(cell, lost)
        except StudentError as failure:
            cell.failure, cell.deadly = failure, True
        return cell

    def call(self, target: str | Handle, args: tuple, kwargs: dict, finite: bool = True) -> Any:
        """Call a function by its name, or an object by its handle, and give the result.

        Raises
        ------
        StudentError: in whatever way the student's side failed. GraderFailure: ours did.
        """
        name = target if isinstance(target, str) else "an object"
        if self._strikes[name] >= self._strikes_out:
            raise self._failures[name]
        if isinstance(target, Handle) and (target._home is not self._conversation or not target._home.alive):
            raise StudentError("crash", "An object was used after the student's process that held it had ended.")
        conversation = self._alive()
        known = len(conversation.passed_in())
        self._called = True
        try:
            number, (word, *body) = conversation.ask("call", target, list(args), kwargs)
        except Lost as lost:
            self._strikes[name] += 1
            self._failures[name] = self._end(lost)
            raise self._failures[name] from None
        finally:
            if not conversation.alive:
                self._end()
        self.last = Last(conversation, number, conversation.passed_in(known))
        if word == "returned" and len(body) == 1:
            if finite and not _finite(body[0]):
                raise StudentError("wrong", "The result holds nan or inf.", "The result holds nan or inf.")
            return body[0]
        if word == "missing":
            raise self._missing(name)
        if word == "raised" and len(body) == 1 and type(body[0]) is dict:
            raise raised(body[0], [cell.source.count("\n") + 1 for cell in self.cells])
        self._strikes[name] += 1
        self._failures[name] = self._end(Lost("breach", "The process sent a reply of no known form."))
        raise self._failures[name]

    def reset(self) -> None:
        """End the process; the next use forks a fresh one and replays the cells."""
        self._end()

    def close(self) -> None:
        """End the process for good."""
        self._end()
        self.max_restarts = -1

    def _alive(self, without: Cell | None = None) -> Conversation:
        """The conversation with a living process in which all cells (but `without` and the deadly ones) were run."""
        while self._conversation is None:
            if self.restarts >= self.max_restarts:
                raise StudentError("crash", "The submission ended too many processes; nothing more of it is run.")
            self.restarts += 1
            self._fork = self._make()
            self._conversation = Conversation(self._fork.channel, self._limits.wall_seconds, self.call)
            for index, cell in enumerate(self.cells):
                if cell.deadly or cell is without:
                    continue
                try:
                    self._run(self._conversation, index)
                except Lost as lost:
                    self._give_up_cell(cell, lost)
                    break
        return self._conversation

    def _run(self, conversation: Conversation, index: int) -> None:
        cell = self.cells[index]
        _, (word, *body) = conversation.ask("run", index, cell.source, self._limits.output_bytes)
        if word != "ran" or len(body) != 3 or not _are_outputs(body[0]) or type(body[1]) not in (int, type(None)):
            raise Lost("breach", "The process sent a report on a cell of no known form.")
        cell.outputs, cell.execution_count, report = body
        if report is not None:
            lines = [cell.source.count("\n") + 1 for cell in self.cells]
            cell.failure = raised(report if type(report) is dict else {}, lines)

    def _give_up_cell(self, cell: Cell, lost: Lost) -> None:
        cell.deadly, cell.failure = True, self._end(lost)

    def _end(self, lost: Lost | None = None) -> StudentError | None:
        """End the present process; what `lost` means, seen together with how the process ended."""
        fork, self._fork, self._conversation, self._called = self._fork, None, None, False
        if fork is None:
            return lost and StudentError(lost.kind, lost.what)
        ending = fork.end(grace=0.2 if lost and lost.kind == "crash" else 0.0)
        self.usage.cpu_seconds += ending.cpu_seconds
        self.usage.peak_bytes = max(self.usage.peak_bytes, ending.peak_bytes)
        if lost is None:
            return None
        kind, what = lost.kind, lost.what
        if kind == "crash" and ending.signal:
            kind = KIND_OF_SIGNAL.get(ending.signal, "crash")
            if ending.signal == signal.SIGKILL and ending.cpu_seconds >= self._limits.cpu_seconds:
                kind = "time"
            what = f"The process was ended by {signal.Signals(ending.signal).name}."
        return StudentError(kind, what)

    def _missing(self, name: str) -> StudentError:
        for index, cell in enumerate(self.cells):
            if cell.failure and f"def {name}(" in cell.source:
                why = cell.failure
                text = f"{name} is not defined, because its cell failed: {why.instructor}"
                return StudentError(
                    "missing", text, f"This function is not defined. {why.student}", why.exception, index, why.line
                )
        return StudentError("missing", f"{name} is not defined, or is not a function.")


class Last:
    """What can be known about the last call that came to its end."""

    def __init__(self, conversation: Conversation, number: int, callbacks: list[Callback]) -> None:
        self._conversation, self._number, self._callbacks = conversation, number, callbacks
        self._left: tuple | None = None

    @property
    def arguments(self) -> tuple:
        """The positional arguments as the student left them."""
        return self._fetch()[0]

    @property
    def keywords(self) -> dict:
        """The keyword arguments as the student left them."""
        return self._fetch()[1]

    def count(self, function: AnyCallable) -> int:
        """How often the student called `function`, which was passed in."""
        return sum(callback.count for callback in self._of(function))

    def calls(self, function: AnyCallable) -> list[tuple[tuple, dict]]:
        """What the student called `function` with: (args, kwargs) for each call."""
        return [call for callback in self._of(function) for call in callback.calls]

    def _of(self, function: AnyCallable) -> list[Callback]:
        return [it for it in self._callbacks if it is function or it.function == function]

    def _fetch(self) -> tuple:
        if self._left is None:
            try:
                if not self._conversation.alive:
                    raise Lost("crash", "The process that was called has ended.")
                _, (word, *body) = self._conversation.ask("left", self._number)
                if word != "left" or len(body) != 2 or type(body[0]) is not list or type(body[1]) is not dict:
                    raise Lost("breach", "The process did not give its arguments back.")
            except Lost as lost:
                raise StudentError(lost.kind, lost.what) from None
            self._left = (tuple(body[0]), body[1])
        return self._left


def _finite(value: Any) -> bool:
    if isinstance(value, float):
        return value - value == 0
    if isinstance(value, np.ndarray):
        return value.dtype.kind not in "fc" or bool(np.isfinite(value).all())
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    return not isinstance(value, (list, tuple)) or all(map(_finite, value))


def _are_outputs(outputs: Any) -> bool:
    """Whether what a process reports are outputs in nbformat's form, so far as our own code relies on it."""
    return type(outputs) is list and all(_is_output(it) for it in outputs)


def _is_output(it: Any) -> bool:
    if type(it) is not dict:
        return False
    kind = it.get("output_type")
    if kind == "stream":
        return (
            set(it) == {"output_type", "name", "text"}
            and it["name"] in ("stdout", "stderr")
            and type(it["text"]) is str
        )
    if kind == "error":
        texts = it.get("traceback")
        return (
            set(it) == {"output_type", "ename", "evalue", "traceback"}
            and type(it["ename"]) is type(it["evalue"]) is str
            and type(texts) is list
            and all(type(text) is str for text in texts)
        )
    keys = {"output_type", "data", "metadata"} | ({"execution_count"} if kind == "execute_result" else set())
    return (
        kind in ("execute_result", "display_data")
        and set(it) == keys
        and type(it["data"]) is type(it["metadata"]) is dict
        and all(type(mime) is str for mime in it["data"])
        and type(it.get("execution_count", 0)) is int
    )
