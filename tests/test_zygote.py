"""The warm process and its forks: what a student's process holds, what it cannot take down, what is left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from autograder.border import GraderFailure, StudentError, StudentProcess
from autograder.sandbox import TIERS, Limits
from autograder.zygote import ENVIRONMENT, Zygote

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine needs Linux")

LIMITS = Limits(wall_seconds=20, cpu_seconds=10)


@pytest.fixture(scope="module", params=TIERS)
def zygote(request):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GRADER_SECRET", "in the environment")
        try:
            zygote = Zygote(request.param, LIMITS, course=("course",))
        except GraderFailure as failure:
            pytest.skip(f"no tier {request.param} here: {failure}")
    with zygote:
        yield zygote


def value(process: StudentProcess, source: str):
    """What a cell's last expression was, as text."""
    cell = process.execute(source)
    assert cell.failure is None, cell.outputs
    return cell.outputs[-1]["data"]["text/plain"]


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def descendants(pid: int) -> set[int]:
    """All processes that `pid` started, and what those started."""
    parents = {}
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                with open(f"/proc/{entry}/stat") as stat:
                    parents[int(entry)] = int(stat.read().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found, fresh = set(), {pid}
    while fresh:
        fresh = {child for child, parent in parents.items() if parent in fresh} - found
        found |= fresh
    return found


def gone_within(pids: set[int], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while any(map(alive, pids)) and time.monotonic() < until:
        time.sleep(0.01)
    return not any(map(alive, pids))


# What a student's process holds ---------------------------------------------------------------------------------

OPEN_DESCRIPTORS = """
import os
def is_open(fd):
    try:
        os.fstat(fd)
        return True
    except OSError:
        return False
[fd for fd in range(4096) if is_open(fd)]
"""


def test_only_descriptors_0_to_3_are_open(zygote):
    with zygote.open() as process:
        assert value(process, OPEN_DESCRIPTORS) == "[0, 1, 2, 3]"
        process.execute("import asyncio\nawait asyncio.sleep(0)")
        assert value(process, OPEN_DESCRIPTORS) == "[0, 1, 2, 3]"
        assert value(process, "os.read(0, 1), os.write(1, b'x'), os.write(2, b'x')") == "(b'', 1, 1)"


def test_the_environment_is_a_fixed_list(zygote):
    with zygote.open() as process:
        assert value(process, f"import os\ndict(os.environ) == {dict(ENVIRONMENT)!r}") == "True"


def test_no_trusted_code_is_there_or_can_be_imported(zygote):
    trusted = ("border", "zygote", "worker", "gradebook", "hidden", "coordinator", "feedback", "cli", "building")
    with zygote.open() as process:
        loaded = value(process, "import sys\nsorted(name for name in sys.modules if name.startswith('autograder'))")
        assert "autograder.codec" in loaded
        for name in trusted:
            assert f"autograder.{name}" not in loaded
            assert process.execute(f"import autograder.{name}").failure.exception == "ModuleNotFoundError"
        assert (
            value(process, "sorted(name for name in sys.modules if name in ('pytest', '_pytest', 'nbval', 'nbformat'))")
            == "[]"
        )
        assert process.execute("import tests.hidden").failure.exception == "ModuleNotFoundError"


def test_the_course_and_the_libraries_can_be_imported(zygote):
    with zygote.open() as process:
        for name in ("course", "numpy.fft", "matplotlib.animation", "xml.dom.minidom", "IPython.lib.display"):
            assert process.execute(f"import {name}").failure is None


def test_a_student_is_one_thread_in_a_session_of_its_own(zygote):
    with zygote.open() as process:
        assert (
            value(process, "import os, threading\nthreading.active_count(), os.getpgid(0) == os.getpid()")
            == "(1, True)"
        )


def test_a_students_process_begins_like_a_fresh_kernel(zygote):
    with zygote.open() as process:
        assert value(process, "In, Out, [n for n in dir() if not n.startswith('_')]").startswith("(['', ")
        assert (
            value(process, "sorted(n for n in dir() if not n.startswith('_'))")
            == "['In', 'Out', 'exit', 'get_ipython', 'open', 'quit']"
        )
        assert process.cells[0].execution_count == 1


def test_unseeded_numbers_are_those_of_the_submission(zygote):
    draw = "import random, numpy as np\nrandom.random(), np.random.rand(), list({'a', 'b', 'c', 'd'})"
    drawn = []
    for seed in (1, 1, 2**70):
        with zygote.open(seed=seed) as process:
            drawn.append(value(process, draw))
    assert drawn[0] == drawn[1] != drawn[2]


def test_one_student_sees_nothing_of_another(zygote):
    with zygote.open() as process:
        process.execute(
            "import numpy as np, builtins, sys\nnp.secret = builtins.secret = sys.secret = 1\nsecret = 2\nnp.random.seed(7)"
        )
        process.execute("import matplotlib\nmatplotlib.rcParams['figure.dpi'] = 7\nget_ipython().secret = 3")
        with zygote.open() as other:
            assert (
                value(
                    other,
                    "import numpy as np, builtins, sys\n[hasattr(it, 'secret') for it in (np, builtins, sys, get_ipython())]",
                ).count("True")
                == 0
            )
            assert other.execute("secret").failure.exception == "NameError"
            assert value(other, "import matplotlib\nmatplotlib.rcParams['figure.dpi'] == 7") == "False"


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


# Limits ---------------------------------------------------------------------------------------------------------


def test_the_processors_time_is_limited():
    limits = Limits(wall_seconds=30, cpu_seconds=1)
    with Zygote("none", limits, course=()) as zygote, zygote.open(["while True: pass"]) as process:
        assert process.cells[0].failure.kind == "time"
        assert "SIGXCPU" in process.cells[0].failure.instructor
        process.close()
        assert 0.9 < process.usage.cpu_seconds < 2.5


def test_memory_is_limited(zygote):
    with zygote.open(["x = bytearray(4 << 30)", "def f(): return bytearray(4 << 30)\ndef g(): return 1"]) as process:
        assert process.cells[0].failure.kind == "memory"
        with pytest.raises(StudentError) as caught:
            process.student.f()
        assert caught.value.kind == "memory"
        assert process.student.g() == 1


def test_output_is_limited_and_says_so(zygote):
    with zygote.open() as process:
        cell = process.execute("for i in range(10**5): print('x' * 100)\nprint('never shown')\n1 / 0")
        texts = {
            name: "".join(it["text"] for it in cell.outputs if it.get("name") == name) for name in ("stdout", "stderr")
        }
        assert len(texts["stdout"]) <= LIMITS.output_bytes and "left out" in texts["stderr"]
        assert cell.outputs[-1]["ename"] == "ZeroDivisionError"
        cell = process.execute("display('y' * (LARGE := 50_000_000))\n'small'")
        assert sum(len(str(it)) for it in cell.outputs) < 1000


# What is left behind --------------------------------------------------------------------------------------------


def test_a_closed_zygote_leaves_nothing(zygote):
    with Zygote(zygote.tier, LIMITS, course=()) as fresh:
        process = fresh.open(["x = 1"])
        started = descendants(os.getpid()) - descendants(zygote.pid) - {zygote.pid}
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
