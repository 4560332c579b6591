"""The sandbox: every forbidden thing is tried in every safe tier, as root and as an ordinary user, and honest work goes on."""

import json
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import asdict
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder import sandbox
from autograder.sandbox import attempts, kernel, landlock, limits, probes, readable, seccomp, tiers

HOUSE = Path(__file__).resolve().parent.parent
AS_USER = str(HOUSE / "tests" / "as_ordinary_user.py")
LACKING = (
    "" if sys.platform == "linux" and landlock.abi() and not seccomp.problem() else "no Landlock or libseccomp here"
)
confinable = pytest.mark.skipif(bool(LACKING), reason=LACKING or "runs")
ROOT = hasattr(os, "geteuid") and os.geteuid() == 0


def fresh_python(program: str, *arguments: str, as_user: bool = False) -> list[str]:
    start = f"import sys; sys.path[:] = {sys.path!r}\n"
    command = [sys.executable, "-c", start + textwrap.dedent(program), *arguments]
    return [sys.executable, AS_USER, *command] if as_user and ROOT else command


def run(program: str, *arguments: str, as_user: bool = False, timeout=60) -> subprocess.CompletedProcess:
    environment = sandbox.ENVIRONMENT | {"PYTHONPATH": str(HOUSE)}
    command = fresh_python(program, *arguments, as_user=as_user)
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=timeout)


def student(code: str, tier="landlock", warm="", limits=sandbox.Limits(), as_user=False) -> subprocess.CompletedProcess:  # noqa: B008
    """Run code as a student's process in a tier. Its return code is the process's own status, as Popen gives it."""
    program = """
        import os, sys
        from autograder import sandbox
        exec(sys.argv[4])
        sandbox.prepare(sys.argv[1])
        child = os.fork()
        if child == 0:
            sandbox.enter(sys.argv[1], sandbox.Limits(**eval(sys.argv[2])))
            exec(sys.argv[3])
            sys.stdout.flush()
            os._exit(0)
        print("status", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    """
    done = run(program, tier, repr(asdict(limits)), textwrap.dedent(code), textwrap.dedent(warm), as_user=as_user)
    head, found, status = done.stdout.rpartition("status ")
    assert found, done.stderr
    return subprocess.CompletedProcess(done.args, int(status), head, done.stderr)


@pytest.fixture(params=["root", "user"])
def as_user(request):
    if request.param == "root" and not ROOT:
        pytest.skip("not root here")
    return request.param == "user"


def rehearse(tier: str, abi=None, as_user=False, limits=None):
    program = """
        import json
        from autograder.sandbox import probes, Limits
        tier, abi, limits = json.loads(sys.argv[1])
        outcomes, reason = probes.rehearse(tier, abi, Limits(**limits) if limits else None)
        print(json.dumps([[[one.name, one.stopped, one.detail] for one in outcomes], reason]))
    """
    done = run(program, json.dumps([tier, abi, limits]), as_user=as_user)
    assert done.returncode == 0, done.stderr
    outcomes, reason = json.loads(done.stdout)
    if reason and "does not allow namespaces" in reason:
        pytest.skip(reason)
    return {name: (stopped, detail) for name, stopped, detail in outcomes}, reason


# -- the probe ----------------------------------------------------------------------------------------------------------


@confinable
@pytest.mark.parametrize("tier", sandbox.SAFE)
def test_every_attempt_is_stopped(tier, as_user):
    outcomes, reason = rehearse(tier, as_user=as_user)
    assert reason is None
    assert set(outcomes) == set(attempts.ATTEMPTS) and len(outcomes) >= 30
    assert all(stopped for stopped, _ in outcomes.values())


@confinable
@pytest.mark.parametrize("abi", [1, 2, 3])
def test_older_landlocks_that_count_as_safe_stop_everything_too(abi, as_user):
    outcomes, reason = rehearse("landlock", abi, as_user)
    assert reason is None and all(stopped for stopped, _ in outcomes.values())


@confinable
def test_without_a_sandbox_the_attempts_succeed():
    """Otherwise they would prove nothing."""
    roomy = asdict(sandbox.Limits(memory_bytes=4 << 30))
    outcomes, reason = rehearse("none", limits=roomy)
    assert reason.startswith("not stopped")
    without_meaning = {"find the user's environment variables", "use an inherited descriptor"}  # tested below
    if not ROOT:  # what the host itself refuses its users, or may refuse
        without_meaning |= {
            "mount a file system",
            "make a namespace",
            "use the kernel's ring of requests",
            "trace another process",
        }
        without_meaning |= {"read another process's memory", "read another process's memory as a file"}
    left = {name: detail for name, (_, detail) in outcomes.items() if not detail.startswith("succeeded")}
    assert set(left) <= without_meaning, left


