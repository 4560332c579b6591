"""Where hostile submissions are tried: everything that a student must not reach is there, open but for the sandbox.

It plants secrets in files, memory, environment and shared memory, listens at doors that nobody should knock at, and looks
afterwards for what was left behind.
"""

import contextlib
import ctypes
import hashlib
import json
import os
import secrets
import shutil
import socket
import sys
import tempfile
from pathlib import Path

from attack_programs import right

from autograder.sandbox import Limits, seccomp
from autograder.worker import Setup, load

NOTEBOOK = "01_intuition_exercises"
# Enough for an honest submission several times over on a busy machine, and little to wait for with a hostile one.
LIMITS = Limits(cpu_seconds=1, wall_seconds=2.0, memory_bytes=192 << 20, output_bytes=1 << 20)
CALLS = """ptrace process_vm_readv process_vm_writev unshare setns mount pivot_root chroot io_uring_setup bpf perf_event_open userfaultfd
    clone vfork fork clone3 execveat memfd_create kill tkill tgkill rt_sigqueueinfo pidfd_open pidfd_send_signal pidfd_getfd setrlimit
    prlimit64 prctl seccomp shmget shmat shmctl semget msgget mq_open keyctl add_key name_to_handle_at open_by_handle_at openat2 openat
    personality modify_ldt sched_setaffinity sched_setscheduler ioprio_set setpriority socketpair socket fcntl ioctl chmod
    fchmodat2 setxattr inotify_init1 fanotify_init eventfd2 landlock_restrict_self syslog quotactl capset setresuid
    copy_file_range sendfile splice vmsplice tee process_madvise pidfd_spawn mremap getdents64 statx kcmp
    sysfs swapon acct settimeofday uselib lookup_dcookie move_pages mbind set_mempolicy""".split()


