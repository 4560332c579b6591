"""Giving up what a process may do: root, capabilities, and outliving its parent."""

import os
import signal
import struct

from .kernel import PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_SET_NO_NEW_PRIVS, PR_SET_PDEATHSIG, SandboxError, call, prctl

# A range that no distribution gives to anyone. Each student process has its own user there, so that the kernel's limit on a
# user's threads counts its threads alone.
FIRST_UID = 2_000_000_000
NOBODY = 65534

_CAPABILITIES_3 = 0x20080522
_DAC_READ_SEARCH = 1 << 2


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def base_uid(warm: int) -> int | None:
    """The first of the users that the students of this warm process run as; None for an ordinary user, who cannot change."""
    if not is_root():
        return None
    with open("/proc/self/uid_map") as table:
        ranges = [[int(word) for word in line.split()] for line in table]
    base = FIRST_UID + warm % 65536 * 1024
    mapped = any(first <= base and base + 1024 <= first + length for first, _, length in ranges)
    return base if mapped else NOBODY  # a container's user namespace often ends at 65535


def can_read_past_permissions() -> bool:
    """Does this process hold CAP_DAC_READ_SEARCH?"""
    try:
        with open("/proc/self/status") as status:
            permitted = next(line for line in status if line.startswith("CapPrm:"))
    except (OSError, StopIteration):
        return False
    return bool(int(permitted.split()[1], 16) & _DAC_READ_SEARCH)


def drop(uid: int | None, *, keep_reading: bool = False) -> None:
    """Stop being root: no groups, user `uid`, no capability. Who is not root (None) only loses capabilities.

    keep_reading keeps CAP_DAC_READ_SEARCH: needed where Python itself is installed in a folder closed to other users, as in
    /root. It opens nothing by itself, because Landlock still limits reading to the readable set.
    """
    if uid is not None:
        os.setgroups([])
        if keep_reading:
            prctl(PR_SET_KEEPCAPS, 1)
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    _set_capabilities(_DAC_READ_SEARCH if keep_reading else 0)
    if 0 in os.getresuid():
        raise SandboxError("The process is still root after dropping it.")


def _set_capabilities(kept: int) -> None:
    header = struct.pack("Ii", _CAPABILITIES_3, 0)
    # Two words each (low and high 32 capabilities) of effective, permitted, inheritable.
    call("capset", header, struct.pack("6I", kept, kept, 0, 0, 0, 0))


def tie_to_parent(parent: int) -> None:
    """Die when the parent does. The kernel forgets this at every change of user, so it comes after `drop`."""
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        raise SandboxError("The process that started this one has ended.")


def seal() -> None:
    """Nothing gained by executing files; memory closed to other processes of the same user, and to crash collectors."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)
    prctl(PR_SET_DUMPABLE, 0)
