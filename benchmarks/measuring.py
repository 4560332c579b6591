"""Run commands and tell what they took: wall time, processor time of every process they started, memory, what they left.

A process that is killed takes the times of its children with it, unless somebody waits for them. So whoever calls `adopt` is
given every process that its commands leave behind, waits for it, and misses none. Linux only.
"""

import contextlib
import ctypes
import os
import resource
import subprocess
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_CHILD_SUBREAPER = 36
GRACE = 1.0  # seconds in which whatever a command started must have ended after it


@dataclass
class Run:
    """Seconds on the clock and of processor time (user + system); `exit` status of the last command; `left`: processes
    that outlived their command by more than a second; `peaks`: role -> the most bytes that each process in it held."""

    wall: float = 0.0
    cpu: float = 0.0
    exit: int = 0
    left: list[str] = field(default_factory=list)
    peaks: dict[str, list[int]] = field(default_factory=dict)


class CommandFailed(Exception):
    """A command ended in a way it should not; the message quotes its last words."""


def adopt() -> None:
    """From now on, orphans among this process's descendants become its children."""
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def run(
    commands: Iterable[list],
    folder: Path,
    environment: dict[str, str],
    role: Callable[[int, str], str | None] | None = None,
    allowed: Iterable[int] = (0,),
) -> Run:
    """Run the commands one after the other in `folder`. `role(pid, command line)` names a process whose memory counts."""
    done = Run()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    for command in commands:
        with _watching(role, done.peaks):
            ended = subprocess.run(
                [str(word) for word in command],
                cwd=folder, env=environment, capture_output=True, text=True, errors="replace",
            )  # fmt: skip
        done.exit = ended.returncode
        if ended.returncode not in allowed:
            said = (ended.stdout + ended.stderr).strip()[-1500:]
            raise CommandFailed(f"{' '.join(map(str, command))} ended with {ended.returncode}:\n{said}")
    done.wall = time.perf_counter() - begun
    done.left = _reap()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    done.cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done


def processes() -> dict[int, str]:
    """pid -> command line of every descendant of this process."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    own, found = {os.getpid()}, {}
    while fresh := {pid for pid, parent in parents.items() if parent in own} - own:
        own |= fresh
        for pid in fresh:
            with contextlib.suppress(OSError):
                found[pid] = Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    return found


def _reap() -> list[str]:
    """Wait for every process that is left; those that do not end by themselves are named, and killed."""
    left, until = {}, time.monotonic() + GRACE
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return list(left.values())
        if pid == 0:
            if time.monotonic() > until:
                still = processes()
                left |= still
                for each in still:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(each, 9)
            time.sleep(0.005)


@contextlib.contextmanager
def _watching(role: Callable[[int, str], str | None] | None, peaks: dict[str, list[int]]):
    """Meanwhile look at the memory of the processes that have a role, a few times a second."""
    if role is None:
        yield
        return
    held: dict[tuple, list[int]] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.25):
            for pid, line in processes().items():
                with contextlib.suppress(OSError):  # it may have ended by now
                    if name := role(pid, line):
                        held.setdefault((name, pid), []).append(_peak(pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()
        for (name, _), seen in held.items():
            if len(seen) > 1:  # else it was a fork that had not yet become what it is
                peaks.setdefault(name, []).append(max(seen))


def _peak(pid: int) -> int:
    """The most memory that a process has held so far, as the kernel counted it."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)