class Stage:
    """A folder with everything that a student must not reach, readable by all, so that nothing but the sandbox hides it."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="attacks-"))
        self.token = "planted-" + secrets.token_hex(12)
        self.mark = "mark-" + secrets.token_hex(8)
        self.folders = self._small_course()
        self.bundle = load(**self.folders)
        self.exercise = self.bundle.exercises[NOTEBOOK]
        self._doors = []
        os.environ["ATTACK_SECRET"] = self.token
        self.memory = ctypes.create_string_buffer(self.token.encode())
        self.shared = shmget(self.token)
        self.shared_file = Path("/dev/shm", self.mark + "-there")
        self.places = self._lay()
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o777 if path.is_socket() else 0o755 if path.is_dir() else 0o644)

    def _small_course(self) -> dict[str, Path]:
        """This one exercise, without its plots and prose, which take most of the time; the same in the solution."""
        whole = load().exercises[NOTEBOOK]
        for name, notebook in (("exercises", whole.notebook), ("solutions", whole.solution)):
            path = self.folder / name / f"{NOTEBOOK}.ipynb"
            path.parent.mkdir()
            path.write_text(json.dumps(short(notebook)))
        (self.folder / "tests").mkdir()
        shutil.copy(whole.tests, self.folder / "tests")
        return {"tests": self.folder / "tests", "exercises": self.folder / "exercises"}

    def _lay(self) -> dict:
        for name in (
            "out/secret.key",
            "out/gradebook.sqlite",
            "submissions/other.ipynb",
            "hidden/test_secret.py",
            "private.txt",
        ):
            path = self.folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(self.token)
        self.shared_file.write_text(self.token)
        self.shared_file.chmod(0o644)
        return {
            "secret": str(self.folder / "out/secret.key"),
            "gradebook": str(self.folder / "out/gradebook.sqlite"),
            "submissions": str(self.folder / "submissions"),
            "submission": str(self.folder / "submissions/other.ipynb"),
            "hidden": str(self.folder / "hidden/test_secret.py"),
            "tests": str(self.exercise.tests),
            "solution": str(self.folder / "solutions" / f"{NOTEBOOK}.ipynb"),
            "private": str(self.folder / "private.txt"),
            "folder": str(self.folder),
            "home": os.path.expanduser("~"),
            "mark": self.mark,
            "targets": targets(self.exercise.notebook),
            "tcp": self._door(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
            "udp": self._door(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
            "unix": self._door(socket.AF_UNIX, socket.SOCK_STREAM, str(self.folder / "door")),
            "unix_datagram": self._door(socket.AF_UNIX, socket.SOCK_DGRAM, str(self.folder / "letterbox")),
            "abstract": self._door(socket.AF_UNIX, socket.SOCK_STREAM, "\0" + self.mark),
            "grader": os.getpid(),
            "memory": (ctypes.addressof(self.memory), len(self.token)),
            "shared": self.shared,
            "shared_file": str(self.shared_file),
        }  # fmt: skip

    def _door(self, family, kind, address):
        door = socket.socket(family, kind)
        door.bind(address)
        if kind == socket.SOCK_STREAM:
            door.listen(64)
        self._doors.append(door)
        return door.getsockname() if family == socket.AF_INET else address

    def visitors(self) -> list[str]:
        """Which of the open doors somebody came to."""
        found = []
        for door in self._doors:
            door.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                door.accept() if door.type == socket.SOCK_STREAM else door.recv(1)
                found.append(str(door.getsockname()))
        return found

    def marks(self, remove: bool = False) -> list[str]:
        """The files that programs made, wherever they tried."""
        places = [Path.home(), Path("/tmp"), Path("/var/tmp"), Path("/dev/shm"), Path("/"), Path.cwd(), self.folder]
        places += [path for path in self.folder.iterdir() if path.is_dir()]
        places += [path for package in ("numpy", "course", "autograder") for path in sys.modules[package].__path__]
        found = {path for place in map(Path, places) for path in place.glob(f"*{self.mark}*")} - {self.shared_file}
        if remove:
            for path in found:
                path.unlink() if not path.is_dir() else path.rmdir()
        return sorted(map(str, found))

    def submission(self, answers: dict, notebook: dict | None = None) -> bytes:
        """The bytes of the exercise with right answers, but for these."""
        notebook = notebook or self.exercise.notebook
        cells = []
        for cell in notebook["cells"]:
            function = cell["metadata"].get("course", {}).get("exercise")
            cells.append(cell | {"source": answers.get(function) or right(function)} if function else cell)
        return json.dumps(notebook | {"cells": cells}).encode()

    def setup(self, tier: str) -> Setup:
        folders = {name: str(folder) for name, folder in self.folders.items()}
        return Setup(folders, self.bundle.digest, tier, LIMITS, hashlib.sha256(b"attacks").digest())

    def close(self) -> None:
        for door in self._doors:
            door.close()
        self.shared_file.unlink()
        shutil.rmtree(self.folder)
        if self.shared is not None:
            ctypes.CDLL(None).shmctl(self.shared, 0, None)


def shmget(token: str) -> int | None:
    """System V shared memory that everyone may read, with the token in it; None where the kernel has none."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.shmat.restype = ctypes.c_void_p
    found = libc.shmget(0, 4096, 0o1666)
    if found < 0:
        return None
    ctypes.memmove(libc.shmat(found, None, 0), token.encode(), len(token))
    return found


def short(notebook: dict) -> dict:
    """An exercise notebook's answer and check cells, and what they need."""
    cells = [{**cell} for cell in notebook["cells"] if {"exercise", "checks"} & set(cell["metadata"].get("course", {}))]
    imports = next(cell for cell in notebook["cells"] if cell.get("id") == "imports")
    return notebook | {
        "cells": [imports | {"source": "import numpy as np\n\nfrom course.checks import check\n"}, *cells]
    }


def targets(notebook: dict) -> dict[str, str]:
    """What the check cells show where all is right; every student has it."""
    found = {}
    for cell in notebook["cells"]:
        if "target" in (course := cell["metadata"].get("course", {})):
            found[course["checks"]] = "".join("".join(output.get("text", "")) for output in course["target"])
    return found


def numbers() -> dict[str, int]:
    found = {}
    for name in CALLS:
        with contextlib.suppress(Exception):
            found[name] = seccomp.number(name)
    return {name: number for name, number in found.items() if number >= 0}
