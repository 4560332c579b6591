"""start.py: what it makes, what it refuses, what it says, and that what was interrupted is repaired. No network is used."""

import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
POSIX = pytest.mark.skipif(os.name == "nt", reason="stands in for programs with shell scripts")


@pytest.fixture
def start(tmp_path, monkeypatch):
    """start.py as a module of its own, in a course folder of its own, with nothing of the host's in the way."""
    folder = tmp_path / "the course"
    (folder / "requirements").mkdir(parents=True)
    for name in ("start.py", "pyproject.toml", "requirements/lock.txt"):
        shutil.copy(ROOT / name, folder / name)
    monkeypatch.delenv("COURSE_VENV", raising=False)
    spec = importlib.util.spec_from_file_location("start_under_test", folder / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def steps(start, monkeypatch):
    """The commands that the set-up runs, none of which is carried out; `steps.fail[word] = output` makes one fail."""

    class Steps(list):
        fail = {}

    done = Steps()

    def run(self, *command):
        words = " ".join(command)
        done.append(words)
        failing = [output for word, output in done.fail.items() if word in words]
        self.said = failing[0] if failing else ""
        return not failing

    monkeypatch.setattr(start.Setup, "run", run)
    monkeypatch.setattr(start, "launch", lambda env, words: 0)
    return done


def pretend_finished(start, env, python="#!/bin/sh\nexit 0\n"):
    """An environment as a finished set-up leaves it, its interpreter a script."""
    program = Path(start.python_in(env))
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(python)
    program.chmod(0o755)
    (env / start.MARK).write_text(start.stamp())


# ---- which Python, which place, which surroundings


@pytest.mark.parametrize("version", [(3, 6), (3, 8), (3, 10)])
def test_an_old_python_gets_one_sentence(version):
    pretend = f"import sys, runpy; sys.version_info = {(*version, 1)}; runpy.run_path('start.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", pretend], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr == f"The course needs Python 3.11 or newer; this is Python {version[0]}.{version[1]}.\n"