def test_the_attempts_that_no_tier_lets_through_can_succeed(monkeypatch, tmp_path):
    (tmp_path / "secret").write_text("x")
    monkeypatch.setenv("A_SECRET", "x")
    assert "A_SECRET" in attempts.inherited_environment(None)
    with open(tmp_path / "secret") as file:
        assert "1 bytes" in attempts.inherited_descriptor(SimpleNamespace(inherited=file.fileno()))


@confinable
def test_an_attempt_that_breaks_does_not_count_as_stopped():
    program = """
        from autograder import sandbox
        from autograder.sandbox import probes
        def wrong(stage): raise ValueError("typing error in the attempt")
        def busy(stage): raise OSError(16, "busy")
        def crash(stage): import ctypes; ctypes.string_at(0)
        sandbox.prepare("landlock")
        for function in (wrong, busy, crash):
            outcome = probes._try_one("landlock", sandbox.Limits(), "", function, None)
            print(outcome.stopped, outcome.detail)
    """
    lines = run(program).stdout.splitlines()
    assert len(lines) == 3 and all(line.startswith("False") for line in lines), lines


@pytest.fixture
def probe():
    probes.probe.cache_clear()
    yield probes.probe
    probes.probe.cache_clear()


@confinable
@pytest.mark.parametrize(("abi", "safe"), [(0, False), (1, True), (3, True)])
def test_probe_with_an_older_landlock(probe, abi, safe):
    found = probe(abi)
    assert (found.tier in sandbox.SAFE) == safe and found.abi == min(abi, landlock.abi())
    assert probe(abi) is found  # once per process


def refusal(found) -> str:
    assert found.tier is None and set(found.missing) == set(sandbox.SAFE)
    sentence = sandbox.explain(found)
    for help_ in ("WSL2", "Linux container", "libseccomp2", "--trusted-class"):
        assert help_ in sentence
    return sentence


def test_no_landlock_is_refused_with_a_sentence_that_helps(probe, monkeypatch):
    monkeypatch.setattr(landlock, "abi", lambda: 0)
    monkeypatch.setattr(sys, "platform", "linux")
    assert "Linux 5.13" in refusal(probe())


@pytest.mark.parametrize("system", ["darwin", "win32"])
def test_other_systems_are_refused_with_a_sentence_that_helps(probe, monkeypatch, system):
    monkeypatch.setattr(sys, "platform", system)
    assert "needs Linux" in refusal(probe())


def test_missing_libseccomp_is_named(probe, monkeypatch, tmp_path):
    monkeypatch.setattr(sys, "platform", "linux")
    (tmp_path / "pyseccomp.py").write_text("raise RuntimeError('Unable to find libseccomp')")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    assert "the library libseccomp is missing (package libseccomp2 on Debian" in refusal(probe())
    monkeypatch.setitem(sys.modules, "pyseccomp", None)
    assert "pip install pyseccomp" in seccomp.problem()


@confinable
def test_the_chosen_tier_is_told_with_what_was_tried(probe):
    found = probe()
    sentence = sandbox.explain(found)
    assert f'"{found.tier}"' in sentence and f"{len(attempts.ATTEMPTS)} forbidden things tried" in sentence


@pytest.fixture(scope="module")
def font_cache(tmp_path_factory):
    """Made once: Matplotlib looks through all fonts at its first import, which takes seconds."""
    folder = tmp_path_factory.mktemp("fonts")
    for path in (folder, *folder.parents[:3]):
        path.chmod(path.stat().st_mode | 0o055)
    return str(folder)


# -- entering ----------------------------------------------------------------------------------------------------------


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
@pytest.mark.parametrize("tier", sandbox.SAFE)
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


