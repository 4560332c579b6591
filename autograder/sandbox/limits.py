"""How much one student process may use, and the kernel's own limits (rlimits) that hold it to that."""

from dataclasses import dataclass, fields
from pathlib import Path

MiB = 1 << 20


@dataclass(frozen=True)
class Limits:
    """Limits of one student process; the defaults suit a teaching notebook with NumPy and Matplotlib.

    cpu_seconds bounds the whole process, wall_seconds one wait for it (kept by the trusted side, as is output_bytes, what a
    cell may print and draw). memory_bytes is address space on top of the warm process's own. file_bytes bounds a single
    file where files can be written at all (tier "none" only), threads what may run beside the main thread.
    """

    cpu_seconds: int = 60
    wall_seconds: float = 30.0
    memory_bytes: int = 1024 * MiB
    output_bytes: int = 4 * MiB
    file_bytes: int = 16 * MiB
    threads: int = 32

    def __post_init__(self):
        for field in fields(self):
            if not getattr(self, field.name) > 0:
                raise ValueError(f"Limits: {field.name} is {getattr(self, field.name)!r}; expected a number above zero")


def address_space() -> int:
    """This process's address space in bytes, 0 where it cannot be known."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
        import resource

        return pages * resource.getpagesize()
    except (OSError, ImportError):
        return 0


def tasks_of(uid: int) -> int:
    """How many threads of a user run now: RLIMIT_NPROC counts them all, so a limit must be set above them."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if folder.stat().st_uid == uid:
                total += len(list((folder / "task").iterdir()))
        except OSError:
            pass  # ended meanwhile
    return total


def apply(limits: Limits, *, size: int, tasks: int | None, strict: bool = True) -> None:
    """Set the rlimits for good. size: address space of the warm process; tasks: threads that its user has besides.

    A size of 0 or tasks of None are not known, and what depends on them is then not limited.
    Where not `strict` (tier "none") a limit that the system does not know or refuses is left out.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    stack = 8 * MiB  # the same on every host, whatever `ulimit -s` says
    wanted = {
        # SIGXCPU at the soft limit says "time" by name; SIGKILL a second later ends what ignores it.
        "RLIMIT_CPU": (limits.cpu_seconds, limits.cpu_seconds + 1),
        "RLIMIT_FSIZE": limits.file_bytes,
        "RLIMIT_STACK": stack,
        "RLIMIT_NOFILE": 64,
        "RLIMIT_CORE": 0,
        "RLIMIT_MEMLOCK": 0,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_NICE": 0,
        "RLIMIT_RTPRIO": 0,
    }
    if size:
        wanted["RLIMIT_AS"] = size + limits.memory_bytes
    if tasks is not None:
        wanted["RLIMIT_NPROC"] = tasks + 1 + limits.threads
    for name, value in wanted.items():
        pair = value if isinstance(value, tuple) else (value, value)
        try:
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            if hard != resource.RLIM_INFINITY:
                pair = tuple(min(number, hard) for number in pair)
            resource.setrlimit(which, pair)
        except (AttributeError, ValueError, OSError):
            if strict:
                raise