def test_a_real_old_python_can_read_start():
    programs = [f"python3.{minor}" for minor in range(6, 11) if shutil.which(f"python3.{minor}")]
    working = [
        name for name in programs if not subprocess.run([name, "-c", ""], capture_output=True, check=False).returncode
    ]
    if not working:
        pytest.skip("no Python from 3.6 to 3.10 on this machine's path")
    for program in working:
        done = subprocess.run([program, "start.py"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert done.stderr.startswith("The course needs Python 3.11 or newer"), program
        assert done.stderr.count("\n") == 1, program


def test_the_environment_lies_in_the_folder_or_where_the_reader_says(start, monkeypatch, tmp_path):
    assert start.place() == start.HERE / ".venv"
    monkeypatch.setenv("COURSE_VENV", os.path.join("~", "there"))
    assert start.place() == Path.home() / "there"


def test_on_windows_the_place_leaves_room_for_jupyterlabs_long_paths(start, monkeypatch):
    monkeypatch.setattr(start, "WINDOWS", True)
    monkeypatch.setattr(start.Path, "home", lambda: start.Path("C:/Users/" + "a" * 20))
    place = start.place()
    assert len(str(place)) + 155 < 260
    monkeypatch.setattr(start, "HERE", start.HERE / "another copy")
    assert start.place() != place  # each copy of the course has its own


def test_the_hosts_python_does_not_leak_in(start, monkeypatch, tmp_path):
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHONOPTIMIZE", "VIRTUAL_ENV", "CONDA_PREFIX", "PIP_TARGET", "PIP_USER"):
        monkeypatch.setenv(name, "/elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy:1")
    ours = start.surroundings(tmp_path)
    assert "/elsewhere" not in ours.values()
    assert ours["VIRTUAL_ENV"] == str(tmp_path)
    assert ours["PATH"].split(os.pathsep)[0] == os.path.dirname(start.python_in(tmp_path))
    assert ours["HTTPS_PROXY"] == "http://proxy:1"


# ---- what is trusted


@POSIX
def test_a_finished_environment_is_trusted(start, tmp_path):
    pretend_finished(start, start.place())
    assert start.ready(start.place())


@POSIX
@pytest.mark.parametrize("file", ["pyproject.toml", "requirements/lock.txt"])
def test_a_changed_course_is_not(start, file):
    pretend_finished(start, start.place())
    with open(start.HERE / file, "a") as changed:
        changed.write("# one more line\n")
    assert not start.ready(start.place())


@POSIX
def test_a_moved_course_is_not(start, monkeypatch, tmp_path):
    pretend_finished(start, start.place())
    shutil.move(start.HERE, tmp_path / "moved")
    for name in ("HERE", "LOCK"):
        monkeypatch.setattr(start, name, tmp_path / "moved" / getattr(start, name).relative_to(tmp_path / "the course"))
    assert (start.place() / start.MARK).exists()
    assert not start.ready(start.place())


@POSIX
@pytest.mark.parametrize("python", ["#!/bin/sh\nexit 1\n", "#!/no/such/interpreter\n"])
def test_a_broken_interpreter_is_not(start, python):
    pretend_finished(start, start.place(), python)
    assert not start.ready(start.place())


def test_a_half_made_environment_is_not(start):
    start.place().mkdir()
    assert not start.ready(start.place())
    (start.place() / start.MARK).write_text("unfinished")
    assert not start.ready(start.place())


# ---- the set-up


def test_the_fast_way(start, steps, capsys):
    assert start.main([]) == 0
    venv, _, fetch, lock, project = steps
    assert "-m venv --without-pip" in venv
    assert "pip --python" in fetch and "--require-hashes" in fetch
    assert "uv pip install" in lock and "--require-hashes" in lock and lock.endswith("lock.txt")
    assert "uv pip install" in project and "--no-deps" in project and "--editable" in project
    pinned = (start.place() / "uv.txt").read_text()
    assert pinned.startswith("uv==") and pinned.count("uv==") == 1 and "--hash=sha256:" in pinned
    assert (start.place() / start.MARK).read_text() == start.stamp()
    assert "Ready after" in capsys.readouterr().out


def test_without_uv_pip_does_the_same(start, steps, capsys):
    steps.fail["-r " + str(start.place() / "uv.txt")] = "No matching distribution found for uv"
    assert start.main([]) == 0
    assert not any("-m uv" in words for words in steps)
    assert sum(words.endswith("lock.txt") and "--require-hashes" in words for words in steps) == 1
    assert "--editable" in steps[-1]
    assert "a few minutes" in capsys.readouterr().out


def test_where_uv_cannot_fetch_pip_may(start, steps):
    steps.fail["-m uv pip install"] = "error sending request"
    assert start.main([]) == 0
    assert steps[-1].endswith(str(start.HERE)) and "-m pip" in steps[-1]


def test_without_pip_in_the_host_pythons_own_is_used(start, steps):
    steps.fail[f"{sys.executable} -P -m pip"] = "No module named pip"
    assert start.main([]) == 0
    assert any("ensurepip" in words for words in steps)


OFFLINE = "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution"


@pytest.mark.parametrize(
    ("failing", "output", "sentence"),
    [
        ("uv.txt", OFFLINE, "the network or the package index does not answer"),
        ("pip install", "error: failed to write: No space left on device (os error 28)", "The disk is full"),
        ("uv.txt", "OSError: [Errno 28] No space left on device", "The disk is full"),
        ("-m pip", "No module named pip", "This Python has no pip"),
        ("-m venv", "Error: this Python is odd", "Error: this Python is odd"),
        ("--editable", "hatchling broke", "hatchling broke"),
    ],
)
def test_a_failure_is_told_plainly_and_not_trusted(start, steps, failing, output, sentence):
    steps.fail[failing] = output
    if sentence == "This Python has no pip":
        steps.fail["ensurepip"] = "No module named ensurepip"
    said = start.main([])
    assert sentence in said
    assert "Traceback" not in said
    assert not start.ready(start.place())
    steps.fail.clear()
    assert start.main([]) == 0, "the same command again should have repaired it"


def test_a_full_disk_while_writing_ourselves(start, steps, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(start.Setup, "clear", full)
    assert "The disk is full" in start.main([])


def test_a_folder_that_cannot_be_written(start, steps, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", str(start.place()))

    monkeypatch.setattr(start, "alone", refuse)
    said = start.main([])
    assert "Cannot write here" in said and "COURSE_VENV" in said


def test_ctrl_c_is_clean_and_repaired(start, steps, monkeypatch, capsys):
    run = start.Setup.run

    def interrupted(self, *command):
        raise KeyboardInterrupt

    monkeypatch.setattr(start.Setup, "run", interrupted)
    assert start.main([]) == 130
    assert "Stopped" in capsys.readouterr().out
    (start.place() / "bin").mkdir()
    (start.place() / "bin" / "half").write_text("a file")
    monkeypatch.setattr(start.Setup, "run", run)
    assert start.main([]) == 0
    assert "made anew" in capsys.readouterr().out
    assert not (start.place() / "bin" / "half").exists()


def test_a_folder_with_other_things_is_never_emptied(start, steps, monkeypatch, tmp_path):
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "chapter1.md").write_text("years of work")
    monkeypatch.setenv("COURSE_VENV", str(tmp_path / "thesis"))
    assert "holds other things" in start.main([])
    assert [path.name for path in (tmp_path / "thesis").iterdir()] == ["chapter1.md"]


# ---- running commands, waiting for each other, becoming the course


def test_a_command_is_judged_and_remembered(start):
    with start.alone(start.place()) as lock:
        setup = start.Setup(start.place(), lock)
        assert setup.run(sys.executable, "-c", "print('fine')")
        assert not setup.run(sys.executable, "-c", "import sys; sys.exit('No space left on device')")
        assert "No space left" in setup.said


SECOND = "import start\nwith start.alone(start.place()): print('mine')"


def python(start, code):
    environment = start.surroundings(start.place()) | {"PYTHONUNBUFFERED": "1"}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    return subprocess.Popen([sys.executable, "-c", code], cwd=start.HERE, env=environment, **pipes)


def test_two_starts_wait_for_each_other(start):
    with python(start, "import start\nwith start.alone(start.place()): print('held'); input()") as first:
        assert first.stdout.readline() == "held\n"
        with python(start, SECOND) as second:
            assert second.stdout.readline().startswith("Another start.py")
            first.communicate("go on\n", timeout=30)
            assert second.communicate(timeout=30)[0] == "mine\n"


@POSIX
def test_what_a_killed_start_began_is_waited_for_too(start):
    begun, end = start.HERE / "begun", start.HERE / "end"
    child = (
        "import pathlib, time\npathlib.Path('begun').touch()\nwhile not pathlib.Path('end').exists(): time.sleep(0.02)"
    )
    holding = (
        "with start.alone(start.place()) as lock: start.Setup(start.place(), lock).run(sys.executable, '-c', CHILD)"
    )
    with python(start, f"import sys, start\nCHILD = {child!r}\n{holding}") as first:
        deadline = time.monotonic() + 30
        while not begun.exists() and time.monotonic() < deadline:
            time.sleep(0.02)
        first.kill()
    with python(start, SECOND) as second:
        assert second.stdout.readline().startswith("Another start.py")
        end.touch()
        assert second.communicate(timeout=30)[0] == "mine\n"


@POSIX
@pytest.mark.parametrize(
    ("words", "meant"), [([], "lab"), (["check", "01 intuition.ipynb"], "check|01 intuition.ipynb")]
)
def test_the_words_go_to_the_course(start, words, meant):
    record = '#!/bin/sh\n[ "$2" = "-c" ] && exit 0\nIFS="|"; shift 3; echo "$*"; exit 7\n'
    pretend_finished(start, start.place(), record)
    command = [sys.executable, str(start.HERE / "start.py"), *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.stdout, done.returncode) == (meant + "\n", 7)
