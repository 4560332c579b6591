"""The coordinator: killed, interrupted or left alone it ends in the same grades, once each, and leaves no process behind."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from small_exercise import HIDDEN, NAME, SOLUTION, dumped, lay
from typer.testing import CliRunner

from autograder.cli import app
from autograder.gradebook import Gradebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

SLOW = "# exercise: double\nimport time\ntime.sleep({seconds})\ndef double(x):\n    return {factor} * x\n"


def command(folder, *more):
    command = [
        sys.executable,
        "-m",
        "course",
        "grade",
        folder / "handed_in",
        "--out",
        folder / "out",
        "--trusted-class",
    ]
    command += ["--tests", folder / "hidden", "--exercises", folder / "exercises", *more]
    return list(map(str, command))


def run(folder, *more):
    return subprocess.run(command(folder, *more), capture_output=True, text=True, timeout=200)


def start(folder, *more):
    return subprocess.Popen(command(folder, *more), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def lines(folder):
    results = map(json.loads, (folder / "out" / "results.jsonl").read_text(encoding="utf-8").splitlines())
    return {result["student"]: result for result in results}


@pytest.fixture
def handed_in(tmp_path):
    """Twelve notebooks that take their time; every third is wrong."""
    lay(tmp_path)
    (tmp_path / "handed_in").mkdir()
    for number in range(12):
        cell = SLOW.format(seconds=0.2 + number / 1000, factor=3 if number % 3 == 0 else 2)
        (tmp_path / "handed_in" / f"s{number:02}.ipynb").write_bytes(dumped(SOLUTION | {"double": cell})[0])
    return tmp_path


def parents():
    """process -> its parent, by /proc."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            found[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            pass
    return found


def children(pid):
    return [child for child, parent in parents().items() if parent == pid]


def family(pid):
    """The process and everything that descends from it."""
    above, found = parents(), {pid}
    while new := {child for child, parent in above.items() if parent in found} - found:
        found |= new
    return found


def alive(pids):
    states = []
    for pid in pids:
        try:
            states.append((pid, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]))
        except OSError:
            pass
    return [pid for pid, state in states if state != "Z"]


def wait_for(condition, seconds=60.0):
    until = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < until, "it did not come to that"
        time.sleep(0.02)
    return found


def recorded(folder):
    """How many results the gradebook's files hold by now, without opening it: the pages are written one by one."""
    return len(list(folder.glob("out/feedback/*/*.html")))


def correct(folder):
    results = lines(folder)
    assert sorted(results) == [f"s{number:02}" for number in range(12)]
    for number in range(12):
        assert results[f"s{number:02}"]["points"] == (2 if number % 3 == 0 else 6), number


def attempts(folder):
    """How many results each student has in the gradebook."""
    with Gradebook(folder / "out" / "gradebook.sqlite") as book:
        students = [row["student"] for row in book.history()]
    return {student: students.count(student) for student in students}


def test_a_run_killed_with_kill_9_leaves_no_process_and_the_next_one_goes_on(handed_in):
    going = start(handed_in, "--workers", "2")
    wait_for(lambda: recorded(handed_in) >= 3)
    processes = family(going.pid)
    assert len(processes) >= 5, "coordinator, two workers, two zygotes"
    done = recorded(handed_in)
    going.kill()
    going.communicate()
    wait_for(lambda: not alive(processes), seconds=5)
    said = run(handed_in, "--workers", "2")
    assert said.returncode == 0
    fresh = int(re.search(r"(\d+) graded in", said.stdout)[1])
    assert fresh <= 12 - done + 1, "at most what was in flight is repeated"
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(handed_in):
    going = start(handed_in, "--workers", "1")
    wait_for(lambda: recorded(handed_in) >= 2)
    processes = family(going.pid)
    going.send_signal(signal.SIGINT)
    said, _ = going.communicate(timeout=30)
    assert going.returncode == 130 and "goes on from here" in said and "Traceback" not in said
    wait_for(lambda: not alive(processes), seconds=5)
    done = len(lines(handed_in))
    assert 2 <= done < 12 and (handed_in / "out" / "grades.csv").exists()
    assert run(handed_in).returncode == 0
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}


@pytest.mark.parametrize("which", ["workers", "zygotes"])
def test_killed_workers_and_zygotes_lose_nothing(handed_in, which):
    going = start(handed_in, "--workers", "2")
    for enough in (2, 5):
        wait_for(lambda: recorded(handed_in) >= enough)  # noqa: B023
        workers = children(going.pid)
        assert len(workers) == 2
        for pid in workers if which == "workers" else [zygote for worker in workers for zygote in children(worker)]:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
    said, _ = going.communicate(timeout=120)
    assert going.returncode == 0, said
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}


