"""The command `course grade`: interrupted or left alone it ends in the same grades, once each, and says what went wrong."""

import signal
import sys

import grading_runs
import pytest
from grading_runs import attempts, correct, lines, recorded, run, start, wait_for
from processes import descendants, gone_within
from small_exercise import HIDDEN, NAME, SOLUTION, dumped, lay
from typer.testing import CliRunner

from autograder.cli import app
from autograder.gradebook import Gradebook

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")
handed_in = grading_runs.handed_in


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(handed_in):
    going = start(handed_in, "--workers", "1")
    wait_for(lambda: recorded(handed_in) >= 2)
    processes = {going.pid} | descendants(going.pid)
    going.send_signal(signal.SIGINT)
    said, _ = going.communicate(timeout=30)
    assert going.returncode == 130 and "goes on from here" in said and "Traceback" not in said
    assert gone_within(processes, 1.0)
    done = len(lines(handed_in))
    assert 2 <= done < 12 and (handed_in / "out" / "grades.csv").exists()
    assert run(handed_in).returncode == 0
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
