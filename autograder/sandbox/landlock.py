"""Landlock: which files a process may read, for ever. Nothing may be written, made, removed or executed.

Rights are grouped by the version of the kernel's interface (ABI) that brought them; a right that the kernel does not know
is left out. `LOWEST` is the oldest ABI that counts as safe. ABI 1 (Linux 5.13) already refuses reading, writing, making,
removing and executing; what came later is covered in this sandbox by the system call filter as well:
2 moving files between folders (always refused without it), 3 truncation (the filter refuses truncate(2) and O_TRUNC on a
file opened for reading), 4 TCP, 6 signals and abstract sockets (the filter refuses every socket and every signal),
5 ioctl on devices (the filter knows a short list of requests).

Source: the kernel's userspace API documentation of Landlock, read for ABI 1 to 7.
"""

import errno
import os
import stat
import struct

from .kernel import PR_SET_NO_NEW_PRIVS, prctl, syscall

LOWEST = 1
NEWEST = 7  # later ABIs are used as this one

# The same on every architecture that Python runs on, as all numbers above 423.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_QUIET = 1  # ABI 7: refusals of this process are not logged, so that no loop can fill the system's log

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_TRUNCATE = 1 << 14
_FILES = {1: (1 << 13) - 1, 2: 1 << 13, 3: _TRUNCATE, 5: 1 << 15}
_TCP = {4: 0b11}
_SCOPES = {6: 0b11}


def abi() -> int:
    """The kernel's Landlock ABI; 0 where there is none (too old, not built in, switched off, not Linux)."""
    try:
        return syscall(_CREATE_RULESET, None, 0, _VERSION)
    except (OSError, AttributeError, TypeError):
        return 0


def restrict(readable, writable_devices=(), abi: int = NEWEST) -> None:
    """Confine this thread, and all it starts: `readable` can be read, `writable_devices` also be written to.

    Paths that do not exist are left out. Raises OSError where the kernel refuses.
    """
    files, tcp, scopes = (
        sum(right for since, right in group.items() if since <= abi) for group in (_FILES, _TCP, _SCOPES)
    )
    words = 3 if abi >= 6 else 2 if abi >= 4 else 1
    attributes = struct.pack(f"{words}Q", *(files, tcp, scopes)[:words])
    ruleset = syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    try:
        for path in readable:
            _allow(ruleset, path, _READ_FILE | _READ_DIR)
        for path in writable_devices:
            _allow(ruleset, path, (_READ_FILE | _WRITE_FILE | _TRUNCATE) & files)
        prctl(PR_SET_NO_NEW_PRIVS, 1)
        syscall(_RESTRICT_SELF, ruleset, _QUIET if abi >= 7 else 0)
    finally:
        os.close(ruleset)


def _allow(ruleset: int, path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR, errno.EACCES):
            return  # what cannot be reached needs no rule
        raise
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            rights &= ~_READ_DIR
        syscall(_ADD_RULE, ruleset, _PATH_BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)