def test_a_changed_submission_is_graded_again_and_the_old_attempt_kept(handed_in):
    assert run(handed_in, "--only", "s00", "--only", "s01").returncode == 0
    (handed_in / "handed_in" / "s00.ipynb").write_bytes(dumped(SOLUTION)[0])
    said = run(handed_in, "--only", "s00", "--only", "s01")
    assert "1 graded in" in said.stdout and "1 known from before" in said.stdout
    assert lines(handed_in)["s00"]["points"] == 6
    assert attempts(handed_in) == {"s00": 2, "s01": 1}


def test_changed_hidden_tests_grade_everyone_again(handed_in):
    only = [option for number in range(3) for option in ("--only", f"s{number:02}")]
    run(handed_in, *only)
    file = handed_in / "hidden" / f"test_{NAME}.py"
    file.write_text(HIDDEN.replace("assert four == 8", "assert four == 9"))
    said = run(handed_in, *only)
    assert "3 graded in" in said.stdout
    assert lines(handed_in)["s01"]["points"] == pytest.approx(2 + 4 * 4 / 5)


def test_a_grader_failure_is_listed_exits_1_and_is_tried_again(handed_in):
    file = handed_in / "hidden" / f"test_{NAME}.py"
    file.write_text(HIDDEN.replace("assert four == 8", "assert for_a_typo == 8"))
    said = run(handed_in, "--only", "s01")
    assert said.returncode == 1 and "for_a_typo" in said.stdout and "s01" in said.stdout
    result = lines(handed_in)["s01"]
    assert result["status"] == "grader failure" and result["points"] is None
    assert "not your fault" in next(handed_in.glob("out/feedback/s01/*.html")).read_text(encoding="utf-8")
    run(handed_in, "--only", "s01")
    assert attempts(handed_in) == {"s01": 2}, "it was tried again"


def test_hidden_tests_that_cannot_be_read_stop_the_run_with_their_name(handed_in):
    (handed_in / "hidden" / f"test_{NAME}.py").write_text("import nothing_like_it\n")
    said = run(handed_in, "--only", "s01")
    assert said.returncode == 1 and "No module named 'nothing_like_it'" in said.stdout and said.stderr == ""


def test_two_runs_at_once_do_not_mix(handed_in):
    (handed_in / "out").mkdir()
    with Gradebook(handed_in / "out" / "gradebook.sqlite"):
        said = run(handed_in)
    assert said.returncode == 2 and "in use" in said.stderr and "Traceback" not in said.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "SUBMISSIONS"),
        (["nowhere", "--out", "out"], "nowhere"),
        (["handed_in"], "--out"),
        (["handed_in", "--out", "handed_in"], "another folder"),
        (["hidden", "--out", "out"], "nothing to grade"),
        (["handed_in", "--out", "out", "--tests", "handed_in"], "no hidden tests"),
        (["handed_in", "--out", "hidden/test_01_small_exercises.py"], "is a file"),
        (["handed_in", "--out", "out", "--only", "nobody"], "nothing to grade"),
        (["handed_in", "--out", "out", "--workers", "0"], "workers"),
    ],
)
def test_a_wrong_call_is_told_and_exits_2(tmp_path, monkeypatch, arguments, message):
    lay(tmp_path)
    (tmp_path / "handed_in").mkdir()
    (tmp_path / "handed_in" / "student-01.ipynb").write_bytes(dumped(SOLUTION)[0])
    monkeypatch.chdir(tmp_path)
    folders = [] if "--tests" in arguments else ["--tests", "hidden"]
    more = [*folders, "--exercises", "exercises", "--trusted-class"] if arguments else []
    said = CliRunner().invoke(app, ["grade", *arguments, *more])
    assert said.exit_code == 2 and message in said.stderr, said.output
    assert not (tmp_path / "out" / "gradebook.sqlite").exists()


def test_a_trusted_class_is_told_everywhere_that_it_was_not_isolated(tmp_path):
    lay(tmp_path)
    (tmp_path / "handed_in").mkdir()
    (tmp_path / "handed_in" / "student-01.ipynb").write_bytes(dumped(SOLUTION)[0])
    said = run(tmp_path)
    assert said.returncode == 0 and said.stdout.count("is not isolated") == 2
    assert lines(tmp_path)["student-01"]["tier"] == "none"
    assert "without a sandbox" in next(tmp_path.glob("out/feedback/student-01/*.html")).read_text(encoding="utf-8")
