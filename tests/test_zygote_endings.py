"""The warm process outlives every attack, is replaced when it was killed, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace

import pytest
import students
from processes import descendants, gone_within, running
from students import LIMITS

from autograder.border import GraderFailure, StudentError, StudentProcess
from autograder.zygote import Zygote

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine needs Linux")
zygote = students.zygote_of_each_tier


# What it cannot take down ---------------------------------------------------------------------------------------

ATTACKS = [
    "import os; os._exit(0)",
    "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "import os, signal; os.killpg(0, signal.SIGKILL)",
    "import ctypes; ctypes.string_at(0)",
    "import os; os.write(3, b'x' * 4096)",
    "import os; os.close(3)",
    "import os; os.closerange(0, 100)",
    "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    "import threading\nwhile True: threading.Thread(target=threading.Event().wait, daemon=True).start()",
    "x = []\nwhile True: x.append(bytes(1 << 24))",
    "import numpy as np; np.ones(1 << 40)",
    "display('x' * 300_000_000)",
    "while True: print('x' * 100_000)",
    "print('x' * (1 << 28))",
    "from IPython.display import display\nfor i in range(20_000): display(i)",
    "import gc, sys\nfor it in gc.get_objects():\n    try: it.clear()\n    except Exception: pass",
    "import sys; sys.modules.clear()",
    "import builtins; builtins.len = builtins.isinstance = None",
    "import json; json.loads = json.dumps = None; import autograder.codec as c; c.encode = None",
    "import socket; socket.socket(fileno=3).shutdown(2)",
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS, ids=[attack[:50] for attack in ATTACKS])
def test_the_warm_process_answers_after_each_attack(zygote, attack):
    warm = zygote.pid
    short = replace(LIMITS, wall_seconds=2.0)
    with StudentProcess(zygote.fork, short, [attack, "def f(x): return x"]) as process:
        try:
            assert process.student.f(1) == 1
        except StudentError as error:
            assert error.kind in ("time", "memory", "crash", "breach", "error", "missing")
        size = sum(len(str(output)) for cell in process.cells for output in cell.outputs)
        assert size < 3 * LIMITS.output_bytes
    with zygote.open(["def f(x): return x + 1"]) as process:
        assert process.student.f(1) == 2
    assert zygote.pid == warm


# What is left behind --------------------------------------------------------------------------------------------


def test_a_closed_zygote_leaves_nothing(zygote):
    before = descendants(os.getpid())  # processes that other tests' fixtures still hold
    with Zygote(zygote.tier, LIMITS, course=()) as fresh:
        process = fresh.open(["x = 1"])
        started = descendants(os.getpid()) - before
        assert len(started) >= 2
        process.close()
    assert gone_within(started, 1.0)


def test_the_warm_process_is_replaced_when_it_was_killed(zygote):
    with Zygote(zygote.tier, LIMITS, course=()) as fresh, fresh.open(["x = 1", "def f(): return x"]) as process:
        started = {fresh.pid} | descendants(fresh.pid)
        os.kill(fresh.pid, signal.SIGKILL)
        assert gone_within(started, 1.0)
        with pytest.raises(StudentError) as caught:
            process.student.f()
        assert caught.value.kind == "crash"
        assert process.student.f() == 1


OWNER = """
import sys, threading
from autograder.sandbox import Limits
from autograder.zygote import Zygote
with Zygote({tier!r}, Limits(wall_seconds=60), course=()) as zygote:
    idle = zygote.open(["x = 1"])
    threading.Timer(1.0, lambda: print("busy", flush=True)).start()
    busy = zygote.open(["while True: pass"])
"""


def test_a_second_after_the_owner_was_killed_no_process_is_left(zygote):
    program = OWNER.format(tier=zygote.tier)
    owner = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE)
    try:
        assert owner.stdout.readline() == b"busy\n"
        started = descendants(owner.pid)
        assert len(started) >= 3
        owner.kill()
        assert gone_within(started, 1.0)
    finally:
        owner.kill()
        owner.wait()
        owner.stdout.close()


def test_a_second_after_the_owner_was_killed_while_starting_no_process_is_left(zygote):
    program = OWNER.format(tier=zygote.tier)
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.DEVNULL) as owner:
        while not (started := descendants(owner.pid)):
            time.sleep(0.001)
        owner.kill()
        assert gone_within(started, 1.0)


# Starting -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"), [({"tier": "moat"}, "moat"), ({"course": ["no_such_course"]}, "no_such_course")]
)
def test_a_warm_process_that_cannot_start_says_why(options, said):
    with pytest.raises(GraderFailure, match=said):
        Zygote(**({"tier": "none", "limits": LIMITS, "course": ()} | options))


def test_a_warm_process_that_cannot_be_replaced_is_our_failure(monkeypatch):
    with Zygote("none", LIMITS, course=()) as zygote:
        monkeypatch.setattr(Zygote, "_start", lambda self: None)
        zygote.close()
        with pytest.raises(GraderFailure, match="closed"):
            zygote.open(["1"])


def test_a_warm_process_that_does_not_answer_is_replaced(monkeypatch):
    with Zygote("none", LIMITS, course=()) as zygote:
        before = zygote.pid
        os.kill(before, signal.SIGSTOP)
        monkeypatch.setattr("autograder.zygote.REPLY", 2.0)
        with zygote.open(["1"]) as process:
            assert process.cells[0].failure is None
        assert zygote.pid != before and not running([before])


def test_an_alarm_while_the_warm_process_is_asked_leaves_a_usable_zygote():
    class Alarm(BaseException):
        pass

    def ring(*args):
        raise Alarm

    with Zygote("none", LIMITS, course=()) as zygote:
        before = signal.signal(signal.SIGALRM, ring)
        os.kill(zygote.pid, signal.SIGSTOP)
        try:
            signal.setitimer(signal.ITIMER_REAL, 0.2)
            with pytest.raises(Alarm):
                zygote.fork()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, before)
        with zygote.open(["1"]) as process:
            assert process.cells[0].failure is None


def test_a_student_that_cannot_be_confined_is_our_failure(monkeypatch):
    with Zygote("none", LIMITS, course=()) as zygote:
        recv_fds = socket.recv_fds

        def refused(control, size, most):
            reply, descriptors, flags, address = recv_fds(control, size, most)
            if descriptors:  # as if the sandbox had written, in place of READY, why it cannot be entered
                ours, theirs = socket.socketpair()
                theirs.sendall(b"sandbox: OSError: no Landlock here\n")
                theirs.close()
                os.dup2(ours.fileno(), descriptors[0])
                ours.close()
            return reply, descriptors, flags, address

        monkeypatch.setattr(socket, "recv_fds", refused)
        with pytest.raises(GraderFailure, match="no Landlock here"):
            zygote.open(["1"])
