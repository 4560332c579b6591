"""The learner's commands: what they print, how they end, and that they answer at once."""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from typer.testing import CliRunner

from course import cli
from course.workbook import places, read_notebook, write_notebook
from course.workbook.lab import LabError, command, free_port

ROOT = Path(__file__).resolve().parents[1]
RIGHT = {"double": "# exercise: double\ndef double(x):\n    return 2 * x", "triple": "def triple(x):\n    return 3 * x"}
WRONG = {"double": "# exercise: double\ndef double(x):\n    return x"}

cli._take_up_autograder()


@pytest.fixture
def course(small_course, tmp_path, monkeypatch):
    """The course's commands in a copy of the small course: `course("check", "01")`; `.work` is the learner's folder."""
    here = tmp_path / "course"
    shutil.copytree(small_course, here)
    monkeypatch.setattr(places, "BESIDE", here)
    monkeypatch.delenv("COURSE_WORK", raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words):
        return CliRunner().invoke(cli.app, list(words), prog_name="course", catch_exceptions=False)

    run.here, run.work = here, here / "work"
    return run


@pytest.fixture
def lab(course, monkeypatch):
    """`course lab` without a JupyterLab: what it would have opened is kept in `.opened`."""

    def run(*words):
        return course("lab", *words)

    run.opened = []
    monkeypatch.setattr("course.workbook.lab.open_lab", lambda *what: run.opened.append(what) or 0)
    return run


def answer(work, **sources):
    path = work / "01_small_exercises.ipynb"
    notebook = read_notebook(path)
    for cell in notebook["cells"]:
        cell["source"] = sources.get(cell["id"], cell["source"])
    write_notebook(notebook, path)


def python(*words):
    return subprocess.run([sys.executable, *words], cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


# ---------------------------------------------------------------- the command itself


def test_help_names_every_command_and_every_command_shows_an_example(course):
    names = [info.name or info.callback.__name__ for info in cli.app.registered_commands]
    assert {"lab", "check", "progress", "test", "build"} <= set(names) and len(set(names)) == len(names)
    said = course("--help").output
    for name in names:
        assert re.search(rf"\b{name}\b", said)
        own = course(name, "--help")
        assert own.exit_code == 0 and re.search(rf"Examples?:\s+course {name}\b", own.output), own.output


def test_help_imports_nothing_heavy():
    heavy = "numpy matplotlib jupyter_client jupyterlab nbformat nbclient IPython jupytext jinja2 pytest".split()
    code = f"import sys, course.cli as c; c._take_up_autograder(); print([m for m in {heavy} if m in sys.modules])"
    assert python("-c", code).stdout.strip() == "[]"


def test_python_m_course_is_the_command():
    assert re.fullmatch(r"course \d+\.\d+\.\d+\n", python("-m", "course", "--version").stdout)


@pytest.mark.parametrize(("wrong", "meant"), [("chek", "check"), ("progres", "progress"), ("bild", "build")])
def test_a_wrong_word_is_answered_with_the_nearest(course, wrong, meant):
    result = course(wrong)
    assert result.exit_code == 2 and f"Did you mean '{meant}'?" in result.output


def test_without_the_autograder_the_learners_commands_are_there(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    before = list(cli.app.registered_commands)
    cli._take_up_autograder()
    assert cli.app.registered_commands == before


# ---------------------------------------------------------------- check and progress


def test_from_first_copy_to_all_pass(course, lab):
    """The learner's way: copies, a table, a wrong answer saved with a forged output, then right ones."""
    assert "not begun" in course("check").output
    assert course("check", "01").exit_code == 2 and "no copy of 01_small_exercises yet" in course("check", "01").output
    assert "New in work/: 01_small, 01_small_exercises" in lab().output
    result = course("progress")
    assert "A small lesson" in result.output and "2 not attempted" in result.output and "Next: double" in result.output

    answer(course.work, **WRONG)
    forged = read_notebook(course.work / "01_small_exercises.ipynb")
    right = [{"output_type": "stream", "name": "stdout", "text": "right\n"}]
    forged["cells"][3] |= {"outputs": right, "execution_count": 3}
    write_notebook(forged, course.work / "01_small_exercises.ipynb")
    assert "1 not checked yet" in course("progress").output
    result = course("check")
    assert result.exit_code == 1
    assert re.search(r"off +double\n +off: double\(2\) is 2, expected 4", result.output)
    assert re.search(r"not attempted +triple \(extra\)", result.output) and "0 of 2 exercises pass" in result.output
    assert "1 off, 1 not attempted" in course("progress").output

    answer(course.work, **RIGHT)
    assert "changed since the check" in course("progress").output
    result = course("check", "01_small")
    assert result.exit_code == 0 and "2 of 2 exercises pass" in result.output
    assert "All visible checks pass. Your instructor runs more checks" in result.output
    result = course("progress")
    assert "2 of 2 + 1" in result.output and "done" in result.output and "Everything here passes" in result.output


def test_a_renamed_copy_is_checked_by_its_path(course, lab, tmp_path, monkeypatch):
    lab()
    verdicts = []
    monkeypatch.setattr(
        "course.workbook.report.check", lambda pristine, *_: verdicts.append(pristine) or ([], _Grafted)
    )
    (tmp_path / "elsewhere").mkdir()
    shutil.move(course.work / "01_small_exercises.ipynb", tmp_path / "elsewhere" / "my answers (1).ipynb")
    monkeypatch.chdir(tmp_path / "elsewhere")
    result = course("check", "my answers (1).ipynb")
    assert result.exit_code == 0 and "01_small_exercises" in result.output and len(verdicts) == 1


class _Grafted:
    taken = {}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["check", "02"], "There is no exercise called '02'"),
        (["check", "01_smal_exercise"], "Did you mean 01_small_exercises"),
        (["check", "nowhere/x.ipynb"], "There is no file nowhere/x.ipynb"),
        (["check", "broken.ipynb"], "broken.ipynb is not JSON"),
        (["check", "other.ipynb"], "is not one of this course's exercises"),
        (["check", "--seconds", "0.5", "01"], "--seconds"),
    ],
)
def test_wrong_calls_end_with_2_and_a_sentence(course, tmp_path, words, says):
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "other.ipynb").write_text('{"nbformat": 4, "cells": []}', encoding="utf-8")
    result = course(*words)
    assert result.exit_code == 2 and says in result.output and "Traceback" not in result.output


