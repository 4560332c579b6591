"""Hands the corpus of hostile submissions to the real engine, in one tier, and prints what became of each as a line of JSON.

    python tests/attack_runs.py TIER [--every N] [PROGRAM ...]     every program, each followed by a right submission
    python tests/attack_runs.py TIER --class                       hostile and malformed notebooks among honest ones, graded as a class

It is a process of its own, so that it can also be run as an ordinary user.
"""

import argparse
import contextlib
import ctypes
import hashlib
import json
import os
import queue
import secrets
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path

from attack_programs import Program, programs, right

from autograder import sandbox
from autograder.coordinator import grade
from autograder.feedback import page
from autograder.gradebook import Gradebook
from autograder.sandbox import Limits, seccomp
from autograder.submissions import find
from autograder.worker import Setup, StartError, Worker, WorkerError, load

NOTEBOOK = "01_intuition_exercises"
# Enough for an honest submission several times over on a busy machine, and little to wait for with a hostile one.
LIMITS = Limits(cpu_seconds=1, wall_seconds=2.0, memory_bytes=192 << 20, output_bytes=1 << 20)
WORKERS = 3  # on two cores: some wait for a limit
LEAKED = "LEAKED"  # what programs call the hidden inputs that they try to get out
SCRIPT = "<script>alert"
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
        self.bundle = load(exercises=self._exercises())
        self.exercise = self.bundle.exercises[NOTEBOOK]
        self._doors = []
        os.environ["ATTACK_SECRET"] = self.token
        self.memory = ctypes.create_string_buffer(self.token.encode())
        self.shared = shmget(self.token)
        self.shared_file = Path("/dev/shm", self.mark + "-there")
        self.places = self._lay()
        for path in (self.folder, *self.folder.rglob("*")):
            path.chmod(0o777 if path.is_socket() else 0o755 if path.is_dir() else 0o644)

    def _exercises(self) -> Path:
        """The exercise without its plots and prose, which take most of the time; the same in the solution."""
        whole = load().exercises[NOTEBOOK]
        for name, notebook in (("exercises", whole.notebook), ("solutions", whole.solution)):
            path = self.folder / name / f"{NOTEBOOK}.ipynb"
            path.parent.mkdir()
            path.write_text(json.dumps(short(notebook)))
        return self.folder / "exercises"

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
        folders = {"exercises": str(self.folder / "exercises")}
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


def children(pid: int) -> list[int]:
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return sorted(found)


def begin(setup: Setup) -> Worker:
    worker = Worker(setup)
    worker.wait_until_ready()
    return worker


def hand_in(worker: Worker, data: bytes) -> tuple[dict, list]:
    return worker.grade(data, NOTEBOOK, hashlib.sha256(data).hexdigest())


def try_one(program: Program, worker: Worker, stage: Stage, calls: dict, tier: str) -> dict:
    """Hand in the program, `runs` times, and then a right submission."""
    data = stage.submission({program.function: program.cell(stage.places, calls)})
    warm, begun = children(worker.pid), time.monotonic()
    record = {"program": program.id, "printed": [], "told": [], "functions": {}}
    try:
        for _ in range(program.runs):
            result, visible = hand_in(worker, data)
            shown = page({**result, "student": "x", "tier": tier}, visible, stage.exercise)
            said = json.dumps([result, visible])
            record["told"] += [word for word in (stage.token, LEAKED) if word in said or word in shown]
            record["told"] += [word for word in (SCRIPT,) if word in shown]
            own = [one for one in visible if one["function"] == program.function and one["role"] == "answer"]
            text = "".join(str(output.get("text", "")) for one in own for output in one["outputs"])
            record["printed"].append(text[:2000])
        record |= {"status": result["status"], "nbval": result["nbval"], "seconds": time.monotonic() - begun}
        for name, found in result["functions"].items():
            tests = [
                [test["name"].partition("__")[2], test["status"], test.get("detail", "")] for test in found["tests"]
            ]
            record["functions"][name] = {"points": found["points"], "of": found["max_points"], "tests": tests}
        after, _ = hand_in(worker, stage.submission({}))
        whole = sum(found["max_points"] for found in after["functions"].values())
        record |= {"after": after["points"], "of": whole, "same_warm": children(worker.pid) == warm}
    except WorkerError as error:
        record["problem"] = str(error)
    return record


