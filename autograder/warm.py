"""The warm process: everything a notebook imports is loaded once, then every student is a fork of it.

It runs no student code and holds nothing secret: no hidden test, no expected value, no submission. Its owner starts it
with a clean environment and one socket (as descriptor 0), and speaks JSON to it, a request and a reply at a time:

    {"tier", "limits", "course", "fonts"}  ->  {"ready": true}             once; "fonts": matplotlib's cache folder, or ""
    {"open": seed}                         ->  {"pid": pid} + a socket     the student's process, confined
    {"close": pid, "grace": seconds}       ->  {"killed", "signal", "status", "cpu_seconds", "peak_bytes"}

or {"failed": what happened}. When the owner's end closes, it ends, and every student with it.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import random
import signal
import socket
import sys
import tempfile
import time
import traceback
from pathlib import Path

CHANNEL = 3  # the student's only descriptor besides 0, 1 and 2
READY = b"ready"  # what a student's process sends first; in its place the sandbox says why it could not be entered
PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None
LIBRARIES = ("numpy.linalg", "numpy.random", "numpy.fft", "numpy.polynomial", "matplotlib.pyplot")
REHEARSAL = (
    "import numpy as np\ndef f(x):\n    return 2 * np.asarray(x)",
    "print('text')\nf([1.0, 2.0])",
    "raise NotImplementedError('text')",
    "import matplotlib.pyplot as plt\nplt.figure().add_subplot().set_title('text');",
)


def main(owner: int) -> None:
    """Serve the owner (its process id) until it closes its end."""
    _die_with(owner)
    control = socket.socket(fileno=os.dup(0))
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    if nothing > 2:
        os.close(nothing)
    try:
        warm = _Warm(control, **_receive(control))
    except BaseException:
        _send(control, {"failed": traceback.format_exc(limit=-5)})
        os._exit(1)
    _send(control, {"ready": True})
    while request := _receive(control):
        try:
            if "open" in request:
                warm.open(request["open"])
            else:
                _send(control, warm.close(request["close"], request["grace"]))
        except OSError as error:
            _send(control, {"failed": str(error)})
    os._exit(0)


class _Warm:
    def __init__(self, control: socket.socket, tier: str, limits: dict, course: list[str], fonts: str) -> None:
        from autograder import sandbox

        self._control, self._sandbox, self._tier, self._limits = control, sandbox, tier, sandbox.Limits(**limits)
        readable = _load(course, fonts)
        from autograder.cells import Shell

        self._shell = Shell.create()
        _rehearse(self._shell)
        from autograder.channel import Channel
        from autograder.student_side import Session

        self._channel, self._session = Channel, Session
        _hide()
        sandbox.prepare(tier, readable)
        self._pid = os.getpid()
        gc.collect()
        gc.freeze()  # a fork copies only what it changes, and the collector changes everything it looks at

    def open(self, seed: int) -> None:
        """Fork a student; its socket and pid go to the owner."""
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if not pid:
            try:
                self._become_student(theirs.detach(), seed)
            finally:
                os._exit(self._sandbox.FAILED)
        theirs.close()
        socket.send_fds(self._control, [_frame({"pid": pid})], [ours.fileno()])
        ours.close()

    def close(self, pid: int, grace: float) -> dict:
        """End a student, after `grace` seconds in which it may end by itself, and tell how it ended."""
        until = time.monotonic() + grace
        while (done := os.wait4(pid, os.WNOHANG))[0] == 0 and time.monotonic() < until:
            time.sleep(0.001)
        killed = done[0] == 0
        if killed:
            for kill in (os.killpg, os.kill):  # its session, where it could start other processes
                try:
                    kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    pass
            done = os.wait4(pid, 0)
        _, status, used = done
        return {
            "killed": killed,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "status": os.WEXITSTATUS(status) if os.WIFEXITED(status) else 0,
            "cpu_seconds": used.ru_utime + used.ru_stime,
            "peak_bytes": used.ru_maxrss * 1024,
        }

    def _become_student(self, descriptor: int, seed: int) -> None:
        os.setsid()
        os.dup2(descriptor, CHANNEL)
        _die_with(self._pid)
        _reseed(seed)
        channel = self._channel(socket.socket(fileno=CHANNEL), tick=None)
        self._sandbox.enter(self._tier, self._limits, report=CHANNEL)
        os.write(CHANNEL, READY)
        self._session(channel, self._shell).serve()


def _die_with(parent: int) -> None:
    """When the parent ends, in whatever way, the kernel ends this process."""
    if sys.platform == "linux":
        _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before the kernel knew
        os._exit(1)


def _load(course: list[str], fonts: str) -> list[str]:
    """Import what notebooks import; the folders of the course's packages, which students must be able to read."""
    place = contextlib.nullcontext(fonts)
    if not fonts:
        place = tempfile.TemporaryDirectory(prefix=f"fonts-{os.getpid()}-")
    with place as folder:
        os.environ["MPLCONFIGDIR"] = folder
        for name in (*LIBRARIES, *course):
            importlib.import_module(name)
        del os.environ["MPLCONFIGDIR"]
    packages = sorted({name.partition(".")[0] for name in course})
    return [folder for name in packages for folder in sys.modules[name].__path__]


def _rehearse(shell) -> None:
    """Do once what every notebook does, so that students find it done: fonts, caches, the interpreter's own adaptations."""
    for source in REHEARSAL:
        shell.run(source, 0, 1 << 20)
    shell.reset()


def _hide() -> None:
    """The rest of the autograder cannot be imported by a student, nor anything that lies beside a source checkout."""
    from autograder.sandbox.readable import python

    sys.modules["autograder"].__path__ = []
    folders = [Path(folder) for folder in python()]
    sys.path[:] = [path for path in sys.path if any(Path(path).is_relative_to(folder) for folder in folders)]


def _reseed(seed: int) -> None:
    """The same submission gets the same numbers from the unseeded generators."""
    random.seed(seed)
    sys.modules["numpy.random"].seed(seed % 2**32)


def _frame(message: dict) -> bytes:
    return json.dumps(message).encode()


def _send(control: socket.socket, message: dict) -> None:
    control.sendall(_frame(message))


def _receive(control: socket.socket) -> dict:
    """One request; {} when the owner is gone. Requests are small and strictly in turn, so one recv is one request."""
    try:
        received = control.recv(1 << 16)
    except ConnectionError:
        return {}
    return json.loads(received) if received else {}