def test_a_course_without_exercises_says_how_to_make_them(course):
    shutil.rmtree(course.here / "exercises")
    (course.here / "exercises").mkdir()
    for words in (["check", "01"], ["progress"]):
        result = course(*words)
        assert result.exit_code == 2 and "course build" in result.output


# ---------------------------------------------------------------- build and test


def test_build_says_what_is_stale_and_what_mends_it(course):
    result = course("build", "--check")
    assert result.exit_code == 0 and "All products of 2 sources are fresh." in result.output
    result = course("build")
    assert result.exit_code == 0 and "2 already fresh (build them too with --force)" in result.output
    (course.here / "notebooks" / "01_small.ipynb").unlink()
    result = course("build", "--check")
    assert result.exit_code == 1
    assert result.output == "notebooks/01_small.ipynb is missing.\nTo mend it: course build 01_small\n"
    assert course("build", "--check", "01_small_exercises").exit_code == 0
    result = course("build", "nothing")
    assert result.exit_code == 2 and "There is no source lessons/nothing.py" in result.output


def test_arguments_of_test_go_to_pytest(course, monkeypatch):
    calls = []
    monkeypatch.setattr("subprocess.call", lambda words, cwd: calls.append((words[1:], cwd)) or 3)
    (course.here / "tests").mkdir()
    assert course("test", "tests/test_cli.py", "-k", "x y", "--maxfail=2").exit_code == 3
    assert calls == [(["-m", "pytest", "tests/test_cli.py", "-k", "x y", "--maxfail=2"], course.here)]
    monkeypatch.setattr("os.sched_getaffinity", lambda process: {0, 1, 2}, raising=False)
    for words, more in (
        ([], ["-n", "4"]),
        (["-k", "x", "--color=no"], ["-n", "4"]),
        (["-n", "2"], []),
        (["-n0", "-q"], []),
        (["-p", "no:xdist"], []),
        (["--pdb"], []),
    ):
        course("test", *words)
        assert calls.pop()[0] == ["-m", "pytest", *words, *more]
    (course.here / "tests").rmdir()
    course("test", "-q")
    assert calls[1][0] == ["-m", "pytest", "-q", "--nbval", "--nbval-current-env", "notebooks"]
    shutil.rmtree(course.here / "notebooks")
    assert course("test").exit_code == 2 and len(calls) == 2


