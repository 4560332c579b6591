"""Entering a tier: all walls or none, and what an honest notebook needs goes on working inside."""

import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from types import SimpleNamespace

import pytest
from confined import (
    HOUSE,
    confinable,
    environment,
    fresh_python,
    need,
    only_root,
    root_and_user,
    run,
    safe_tiers,
    student,
)

from autograder import sandbox
from autograder.sandbox import limits, readable


@pytest.fixture(scope="module")
def font_cache():
    """Made once, for every user: Matplotlib looks through all fonts at its first import, which takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o777)
        yield folder


@confinable
@pytest.mark.parametrize(
    ("warm", "said"),
    [
        ("sandbox.prepare = lambda tier: None", "was not prepared"),
        ("from autograder.sandbox import seccomp; seccomp.load = lambda: 1 / 0", "ZeroDivisionError"),
        ("from autograder.sandbox import landlock; landlock._RESTRICT_SELF = 99999", "Function not implemented"),
    ],
)
def test_a_wall_that_fails_ends_the_process(warm, said):
    done = student("print('inside')", warm=warm)
    assert done.returncode == sandbox.FAILED and said in done.stderr and "inside" not in done.stdout


@confinable
@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("sandbox.prepare('castle')", "expected one of namespaces, landlock, none"),
        ("sandbox.prepare('landlock', abi=0)", "Landlock ABI 0; the lowest that counts as safe is 1"),
        (
            "import threading as t; t.Thread(target=t.Event().wait, daemon=True).start(); sandbox.prepare('landlock')",
            "1 threads run",
        ),
    ],
)
def test_what_cannot_be_prepared_is_refused(call, said):
    assert said in run(f"from autograder import sandbox\n{call}").stderr


@confinable
@safe_tiers
@root_and_user
def test_honest_work_goes_on(tier, as_user, font_cache):
    code = """
        import threading, zoneinfo, wave, numpy.fft, io
        import matplotlib.pyplot as plt
        from concurrent.futures import ThreadPoolExecutor
        print(list(ThreadPoolExecutor(4).map(abs, range(-3, 0))))
        a = np.arange(9.0).reshape(3, 3) + np.eye(3)
        print(np.round(np.linalg.solve(a, np.ones(3)), 6).tolist(), np.round(np.linalg.eigvals(a @ a.T), 3).max())
        figure, axes = plt.subplots()
        axes.plot([1, 2], label="$x^2$"), axes.legend()
        stream = io.BytesIO()
        figure.savefig(stream)
        print(stream.getvalue()[:4])
        print(zoneinfo.ZoneInfo("Europe/Berlin"), os.cpu_count() > 0, open(os.devnull, "w").write("x"))
    """
    warm = f"os.environ['MPLCONFIGDIR'] = {font_cache!r}; import numpy as np, numpy.linalg, numpy.random, matplotlib.pyplot"
    expected = student(code, "none", warm).stdout
    done = student(code, tier, warm, as_user=as_user)
    assert done.stdout == expected and done.returncode == 0, done.stderr
    assert "[3, 2, 1]" in expected and "PNG" in expected


CLOSED = """
    import functools, struct
    from autograder.sandbox import kernel, privileges
    sandbox.prepare = functools.partial(sandbox.prepare, readable=[{folder!r}])
    print(privileges.can_read_past_permissions())
