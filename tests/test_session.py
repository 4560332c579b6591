"""What `course grade` says and refuses before it grades: where nothing isolates students, or hidden things lie in their sight."""

import io
import signal
import sys

import pytest
from rich.console import Console
from small_exercise import SOLUTION, dumped, lay
from typer.testing import CliRunner

from autograder import sandbox
from autograder.cli import app
from autograder.sandbox import Outcome, Probe, readable
from autograder.session import Session

SAFE = Probe("landlock", (Outcome("read a secret file", True, "stopped: EACCES"),))
UNSAFE = Probe(
    None,
    (Outcome("read a secret file", True, "stopped: EACCES"), Outcome("send by UDP", False, "succeeded: connected")),
    dict.fromkeys(sandbox.SAFE, "not stopped: send by UDP"),
)


def probed(monkeypatch, found):
    monkeypatch.setattr(sandbox, "probe", lambda: found)


@pytest.fixture
def folders(tmp_path):
    """A small exercise, and one notebook handed in."""
    (tmp_path / "handed_in").mkdir()
    (tmp_path / "handed_in" / "student-01.ipynb").write_bytes(dumped(SOLUTION)[0])
    return lay(tmp_path)


def grade(tmp_path, folders, *more):
    options = [part for name, folder in folders.items() for part in (f"--{name}", str(folder))]
    return CliRunner().invoke(
        app, ["grade", str(tmp_path / "handed_in"), "--out", str(tmp_path / "out"), *options, *more]
    )


def test_without_a_safe_tier_nothing_is_run_and_what_helps_is_said(tmp_path, folders, monkeypatch):
    probed(monkeypatch, UNSAFE)
    monkeypatch.setattr("autograder.session.grade", lambda *_: pytest.fail("something was graded"))
    said = grade(tmp_path, folders)
    assert said.exit_code == 2 and not (tmp_path / "out").exists()
    for words in ("not stopped: send by UDP", "WSL2", "libseccomp2", "--trusted-class"):
        assert words in said.stderr


def test_no_student_runs_where_even_a_trusted_class_cannot_be_separated(tmp_path, folders, monkeypatch):
    monkeypatch.delattr("os.fork", raising=False)  # as on Windows
    said = grade(tmp_path, folders, "--trusted-class")
    assert said.exit_code == 2 and "WSL2" in said.stderr and not (tmp_path / "out").exists()


@pytest.mark.parametrize("lies", ["hidden", "solutions", "handed_in", "out"])
def test_what_students_may_not_see_must_not_lie_where_they_can_read(tmp_path, folders, monkeypatch, lies):
    probed(monkeypatch, SAFE)
    monkeypatch.setattr(readable, "SYSTEM", (*readable.SYSTEM, str(tmp_path / lies)))
    (tmp_path / lies).mkdir(exist_ok=True)
    said = grade(tmp_path, folders)
    assert said.exit_code == 2 and f"{lies} lies where students' code can read it" in said.stderr
    assert not (tmp_path / "out" / "secret.key").exists()


@pytest.mark.parametrize(("found", "code"), [(SAFE, 0), (UNSAFE, 1)], ids=["safe", "unsafe"])
def test_the_probe_prints_the_tier_and_every_outcome(monkeypatch, found, code):
    probed(monkeypatch, found)
    said = CliRunner().invoke(app, ["grade", "--probe"], env={"COLUMNS": "200"})
    assert said.exit_code == code
    assert sandbox.explain(found).splitlines()[0] in said.output.replace("\n", " ")
    for outcome in found.outcomes:
        line = next(line for line in said.output.splitlines() if outcome.name in line)
        assert line.startswith("stopped" if outcome.stopped else "NOT stopped")


@pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")
def test_a_bar_shows_progress_rate_and_the_time_that_is_left(tmp_path, folders):
    for number in range(2, 5):
        data = dumped(SOLUTION | {"double": SOLUTION["double"] + f"# {number}\n"})[0]
        (tmp_path / "handed_in" / f"student-{number:02}.ipynb").write_bytes(data)
    said = io.StringIO()
    console = Console(file=said, force_terminal=True, width=120, highlight=False, color_system=None)
    before = signal.getsignal(signal.SIGTERM)
    try:
        session = Session(tmp_path / "handed_in", tmp_path / "out", trusted_class=True, console=console, **folders)
        assert session.run() == 0
    finally:
        signal.signal(signal.SIGTERM, before)
    shown = said.getvalue()
    assert "starting" in shown and "0/4" in shown and "/s" in shown and "0:00:0" in shown