# ---------------------------------------------------------------- lab


def test_lab_makes_copies_and_passes_options_through(course, lab):
    result = lab("--no-browser", "--port", "8891", "--ServerApp.quit_button=False", "-d")
    assert result.exit_code == 0
    folder, port, browser, options, _ = lab.opened[0]
    assert (folder, port, browser) == (course.work, 8891, False)
    assert options == ["--ServerApp.quit_button=False", "-d"]
    (course.work / "01_small.ipynb").write_text("{", encoding="utf-8")
    assert "kept as 01_small.unreadable-1.ipynb" in lab().output


def test_lab_in_an_installed_package_says_that_lessons_are_not_there(lab, course):
    shutil.rmtree(course.here / "notebooks")
    assert "Only the exercises are here" in lab().output


def test_lab_where_nothing_can_be_written(lab, course, monkeypatch):
    (course.here / "work").write_text("a file", encoding="utf-8")
    result = lab()
    assert result.exit_code == 2 and "cannot be written to" in result.output


def test_a_busy_port_is_refused_and_a_free_one_found():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(LabError, match=f"Port {port} is not free"):
            free_port(port)
        assert free_port() != port
    with pytest.raises(LabError, match="Port 99999 is not free"):
        free_port(99999)


def test_the_server_listens_on_this_machine_only_and_the_learners_options_win(tmp_path):
    words = command(tmp_path, 8890, browser=False, options=["--ServerApp.port=9000"])
    assert "--ServerApp.ip=127.0.0.1" in words and "--no-browser" in words and words[-1] == "--ServerApp.port=9000"
    assert "--LabApp.default_url=/lab" in words and not any("token" in word.lower() for word in words)
    (tmp_path / "00_start_here.ipynb").touch()
    assert "--LabApp.default_url=/lab/tree/00_start_here.ipynb" in command(tmp_path, 8890)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C cannot be sent to one process there")
def test_jupyterlab_opens_answers_and_stops_with_ctrl_c(tmp_path):
    environment = os.environ | {"COURSE_WORK": str(tmp_path / "work"), "PYTHONUNBUFFERED": "1"}
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job would hand down "ignored"
    words = [sys.executable, "-m", "course", "lab", "--no-browser", "--port", str(free_port())]
    process = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    with contextlib.ExitStack() as stack:
        stack.callback(signal.signal, signal.SIGINT, before)
        stack.callback(process.stdout.close)
        stack.callback(process.kill)
        said = ""
        while "Ctrl-C stops it" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
        host, token = re.search(r"(http://127\.0\.0\.1:\d+)/lab\S*\?token=(\w+)", said).groups()
        with urllib.request.urlopen(f"{host}/api/contents?token={token}", timeout=30) as answered:
            assert b"_exercises.ipynb" in answered.read()
        setting = "lab/api/settings/@jupyterlab/apputils-extension:notification"
        with urllib.request.urlopen(f"{host}/{setting}?token={token}", timeout=30) as answered:
            asks = json.load(answered)["schema"]["properties"]["fetchNews"]["default"]
            assert asks == "false", "JupyterLab would ask the learner whether to fetch news"
        with pytest.raises(urllib.error.HTTPError, match="403") as refused:
            urllib.request.urlopen(f"{host}/api/contents", timeout=30)
        refused.value.close()
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=60)
        assert process.returncode == 0 and "Stopping JupyterLab" in rest and "Traceback" not in rest
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=5)
