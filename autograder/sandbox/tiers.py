"""The tiers of safety and how a process enters one: `prepare` in the warm process, `enter` in each student's."""

import os
from dataclasses import dataclass
from pathlib import Path

from . import landlock, namespaces, privileges, seccomp
from . import limits as rlimits
from . import readable as reading
from .kernel import SandboxError, close_from
from .limits import Limits

TIERS = ("namespaces", "landlock", "none")
SAFE = TIERS[:2]

# Where a student's process shares its user with others, they may start this many threads before its own are refused.
_SLACK = 256

FAILED = 97  # exit status of a process that could not confine itself

# All that a student process may find in its environment. The warm process must be started with it (by exec): variables
# deleted later stay in memory. One BLAS thread: one student, one core, and a fork that holds no other thread's lock.
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "HOME": "/nonexistent",
    "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "MPLBACKEND": "agg",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}


@dataclass(frozen=True)
class _Prepared:
    tier: str
    readable: tuple[str, ...]
    abi: int
    warm: int  # the warm process, as its students see it
    size: int
    tasks: int | None
    uid: int | None  # first of the users to become
    keep_reading: bool


_prepared: _Prepared | None = None


def prepare(tier: str, readable=(), *, abi: int | None = None) -> None:
    """Make ready for students, once, in the warm process: after its imports, with a single thread.

    tier: one of TIERS. readable: folders to add to what students may read (the course package). abi: pretend an older Landlock.
    In the tier "namespaces" this forks: it returns in the child, and the parent waits and ends as the child ends.
    Raises SandboxError where the tier cannot be had.
    """
    global _prepared
    if tier not in TIERS:
        raise SandboxError(f"There is no tier {tier!r}; expected one of {', '.join(TIERS)}.")
    known = landlock.abi() if abi is None else min(abi, landlock.abi())
    size, tasks, uid, keep_reading = rlimits.address_space(), None, None, False
    paths = reading.paths(readable)
    if tier != "none":
        if known < landlock.LOWEST:
            raise SandboxError(
                f"This kernel offers Landlock ABI {known}; the lowest that counts as safe is {landlock.LOWEST}."
            )
        seccomp.program()
        if threads := len(os.listdir("/proc/self/task")) - 1:
            raise SandboxError(f"{threads} threads run beside the main one; prepare the sandbox before any is started.")
        uid = privileges.base_uid(os.getpid())
        tasks = 0 if uid not in (None, privileges.NOBODY) else rlimits.tasks_of(uid or os.getuid()) + _SLACK
        keep_reading = _must_keep_reading(tier, readable)
    if tier == "namespaces":
        try:
            namespaces.unshare()
            namespaces.fork_first()
            namespaces.move_in([*paths, *reading.NULL])
        except OSError as error:
            raise SandboxError(f"This host does not allow namespaces ({error}).") from error
    _prepared = _Prepared(tier, tuple(paths), known, os.getpid(), size, tasks, uid, keep_reading)


def enter(tier: str, limits: Limits, *, report: int = 2) -> None:
    """Confine this process for good. Call it right after fork, before anything of a student's is read.

    Keeps descriptors 0 to 3 alone. It returns confined or not at all: any failure writes a line to the descriptor `report`
    (0 to 3) and ends the process with status FAILED.
    """
    try:
        if tier == "none":
            os.closerange(4, 4096)
        else:
            close_from(4)
        if _prepared is None or _prepared.tier != tier:
            raise SandboxError(f"The sandbox was not prepared for tier {tier!r}.")
        _confine(_prepared, limits)
    except BaseException as error:
        try:
            os.write(report, f"sandbox: {type(error).__name__}: {error}\n".encode(errors="replace"))
        finally:
            os._exit(FAILED)


def _confine(room: _Prepared, limits: Limits) -> None:
    safe = room.tier != "none"
    rlimits.apply(limits, size=room.size, tasks=room.tasks, strict=safe)
    if not safe:
        return
    # In this order: each step may need what the next takes away.
    own = room.uid if room.uid in (None, privileges.NOBODY) else room.uid + os.getpid() % 1024
    privileges.drop(own, keep_reading=room.keep_reading)
    privileges.tie_to_parent(room.warm)
    privileges.seal()
    landlock.restrict(room.readable, reading.NULL, room.abi)
    seccomp.load()


def _must_keep_reading(tier: str, readable) -> bool:
    """As root, and where Python is closed to other users: may the capability to read it be kept?"""
    if not privileges.is_root():
        return False
    folders = [path for path in (*reading.python(), *readable) if Path(path).is_dir()]
    closed = reading.closed_to_others(folders, parents=tier != "namespaces")
    if closed and not privileges.can_read_past_permissions():
        raise SandboxError(
            f"As root, students run as an unprivileged user, and that user cannot read {closed}, which Python needs. "
            "Install Python and the course where every user can read them, or grade as an ordinary user."
        )
    return closed is not None