"""


@confinable
@only_root
@safe_tiers
def test_what_root_keeps_from_others_can_be_made_readable(tier, tmp_path):
    (tmp_path / "module").write_text("the course")
    tmp_path.chmod(0o700)
    warm = textwrap.dedent(CLOSED.format(folder=str(tmp_path)))
    done = student(f"print(open('{tmp_path}/module').read())", tier, warm)
    if not done.stdout.startswith("True"):
        pytest.skip("root lacks the capability here")
    assert done.stdout == "True\nthe course\n", done.stderr


@confinable
@only_root
def test_root_without_the_capability_is_told_what_to_open(tmp_path):
    tmp_path.chmod(0o700)
    program = """
        from autograder import sandbox
        from autograder.sandbox import privileges
        privileges.can_read_past_permissions = lambda: False  # as in Docker
        sandbox.prepare("namespaces", [sys.argv[1]])
    """
    said = run(program, str(tmp_path)).stderr
    assert "cannot read /" in said and "grade as an ordinary user" in said


@confinable
@safe_tiers
def test_only_four_descriptors_and_the_fixed_environment(tier):
    code = """
        def is_open(number):
            try: return bool(os.fstat(number))
            except OSError: return False
        print([number for number in range(5000) if is_open(number)], sorted(os.environ))
    """
    warm = "[os.dup(1) for _ in range(20)]; os.dup2(1, 900)"
    done = student(code, tier, warm)
    assert done.stdout.startswith("[0, 1, 2, 3]")
    assert done.stdout.endswith(f"{sorted([*sandbox.ENVIRONMENT, 'PYTHONPATH'])}\n")


@confinable
@root_and_user
def test_what_the_kernel_says_of_a_student(as_user):
    """Seen from outside: another user, no groups, no capability that matters, no new privileges, a filter."""
    program = """
        import os
        from pathlib import Path
        from autograder import sandbox
        sandbox.prepare("landlock")
        for _ in range(2):
            ready, say = os.pipe()
            child = os.fork()
            if child == 0:
                os.dup2(say, 3)
                sandbox.enter("landlock", sandbox.Limits(), report=3)
                os.write(3, b"x")
                while True: pass
            os.read(ready, 1)
            print(Path(f"/proc/{child}/status").read_text(), end="")
            print("Owner", os.stat(f"/proc/{child}/environ").st_uid, sep=":\\t")
            os.kill(child, 9); os.waitpid(child, 0)
    """
    text = run(program, as_user=as_user).stdout
    lines = [
        dict(line.split(":\t", 1) for line in one.splitlines() if ":\t" in line) for one in text.split("Name:")[1:]
    ]
    assert len(lines) == 2
    for status in lines:
        assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2" and status["Groups"].strip() == ""
        # 4 is CAP_DAC_READ_SEARCH: kept where Python lies in a folder closed to others, see the threat model.
        assert int(status["CapEff"], 16) | int(status["CapPrm"], 16) in (0, 4)
        assert status["Owner"] == "0"  # of files in /proc/PID: root, if the process is not dumpable
        assert int(status["CapInh"], 16) == int(status["CapAmb"], 16) == 0
        assert len(set(status["Uid"].split())) == 1
    if not as_user:
        assert lines[0]["Uid"] != lines[1]["Uid"] and all(int(one["Uid"].split()[0]) > 60000 for one in lines)


@confinable
@safe_tiers
@pytest.mark.parametrize("whom", ["first", "inner"])
@root_and_user
def test_nothing_outlives_the_warm_process(tier, whom, as_user):
    """The reader sees the end of the pipe only when the last process that holds it has ended."""
    program = """
        import os, signal, time
        from autograder import sandbox
        tier, whom = sys.argv[1:]
        sandbox.prepare(tier)
        child = os.fork()
        if child == 0:
            sandbox.enter(tier, sandbox.Limits())
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            print("running", flush=True)
            while True: time.sleep(1)
        time.sleep(0.3)
        if whom == "inner": os.kill(os.getpid(), signal.SIGKILL) if tier == "landlock" else os._exit(3)
        time.sleep(60)
    """
    need(tier, as_user)
    command = fresh_python(program, tier, whom, as_user=as_user)
    with subprocess.Popen(command, env=environment(), stdout=subprocess.PIPE, text=True) as warm:
        assert warm.stdout.readline() == "running\n"
        if whom == "first":
            warm.kill()
        warm.communicate(timeout=5)
        assert warm.returncode in (-signal.SIGKILL, 3)


@confinable
@pytest.mark.parametrize("tier", sandbox.TIERS)
def test_memory_is_bounded_and_asking_for_more_is_an_ordinary_error(tier):
    code = """
        bytearray(100 << 20)
        try: bytearray(300 << 20)
        except MemoryError: print("refused")
    """
    done = student(code, tier, limits=sandbox.Limits(memory_bytes=200 << 20))
    assert (done.stdout, done.returncode) == ("refused\n", 0), done.stderr


@confinable
def test_time_is_bounded_even_where_the_signal_is_ignored():
    few = sandbox.Limits(cpu_seconds=1)
    assert student("while True: pass", limits=few).returncode == -signal.SIGXCPU
    stubborn = "import signal; signal.signal(signal.SIGXCPU, signal.SIG_IGN)\nwhile True: pass"
    assert student(stubborn, limits=few).returncode == -signal.SIGKILL


@pytest.mark.parametrize("name", ["cpu_seconds", "memory_bytes", "threads"])
def test_limits_refuse_nonsense(name):
    with pytest.raises(ValueError, match=f"{name} is 0; expected a number above zero"):
        sandbox.Limits(**{name: 0})


def test_limits_that_a_system_lacks_are_left_out_without_a_sandbox(monkeypatch):
    fake = SimpleNamespace(RLIM_INFINITY=-1, RLIMIT_CPU=0, getrlimit=lambda which: (-1, -1), error=OSError)
    fake.setrlimit = lambda which, pair: calls.append((which, pair))
    calls = []
    monkeypatch.setitem(sys.modules, "resource", fake)
    limits.apply(sandbox.Limits(cpu_seconds=7), size=0, tasks=None, strict=False)
    assert calls == [(0, (7, 8))]
    with pytest.raises(AttributeError):
        limits.apply(sandbox.Limits(), size=0, tasks=None)


def test_the_course_is_readable_and_the_hidden_tests_are_not():
    assert sandbox.visible(os.__file__) and sandbox.visible(sys.modules["pytest"].__file__)
    course = HOUSE / "course"
    assert sandbox.visible(course / "cli.py", [course])
    for name in ("tests/hidden", "solutions", "lessons", "tests/answers"):
        assert not sandbox.visible(HOUSE / name, [course])


def test_folders_closed_to_others_are_found(tmp_path):
    (tmp_path / "package").mkdir(mode=0o755)
    tmp_path.chmod(0o755)
    assert readable.closed_to_others([tmp_path], parents=False) is None
    (tmp_path / "package").chmod(0o700)
    assert readable.closed_to_others([tmp_path], parents=False) == str(tmp_path / "package")
