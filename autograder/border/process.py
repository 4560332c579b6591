"""A student's process as the trusted side sees it: one at a time, forked again when it is lost.

Its cells are replayed in the new process, without those that ended an old one, so that a cell or a function that
crashes, hangs or cheats costs what it defines, and nothing else. For the same reason nobody is blamed for the end of a
process in which other functions ran before, which may have left a thread, a forged reply or a broken module behind: the
call is made once more in a fresh process, where its function is alone.
"""

import signal
from collections import Counter
from collections.abc import Callable as AnyCallable
from copy import copy
from dataclasses import dataclass, field
from typing import Any

from autograder.border.alarms import undisturbed
from autograder.border.conversation import Conversation, Lost
from autograder.border.failures import GraderFailure, StudentError, raised
from autograder.border.last import Last
from autograder.border.references import Handle
from autograder.border.replies import are_outputs, is_finite, is_reply
from autograder.border.student import Student

KIND_OF_SIGNAL = {"SIGXCPU": "time", "SIGSYS": "breach", "SIGKILL": "memory"}  # by the kernel; not every system has all

OBJECT = "an object"  # what a call through a handle goes by


@dataclass
class Cell:
    """One cell that was run: its `outputs` in nbformat's form; `failure` where it raised or ended the process."""

    source: str
    outputs: list[dict] = field(default_factory=list)
    execution_count: int | None = None
    failure: StudentError | None = None
    replayed: bool = True  # it is run again in each new process
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
        self._ran: set[str] = set()  # what ran in the present process besides the replayed cells
        self.cells: list[Cell] = []
        self.restarts = -1
        self.usage = Usage()
        self.last: Last | None = None
        self.watch = None  # told of every call: watch.saw(target, result, last), watch.failed(target, error, last)
        self.student = Student(self)
        for source in cells:
            self.execute(source)

    def __enter__(self) -> "StudentProcess":
        return self

    def __exit__(self, *exc) -> None:
        self.close()

    def execute(self, source: str, replayed: bool = True) -> Cell:
        """Run one more cell and give its outputs. A cell that defines nothing of worth need not be `replayed`.

        Raises
        ------
        GraderFailure: functions were called before in this process (what cells print now could hold hidden inputs).
        """
        if self._called:
            raise GraderFailure("Cells are run before functions are called; reset() the process first.")
        cell = Cell(source, replayed=replayed)
        self.cells.append(cell)
        try:
            self._run_new(cell)
        except Lost as lost:
            self._give_up_cell(cell, lost)
        except StudentError as failure:
            cell.failure, cell.deadly = failure, True
        finally:
            self._bury()
        return cell

    def _run_new(self, cell: Cell) -> None:
        index = len(self.cells) - 1
        try:
            self._run(self._alive(without=cell), index)
        except Lost as lost:
            if not self._ran or lost.kind == "time":
                raise
            self._end(lost)
            self._run(self._alive(without=cell), index)
        if not cell.replayed:
            self._ran.add(f"cell {index}")

    def call(self, target: str | Handle, args: tuple, kwargs: dict, finite: bool = True) -> Any:
        """Call a function by its name, or an object by its handle, and give the result.

        Raises
        ------
        StudentError: in whatever way the student's side failed. GraderFailure: ours did.
        """
        if self.watch is None:
            return self._call(target, args, kwargs, finite)
        name = target if isinstance(target, str) else OBJECT
        try:
            result = self._call(target, args, kwargs, finite)
        except Exception as error:
            self.watch.failed(name, error, self.last)
            raise
        self.watch.saw(name, result, self.last)
        return result

    def _call(self, target: str | Handle, args: tuple, kwargs: dict, finite: bool) -> Any:
        name = target if isinstance(target, str) else OBJECT
        if self._strikes[name] >= self._strikes_out:
            raise copy(self._failures[name])
        self.last = None
        if isinstance(target, Handle) and (target._home is not self._conversation or not target._home.alive):
            raise StudentError("crash", "An object was used after the student's process that held it had ended.")
        conversation = self._alive()
        alone = self._ran <= {name}
        known, answered = len(conversation.passed_in()), conversation.answered
        self._called = True
        self._ran.add(name)
        try:
            number, (word, *body) = conversation.ask("call", target, list(args), kwargs)
            if not is_reply(word, body):
                raise Lost("breach", "The process sent a reply of no known form.")
        except Lost as lost:
            failure = self._end(lost)
            # What our own functions have counted meanwhile would be counted twice.
            if not alone and lost.kind != "time" and conversation.answered == answered:
                return self._call(target, args, kwargs, finite)
            self._strikes[name] += 1
            self._failures[name] = failure
            raise failure from None
        finally:
            self._bury()
        self.last = Last(conversation, number, conversation.passed_in(known))
        if word == "returned":
            if finite and not is_finite(body[0]):
                raise StudentError("wrong", "The result holds nan or inf.", "The result holds nan or inf.")
            return body[0]
        if word == "missing":
            raise self._missing(name)
        raise raised(body[0], [cell.source.count("\n") + 1 for cell in self.cells])

    def reset(self) -> None:
        """End the process; the next use forks a fresh one and replays the cells."""
        self._end()

    def close(self) -> None:
        """End the process for good."""
        self._end()
        self.max_restarts = -1

    def _alive(self, without: Cell | None = None) -> Conversation:
        """The conversation with a living process in which all cells (but `without` and the deadly ones) were run."""
        self._bury()
        while self._conversation is None:
            if self.restarts >= self.max_restarts:
                raise StudentError("crash", "The submission ended too many processes; nothing more of it is run.")
            self.restarts += 1
            with undisturbed():
                self._fork = self._make()
                self._conversation = Conversation(self._fork.channel, self._limits.wall_seconds, self.call)
            self._replay(without)
        return self._conversation

    def _replay(self, without: Cell | None) -> None:
        """Run the cells again; one that ends the process this time is given up, and the process with it."""
        for index, cell in enumerate(self.cells):
            if cell.deadly or cell is without or not cell.replayed:
                continue
            try:
                self._run(self._conversation, index, again=True)
            except Lost as lost:
                return self._give_up_cell(cell, lost)
            except BaseException:  # an alarm of ours: half of the cells are no process to call functions in
                self._end()
                raise

    def _run(self, conversation: Conversation, index: int, again: bool = False) -> None:
        cell = self.cells[index]
        _, (word, *body) = conversation.ask("run", index, cell.source, self._limits.output_bytes)
        if word == "raised" and len(body) == 1:  # not even the report on the cell could be made
            word, body = "ran", [[], None, body[0]]
        known = word == "ran" and len(body) == 3 and are_outputs(body[0], self._limits.output_bytes)
        if not known or type(body[1]) not in (int, type(None)):
            raise Lost("breach", "The process sent a report on a cell of no known form.")
        if again:  # what the cell showed at first was judged, and stays
            return
        cell.outputs, cell.execution_count, report = body
        if report is not None:
            lines = [cell.source.count("\n") + 1 for cell in self.cells]
            cell.failure = raised(report if type(report) is dict else {}, lines)

    def _give_up_cell(self, cell: Cell, lost: Lost) -> None:
        cell.deadly, cell.failure = True, self._end(lost)

    def _bury(self) -> None:
        """End a process that was left within a turn, by an alarm of ours or when its arguments were asked for."""
        if self._conversation is not None and not self._conversation.alive:
            self._end()

    def _end(self, lost: Lost | None = None) -> StudentError | None:
        """End the present process; what `lost` means, seen together with how the process ended."""
        if self._conversation is not None:
            self._conversation.alive = False  # for the handles that still know it
        with undisturbed():
            fork, self._fork, self._conversation, self._called, self._ran = self._fork, None, None, False, set()
            if fork is None:
                return lost and StudentError(lost.kind, lost.what)
            ending = fork.end(grace=0.2 if lost and lost.kind == "crash" else 0.0)
        self.usage.cpu_seconds += ending.cpu_seconds
        self.usage.peak_bytes = max(self.usage.peak_bytes, ending.peak_bytes)
        if lost is None:
            return None
        return StudentError(*_cause(lost, ending, self._limits))

    def _missing(self, name: str) -> StudentError:
        for index, cell in enumerate(self.cells):
            if cell.failure and f"def {name}(" in cell.source:
                why = cell.failure
                text = f"{name} is not defined, because its cell failed: {why.instructor}"
                return StudentError(
                    "missing", text, f"This function is not defined. {why.student}", why.exception, index, why.line
                )
        return StudentError("missing", f"{name} is not defined, or is not a function.")


def _cause(lost: Lost, ending, limits) -> tuple[str, str]:
    """Kind and description of a loss, seen together with how the process ended."""
    if lost.kind != "crash":
        return lost.kind, lost.what
    if ending.killed:
        return "breach", "The process closed its connection and went on."
    if not ending.signal:
        return "crash", f"The process ended itself with exit status {ending.status}."
    name = signal.Signals(ending.signal).name
    kind = KIND_OF_SIGNAL.get(name, "crash")
    if name == "SIGKILL" and ending.cpu_seconds >= limits.cpu_seconds:
        kind = "time"
    return kind, f"The process was ended by {name}."
