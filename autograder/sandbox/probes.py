"""The probe: enter a tier as a student's process does, try each forbidden thing, and see it fail.

It runs in a fresh interpreter with the fixed environment, so that nothing of the caller (threads, descriptors, variables)
is in the way, and sets up each tier exactly as the warm process does.
"""

import errno
import functools
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass, field

from . import landlock, seccomp, tiers
from .kernel import SandboxError
from .limits import Limits, MiB

_SECONDS = 60  # for a whole probe; it takes less than one
_REFUSALS = {"EPERM", "EACCES", "ENOENT", "ENOSYS", "ESRCH", "EROFS", "EBADF"}


@dataclass(frozen=True)
class Outcome:
    """What became of one attempt: `stopped` is True only if it was seen to be refused."""

    name: str
    stopped: bool
    detail: str


@dataclass(frozen=True)
class Probe:
    """tier: the best one in which every attempt was stopped, or None. outcomes: of that tier, else of the last one tried.

    missing: for each safe tier that cannot be used here, why. abi: of Landlock, 0 where there is none.
    """

    tier: str | None
    outcomes: tuple[Outcome, ...] = ()
    missing: dict = field(default_factory=dict)
    abi: int = 0


@functools.cache
def probe(simulate_abi: int | None = None) -> Probe:
    """Find the best tier that this host offers, by trying. simulate_abi: pretend an older Landlock (for tests)."""
    abi = landlock.abi() if simulate_abi is None else min(simulate_abi, landlock.abi())
    lacking = []
    if not sys.platform.startswith("linux"):
        lacking.append("the sandbox needs Linux")
    else:
        if abi < landlock.LOWEST:
            lacking.append(
                f"this kernel offers no Landlock (Linux 5.13 or newer, with Landlock switched on; found ABI {abi})"
            )
        if trouble := seccomp.problem():
            lacking.append(trouble)
    if lacking:
        return Probe(None, missing=dict.fromkeys(tiers.SAFE, "; ".join(lacking)), abi=abi)
    missing, outcomes = {}, ()
    for tier in tiers.SAFE:
        outcomes, reason = rehearse(tier, abi)
        if reason is None:
            return Probe(tier, outcomes, missing, abi)
        missing[tier] = reason
    return Probe(None, outcomes, missing, abi)


def rehearse(tier: str, abi: int | None = None, limits: Limits | None = None) -> tuple[tuple[Outcome, ...], str | None]:
    """Try everything in one tier: the outcomes, and the reason why the tier is not safe here (None if it is)."""
    program = (
        "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from autograder.sandbox import probes; probes.main()"
    )
    order = json.dumps({"tier": tier, "abi": abi, "limits": asdict(limits) if limits else None})
    command = [sys.executable, "-I", "-c", program, json.dumps(sys.path), order]
    try:
        done = subprocess.run(command, env=tiers.ENVIRONMENT, capture_output=True, text=True, timeout=_SECONDS)
    except (OSError, subprocess.TimeoutExpired) as error:
        return (), f"the probe could not be run ({error})"
    try:
        answer = json.loads(done.stdout)
    except ValueError:
        lines = done.stderr.strip().splitlines() or [f"it ended with status {done.returncode} and said nothing"]
        return (), f"the probe broke off ({lines[-1]})"
    outcomes = tuple(Outcome(**one) for one in answer["outcomes"])
    failed = [one.name for one in outcomes if not one.stopped]
    reason = answer["reason"] or (f"not stopped: {', '.join(failed)}" if failed else None)
    return outcomes, reason


