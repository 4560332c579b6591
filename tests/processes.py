"""Which processes there are, by /proc: for tests of what is left behind."""

import time
from collections.abc import Iterable
from pathlib import Path


def _stat(pid: int) -> list[str] | None:
    """State, parent, ... of a process, or None."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None


def parents() -> dict[int, int]:
    """process -> the one that started it."""
    found = {int(folder.name): _stat(int(folder.name)) for folder in Path("/proc").glob("[0-9]*")}
    return {pid: int(stat[1]) for pid, stat in found.items() if stat}


def children(pid: int) -> list[int]:
    return sorted(child for child, parent in parents().items() if parent == pid)


def descendants(pid: int) -> set[int]:
    """All processes that `pid` started, and what those started."""
    above, found = parents(), {pid}
    while new := {child for child, parent in above.items() if parent in found} - found:
        found |= new
    return found - {pid}


def running(pids: Iterable[int]) -> list[int]:
    """Those that run (a zombie does not)."""
    return [pid for pid in pids if (stat := _stat(pid)) and stat[0] not in "ZX"]


def gone_within(pids: Iterable[int], seconds: float) -> bool:
    """Whether all of them have ended by then."""
    until = time.monotonic() + seconds
    while running(pids) and time.monotonic() < until:
        time.sleep(0.01)
    return not running(pids)
