"""The trusted handle of the warm process: starts it, asks it for students, restarts it when it is gone."""

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder import sandbox
from autograder.border import GraderFailure, StudentProcess
from autograder.channel import Channel
from autograder.warm import READY

START = 60.0  # seconds: imports on a cold disk
REPLY = 10.0  # seconds: a fork, or an ending
ENVIRONMENT = sandbox.ENVIRONMENT | {
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "PYTHONHASHSEED": "0",  # the order of a set is the same in every worker
}
# What exercises import. A module that is not here still can be imported, a little later: by each student anew.
COURSE = tuple(
    f"course.{name}"
    for name in "checks objectives optimizers schedules datasets descent convexity models plots quiz".split()
)


@dataclass(frozen=True)
class Ending:
    """How a student's process ended, and what it used."""

    killed: bool = False  # by us; otherwise it had ended by itself
    signal: int = 0
    status: int = 0
    cpu_seconds: float = 0.0
    peak_bytes: int = 0


class Fork:
    """One student's process: the `channel` to it, and `end`."""

    def __init__(self, zygote: "Zygote", pid: int, channel: Channel) -> None:
        self._zygote, self.pid, self.channel = zygote, pid, channel

    def end(self, grace: float = 0.0) -> Ending:
        """Kill it, unless it ends by itself within `grace` seconds."""
        self.channel.close()
        return self._zygote.end(self.pid, grace)


class Zygote:
    """Starts the warm process; `open` gives a student's process in milliseconds.

    Start it in a thread that lives as long as it is needed. `course` names the modules to import beforehand; their packages'
    folders are what students may read besides Python's own. Whoever has something else to do meanwhile says `wait=False`,
    and `wait_until_ready` later.

    Raises
    ------
    GraderFailure: the warm process does not start, or the tier cannot be had; the message says why.
    """

    def __init__(self, tier: str, limits: sandbox.Limits, course: Iterable[str] = COURSE, *, wait: bool = True) -> None:
        self.tier, self.limits, self._course = tier, limits, list(course)
        self._process: subprocess.Popen | None = None
        self._control: socket.socket | None = None
        self._start()
        if wait:
            self.wait_until_ready()

    def __enter__(self) -> "Zygote":
        return self

    def __exit__(self, *exc) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The warm process."""
        return self._process.pid

    def open(self, cells: list[str] = (), *, seed: int = 0, **options) -> StudentProcess:
        """A student's process that has run `cells`; see StudentProcess for the options."""
        return StudentProcess(lambda: self.fork(seed), self.limits, cells, **options)

    def fork(self, seed: int = 0) -> Fork:
        """One more confined process. A warm process that is gone or does not answer is replaced, once."""
        try:
            return self._fork(seed)
        except (OSError, ValueError):
            self._start()
            self.wait_until_ready()
        try:
            return self._fork(seed)
        except (OSError, ValueError) as error:
            raise GraderFailure(f"The warm process does not answer: {error}") from None

    def end(self, pid: int, grace: float) -> Ending:
        """End one student. (A warm process that is gone has taken its students with it.)"""
        try:
            return Ending(**self._ask({"close": pid, "grace": grace})[0])
        except (OSError, ValueError, TypeError):
            self.close()
            return Ending()

    def close(self) -> None:
        """End the warm process and every student."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is not None:
            self._process.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(REPLY)
            self._process = None

    def _start(self) -> None:
        self.close()
        ours, theirs = socket.socketpair()
        with theirs:
            root = str(Path(__file__).resolve().parent.parent)
            program = f"import sys; sys.path.insert(0, {root!r}); from autograder.warm import main; main({os.getpid()})"
            self._process = subprocess.Popen(
                [sys.executable, "-s", "-P", "-c", program],  # as -I, but with our PYTHONHASHSEED
                stdin=theirs, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=ENVIRONMENT, cwd="/",
            )  # fmt: skip
        self._control = ours
        hello = {"tier": self.tier, "limits": asdict(self.limits), "course": self._course, "fonts": _font_cache()}
        with contextlib.suppress(OSError):  # it has ended; that is found out by waiting for it
            self._tell(hello)

    def wait_until_ready(self) -> None:
        """Wait, once, until students can be opened. Raises what the constructor does."""
        try:
            reply, _ = self._hear(START)
        except (OSError, ValueError) as error:
            self.close()
            raise GraderFailure(f"The warm process did not start: {error or 'no reply in time'}") from None
        if "ready" not in reply:
            self.close()
            raise GraderFailure(f"The warm process did not start. {reply.get('failed')}")

    def _fork(self, seed: int) -> Fork:
        reply, descriptors = self._ask({"open": seed})
        if len(descriptors) != 1:
            raise OSError(reply.get("failed", "no process was opened"))
        ours = socket.socket(fileno=descriptors[0])
        ours.settimeout(REPLY)
        first = ours.recv(1 << 12)
        fork = Fork(self, reply["pid"], Channel(ours))
        if first != READY:
            ending = fork.end(grace=0.2)
            why = first.decode(errors="replace").strip() or f"exit status {ending.status}"
            raise OSError(f"a student's process could not be confined ({why})")
        return fork

    def _ask(self, request: dict) -> tuple[dict, list[int]]:
        self._tell(request)
        return self._hear(REPLY)

    def _tell(self, request: dict) -> None:
        if self._control is None:
            raise OSError("the warm process is closed")
        try:
            self._control.settimeout(REPLY)
            self._control.sendall(json.dumps(request).encode())
        except BaseException:
            self.close()
            raise

    def _hear(self, seconds: float) -> tuple[dict, list[int]]:
        if self._control is None:
            raise OSError("the warm process is closed")
        try:
            self._control.settimeout(seconds)
            reply, descriptors, _, _ = socket.recv_fds(self._control, 1 << 16, 4)
        except BaseException:
            self.close()  # a reply that comes after all would be taken for that of the next request
            raise
        if not reply:
            raise OSError("the warm process is gone")
        return json.loads(reply), list(descriptors)


def _font_cache() -> str:
    """Where matplotlib remembers the host's fonts (finding them anew costs seconds), or "" where it can write nowhere.

    It is not asked itself: its import would cost this process a tenth of a second, and it would leave a folder behind.
    """
    caches = os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    usual = os.environ.get("MPLCONFIGDIR") or os.path.join(caches, "matplotlib")
    with contextlib.suppress(OSError):
        os.makedirs(usual, exist_ok=True)
    return usual if os.access(usual, os.W_OK) else ""