def explain(probe: Probe) -> str:
    """One paragraph for the instructor: which tier is used, or why none can be and what to do about it."""
    if probe.tier:
        better = "; ".join(f'tier "{tier}" cannot be used: {reason}' for tier, reason in probe.missing.items())
        return f'Sandbox: tier "{probe.tier}", {len(probe.outcomes)} forbidden things tried, all stopped.' + (
            f" ({better[0].upper()}{better[1:]}.)" if better else ""
        )
    reasons = "; ".join(dict.fromkeys(probe.missing.values()))
    return (
        f"No safe sandbox is available here: {reasons}.\n"
        "Submissions are programs written by others, so they are not run without one. What works: Linux with Landlock (kernel "
        "5.13 or newer) and libseccomp (package libseccomp2 on Debian and Ubuntu, libseccomp elsewhere); on Windows, WSL2; "
        "on macOS or elsewhere, a Linux container whose kernel has Landlock.\n"
        "If you trust everyone in the class, --trusted-class runs each submission in a separate process without a sandbox, on "
        "any system but Windows itself; every result and report will say so."
    )


def main() -> None:
    """In the fresh interpreter: carry out one order (JSON in the last argument), print the answer as JSON."""
    from .attempts import ATTEMPTS
    from .stage import Stage

    order = json.loads(sys.argv[2])
    limits = Limits(**order["limits"]) if order["limits"] else Limits(memory_bytes=256 * MiB, threads=8)
    with Stage() as stage:
        answers, out = os.pipe()
        warm = os.fork()
        if warm == 0:
            os.close(answers)
            answer = _in_warm_process(order, limits, stage, ATTEMPTS)
            os.write(out, json.dumps(answer).encode())
            os._exit(0)
        os.close(out)
        with open(answers, "rb") as stream:
            answer = stream.read()
        os.waitpid(warm, 0)
    sys.stdout.write(answer.decode() or json.dumps({"outcomes": [], "reason": "the rehearsal ended without an answer"}))


def _in_warm_process(order, limits, stage, attempts) -> dict:
    tier = order["tier"]
    try:
        tiers.prepare(tier, [stage.readable], abi=order["abi"])
    except SandboxError as error:
        return {"outcomes": [], "reason": str(error).rstrip(".")}
    works = _try_one(tier, limits, "ordinary work", ordinary_work, stage)
    if works.detail != "succeeded: done":
        return {"outcomes": [], "reason": f"ordinary work fails in it ({works.detail})"}
    outcomes = [asdict(_try_one(tier, limits, name, function, stage)) for name, function in attempts.items()]
    return {"outcomes": outcomes, "reason": None}


def ordinary_work(stage) -> str:
    """What an honest notebook does and must go on doing: threads, a module imported late, a readable file, /dev/null."""
    import threading

    done = []
    thread = threading.Thread(target=done.append, args=("done",))
    thread.start()
    thread.join()
    import colorsys  # not imported so far  # noqa: F401

    (stage.readable / "lesson").read_text()
    with open(os.devnull, "w") as null:
        null.write("x")
    return done[0]


def _try_one(tier, limits, name, function, stage) -> Outcome:
    answers, out = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(20)  # for what never ends; on a busy machine the rest takes its time too
            if out != 3:
                os.dup2(out, 3)
            os.set_inheritable(3, False)  # a program that gets started has nothing to say here
            tiers.enter(tier, limits, report=3)
            try:
                said = f"succeeded: {function(stage)}"
            except MemoryError:
                said = "stopped: MemoryError"
            except OSError as error:
                code = errno.errorcode.get(error.errno, "EPERM" if isinstance(error, PermissionError) else "?")
                said = f"{'stopped' if code in _REFUSALS else 'not tried'}: {code}, {error.strerror or error}"
            except BaseException as error:
                said = f"not tried: {type(error).__name__}: {error}"
            os.write(3, said.encode(errors="replace")[:2000])
        finally:
            os._exit(0)
    os.close(out)
    with open(answers, "rb") as stream:
        said = stream.read().decode(errors="replace").strip()
    status = os.waitpid(child, 0)[1]
    if not said and status == 0:
        said = "succeeded: became another program"
    elif not said:
        ended = os.waitstatus_to_exitcode(status)
        said = (
            "stopped: killed by the filter" if ended == -signal.SIGSYS else f"not tried: it ended with status {ended}"
        )
    return Outcome(name, said.startswith("stopped"), said)