@confinable
@pytest.mark.parametrize("tier", sandbox.SAFE)
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
            print(Path(f"/proc/{child}/status").read_text())
            os.kill(child, 9); os.waitpid(child, 0)
    """
    text = run(program, as_user=as_user).stdout
    lines = [
        dict(line.split(":\t", 1) for line in one.splitlines() if ":\t" in line) for one in text.split("Name:")[1:]
    ]
    assert len(lines) == 2
    for status in lines:
        assert status["NoNewPrivs"] == "1" and status["Seccomp"] == "2" and status["Groups"].strip() == ""
        assert int(status["CapEff"], 16) | int(status["CapPrm"], 16) in (
            0,
            4,
        )  # 4: CAP_DAC_READ_SEARCH, see the threat model
        assert int(status["CapInh"], 16) == int(status["CapAmb"], 16) == 0
        assert len(set(status["Uid"].split())) == 1
    if not as_user:
        assert lines[0]["Uid"] != lines[1]["Uid"] and all(int(one["Uid"].split()[0]) > 60000 for one in lines)


@confinable
@pytest.mark.parametrize("tier", sandbox.SAFE)
@pytest.mark.parametrize("whom", ["first", "inner"])
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
    command = fresh_python(program, tier, whom, as_user=as_user)
    environment = sandbox.ENVIRONMENT | {"PYTHONPATH": str(HOUSE)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as warm:
        assert warm.stdout.readline() == "running\n"
        if whom == "first":
            warm.kill()
        warm.communicate(timeout=5)
        assert warm.returncode in (-signal.SIGKILL, 3)


# -- limits ------------------------------------------------------------------------------------------------------------


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


# -- the filter --------------------------------------------------------------------------------------------------------

TRY_EACH = """
    import os, sys
    from autograder import sandbox
    from autograder.sandbox import kernel, seccomp
    sandbox.prepare("landlock")
    for name in getattr(seccomp, sys.argv[1]).split():
        if seccomp.number(name) < 0: continue  # not on this machine
        child = os.fork()
        if child == 0:
            sandbox.enter("landlock", sandbox.Limits())
            try: kernel.syscall(seccomp.number(name), 0, 0, 0, 0, 0, 0)
            except OSError as error: os._exit(error.errno)
            os._exit(0)
        print(name, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@confinable
@pytest.mark.parametrize(("names", "status"), [("REFUSED", 1), ("DEADLY", -signal.SIGSYS)])
def test_every_call_on_a_list_meets_its_fate(names, status):
    fates = dict(line.split() for line in run(TRY_EACH, names).stdout.splitlines())
    assert len(fates) > 20 and set(fates.values()) == {str(int(status))}, fates


def test_no_call_is_on_two_lists():
    names = [*seccomp.ALLOWED.split(), *seccomp.REFUSED.split(), *seccomp.DEADLY.split()]
    assert len(names) == len(set(names))


@confinable
@pytest.mark.parametrize(
    ("call", "said"),
    [
        ("os.fork()", "[Errno 1]"),
        ("kernel.syscall(435, b'', 88)", "[Errno 38]"),  # clone3
        ("kernel.syscall(seccomp.number('clone'), 0x10000000 | 17, 0, 0, 0, 0)", "[Errno 1]"),  # a user namespace
        ("kernel.syscall(seccomp.number('clone'), 0x40010f00, 0, 0, 0, 0)", "[Errno 38]"),  # a thread in a new network
        ("kernel.syscall(seccomp.number('sendto'), 1, b'x', 1, 0, b'address', 7)", "[Errno 38]"),
        ("fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())", "[Errno 38]"),
        ("fcntl.ioctl(1, termios.TIOCSTI, b'x')", "[Errno 38]"),
        ("kernel.prctl(1, 0)", "[Errno 38]"),  # no longer die with the parent
        ("kernel.prctl(kernel.PR_SET_DUMPABLE, 1)", "[Errno 38]"),
        ("os.open(os.__file__, os.O_RDONLY | os.O_TRUNC)", "[Errno 1]"),
        ("os.open('/usr/lib', os.O_TMPFILE | os.O_RDWR)", "[Errno 13]"),
        ("resource.prlimit(os.getppid(), resource.RLIMIT_CPU)", "[Errno 38]"),
    ],
)
def test_calls_are_judged_by_their_arguments(call, said):
    done = student(
        f"try: {call}\nexcept OSError as error: print(error)",
        warm="import fcntl, resource, termios; from autograder.sandbox import kernel, seccomp",
    )
    assert done.stdout.startswith(said), done


@confinable
@pytest.mark.skipif(os.uname().machine != "x86_64" if hasattr(os, "uname") else True, reason="machine code of x86-64")
@pytest.mark.parametrize("door", ["b814000000cd80c3", "b8270000400f05c3"], ids=["i386", "x32"])
def test_other_doors_into_the_kernel_are_shut(door):
    """getpid by the numbers of another ABI: int 0x80, and a number of x32."""
    code = f"""
        import ctypes, mmap
        page = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        page.write(bytes.fromhex("{door}"))
        print("through", ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(page)))())
    """
    assert "through" in student(code, "none").stdout
    done = student(code)
    assert done.returncode == -signal.SIGSYS and "through" not in done.stdout


@confinable
def test_the_filter_can_be_built_for_arm(tmp_path):
    import pyseccomp

    with open(tmp_path / "filter", "w+b") as file:
        seccomp.build(pyseccomp.Arch.AARCH64).export_pfc(file)
    text = (tmp_path / "filter").read_text()
    assert "filter for arch aarch64" in text
    for name in ("openat", "clone", "futex", "ptrace", "execve"):
        assert f'filter for syscall "{name}"' in text
    assert "filter for arch x86_64" not in text


# -- what may be read --------------------------------------------------------------------------------------------------


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


def test_the_package_can_be_imported_where_there_is_no_linux():
    program = """
        import sys
        for name in ("resource", "fcntl", "termios", "pwd", "pyseccomp"):
            sys.modules[name] = None
        sys.platform = "win32"
        from autograder import sandbox
        print(sandbox.probe().tier)
    """
    done = run(program)
    assert done.stdout == "None\n", done.stderr
    assert kernel._libc and tiers.TIERS == ("namespaces", "landlock", "none")
