"""A small world of its own: processes, network, mounts, shared memory and host name that hold nothing but the readable set.

Made once per warm process, not per student: every student sees the same read-only files, none can write, signal or open a
socket, so there is nothing left that one could leave for the next, and a network namespace per student would cost more than
the whole grading. The warm process is the first of its process namespace: when it ends, the kernel ends every student.
"""

import ctypes
import os
import select
import signal
import struct
from pathlib import Path

from .kernel import PR_GET_PDEATHSIG, PR_SET_PDEATHSIG, call, close_from, prctl, syscall
from .seccomp import number

_NEWNS, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID, _NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
_MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REC, _MS_PRIVATE = 2, 4, 8, 0x4000, 1 << 18
_MNT_DETACH = 2
_AT_FDCWD, _AT_EMPTY_PATH, _AT_RECURSIVE = -100, 0x1000, 0x8000
_OPEN_TREE_CLONE, _MOVE_FROM_FD = 1, 4
_READ_ONLY, _NO_SUID, _NO_DEVICES = 1, 2, 4  # MOUNT_ATTR_*


def unshare() -> None:
    """Leave the host's namespaces. Root does so directly; anyone else becomes master of a user namespace first.

    The process must have a single thread. Raises OSError where the host does not allow it.
    """
    uid, gid = os.geteuid(), os.getegid()
    deathsig = _parent_death_signal()
    user = 0 if uid == 0 else _NEWUSER
    call("unshare", user | _NEWNS | _NEWPID | _NEWNET | _NEWIPC | _NEWUTS)
    if user:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{uid} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{gid} {gid} 1")
    prctl(PR_SET_PDEATHSIG, deathsig)
    call("sethostname", b"student", 7)


def move_in(readable) -> None:
    """Make a root that holds the readable paths alone, read-only, and leave the old one behind."""
    call("mount", None, b"/", None, _MS_REC | _MS_PRIVATE, None)
    # Cloned before the new root covers anything: the paths may lie anywhere.
    trees = [(path, _clone(path)) for path in readable]
    root = b"/proc"  # any folder that every host has; gone in a moment
    call("mount", b"none", root, b"tmpfs", _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, b"size=1m,mode=755")
    for path, tree in trees:
        target = Path(os.fsdecode(root), path.lstrip("/"))
        if Path(path).is_dir():
            target.mkdir(parents=True, exist_ok=True)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.touch()
        syscall(number("move_mount"), tree, b"", _AT_FDCWD, os.fsencode(target), _MOVE_FROM_FD)
        os.close(tree)
    os.chdir(root)
    syscall(number("pivot_root"), b".", b".")
    call("umount2", b".", _MNT_DETACH)
    os.chdir("/")
    _set_attributes(_AT_FDCWD, b"/", 0, _READ_ONLY | _NO_SUID | _NO_DEVICES)


def fork_first() -> None:
    """Go on in a child, the first process of the new process namespace; this one stays behind as its shell.

    The shell holds no descriptor, waits and ends as the child ended. If either is killed, so is everything inside.
    """
    alive, shell = os.pipe()
    child = os.fork()
    if child:
        _be_shell(child, shell)
    os.close(shell)
    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    watch = select.poll()
    watch.register(alive)
    if watch.poll(0):  # hung up: the shell ended before the kernel was told to tie the two together
        os._exit(1)
    os.close(alive)


def _be_shell(child: int, shell: int) -> None:
    for stop in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(stop, signal.SIG_DFL)
    os.dup2(shell, 0)
    close_from(1)
    status = os.waitpid(child, 0)[1]
    if os.WIFSIGNALED(status):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(os.WEXITSTATUS(status))


def _parent_death_signal() -> int:
    word = ctypes.c_int()
    prctl(PR_GET_PDEATHSIG, ctypes.byref(word))
    return word.value


def _clone(path: str) -> int:
    """A detached copy of the mount tree at a path, as a descriptor, read-only (devices keep being devices)."""
    tree = syscall(number("open_tree"), _AT_FDCWD, os.fsencode(path), _OPEN_TREE_CLONE | _AT_RECURSIVE | os.O_CLOEXEC)
    device = path.startswith("/dev/")
    _set_attributes(tree, b"", _AT_EMPTY_PATH | _AT_RECURSIVE, _NO_SUID | (0 if device else _READ_ONLY | _NO_DEVICES))
    return tree


def _set_attributes(place: int, path: bytes, flags: int, attributes: int) -> None:
    packed = struct.pack("4Q", attributes, 0, 0, 0)
    syscall(number("mount_setattr"), place, path, flags, packed, len(packed))