def run_all(wanted: list[Program], tier: str, stage: Stage) -> None:
    todo, calls, lock, setup = queue.SimpleQueue(), numbers(), threading.Lock(), stage.setup(tier)
    for program in wanted:
        todo.put(program)

    def serve() -> None:
        worker = begin(setup)
        try:
            while True:
                program = todo.get_nowait()
                if worker.closed:
                    worker = begin(setup)
                record = try_one(program, worker, stage, calls, tier)
                with lock:
                    say(record)
        except queue.Empty:
            worker.close()

    threads = [threading.Thread(target=serve) for _ in range(min(WORKERS, len(wanted)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_class(tier: str, stage: Stage) -> None:
    """Grade honest students alone, and then with hostile and malformed notebooks among them."""
    honest = {"ann": {}, "ben": {"zigzag_count": "def zigzag_count(path, axis):\n    return 0\n"}}
    honest |= {"cem": {"gradient_descent": "def gradient_descent(*args):\n    raise ValueError\n"}, "zoe": {}}
    files = {name: stage.submission(answers) for name, answers in honest.items()}
    alone = graded(files, tier, stage, "alone")
    calls, hostile = numbers(), {}
    for place, program in enumerate(programs()):
        name = f"{'an' if place % 2 else 'x'}-{program.group}-{program.name}"  # before and after the honest ones
        if program.defines("make"):
            scope = {}
            exec(program.text, scope)
            hostile[name] = scope["make"](json.loads(stage.submission({program.function: scope.get("ANSWER")})))
        elif not program.slow and place % 5 == 0:
            hostile[name] = stage.submission({program.function: program.cell(stage.places, calls)})
    among = graded(files | hostile, tier, stage, "among")
    for name, record in among.items():
        say({"student": name, "honest": name in honest, "alone": alone.get(name), **record})


def graded(files: dict[str, bytes], tier: str, stage: Stage, run: str) -> dict[str, dict]:
    """What a class gets: student -> result (without what it cost), and what its feedback page told."""
    folder = stage.folder / f"class-{run}"
    folder.mkdir()
    for name, data in files.items():
        (folder / f"{name}.ipynb").write_bytes(data)
    intake = find(folder, stage.bundle.functions)
    records = {name: {"intake": outcome} for path, outcome, _ in intake.files for name in [Path(path).stem]}
    with Gradebook(stage.folder / f"{run}.sqlite") as book:
        for one in grade(book, intake, stage.bundle, stage.setup(tier), workers=2):
            shown = page(one.result, one.visible, stage.exercise)
            result = {key: value for key, value in one.result.items() if key != "usage"}
            told = [word for word in (stage.token, LEAKED, SCRIPT) if word in shown]
            records.setdefault(one.submission.student, {}).update(result=result, told=told)
    return records


def say(record: dict) -> None:
    print(json.dumps(record), flush=True)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("tier", choices=sandbox.TIERS)
    parser.add_argument("only", nargs="*")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--class", dest="as_class", action="store_true")
    asked = parser.parse_args()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    stage = Stage()
    try:
        if asked.as_class:
            run_class(asked.tier, stage)
        else:
            wanted = [one for one in programs() if not one.defines("make")]
            wanted = [one for one in wanted if one.id in asked.only] if asked.only else wanted[:: asked.every]
            begin(stage.setup(asked.tier)).close()
            run_all(wanted, asked.tier, stage)
        say({"left": stage.marks(), "visitors": stage.visitors()})
    except StartError as error:
        say({"unavailable": str(error)})
    finally:
        stage.marks(remove=True)
        stage.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
