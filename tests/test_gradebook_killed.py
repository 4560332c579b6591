"""kill -9 of real commands at any moment, and disks that refuse: the gradebook is whole, and says what is wrong."""

import json
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time

import grading_runs
import pytest
from books import folder_of_results, graded
from grading_runs import lines, recorded, run, start, wait_for
from processes import descendants, gone_within
from small_exercise import HIDDEN, NAME

from autograder.gradebook import Gradebook, GradebookError
from autograder.gradebook.errors import READ_ONLY

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are killed and limited as Linux does it")
handed_in = grading_runs.handed_in

# Sets points by hand again and again, as the command does, and says each one that came back as done.
OVERRIDES = """
import sys
from pathlib import Path
from autograder.bookkeeping.deciding import override
from autograder.bookkeeping.finding import opened

out = Path(sys.argv[1])
for number in range(10_000):
    with opened(out) as book:
        override(lambda *_: None, book, out, ("student-01", "01", None), number, f"decision {number}", False)
    print(number, flush=True)
"""


def command(*words):
    return [sys.executable, "-m", "course", "gradebook", *map(str, words)]


def whole(path):
    """The file is what SQLite calls whole, by another connection than ours."""
    db = sqlite3.connect(path)
    found = db.execute("PRAGMA integrity_check").fetchall(), db.execute("PRAGMA foreign_key_check").fetchall()
    db.close()
    return found == ([("ok",)], [])


def pages_since(out, moment):
    """How many pages of feedback were written later; a gradebook that somebody writes can be opened by nobody else."""
    return sum(page.stat().st_mtime > moment for page in out.glob("feedback/*/*.html"))


def decided(out):
    """The numbers of the overrides that the gradebook holds, and the points that count."""
    with Gradebook(out / "gradebook.sqlite") as book:
        changes = book.overrides().get(("student-01", NAME), [])
        (one,) = book.standing()
    assert [change["reason"] for change in changes] == [f"decision {change['points']:g}" for change in changes]
    return [int(change["points"]) for change in changes], one["points"]


def test_no_decision_that_was_told_is_lost_whenever_the_command_is_killed(tmp_path):
    out, moments, told = folder_of_results(tmp_path, graded()), random.Random(7), []
    for _ in range(6):
        going = subprocess.Popen([sys.executable, "-c", OVERRIDES, out], stdout=subprocess.PIPE, text=True)
        going.stdout.readline()
        time.sleep(moments.uniform(0, 0.25))
        going.kill()
        said = ["0", *going.communicate()[0].split()]
        told.append([int(number) for number in said])
        assert whole(out / "gradebook.sqlite")
    kept, points = decided(out)
    runs = [[]]
    for number in kept:
        runs += [[number]] if number == 0 and runs[-1] else []
        runs[-1] += [number] if number or not runs[-1] else []
    assert len(runs) == len(told)
    for ours, theirs in zip(runs, told, strict=True):
        assert ours[: len(theirs)] == theirs and len(ours) - len(theirs) in (0, 1), "at most the one in flight besides"
    assert points == kept[-1]
    with (out / "results.jsonl").open() as file:  # as it was or as it is, never half of it
        assert all(json.loads(line)["student"] == "student-01" for line in file)


def test_a_regrade_that_is_killed_and_continued_tells_all_changes_and_keeps_decisions(handed_in):
    assert run(handed_in).returncode == 0
    out = handed_in / "out"
    set_by_hand = ["override", out, "s00", "01", "--points", "5", "--reason", "agreed"]
    assert subprocess.run(command(*set_by_hand), capture_output=True).returncode == 0
    (handed_in / "hidden" / f"test_{NAME}.py").write_text(HIDDEN.replace("assert four == 8", "assert four == 9"))
    pages, begun = set(out.glob("feedback/*/*.html")), time.time()
    for written in (0, 2, 6):
        going = start(handed_in, "--workers", "2")
        time.sleep(0.5)  # the first is killed before anything is graded anew
        wait_for(lambda least=written: pages_since(out, begun) >= least)
        family = {going.pid} | descendants(going.pid)
        going.kill()
        going.communicate()
        assert gone_within(family, 2.0) and whole(out / "gradebook.sqlite")
    said = run(handed_in, "--workers", "2")
    assert said.returncode == 0, said.stdout + said.stderr
    assert pages == set(out.glob("feedback/*/*.html")) and recorded(handed_in) == 12
    # Every right answer loses a fifth of four points now; every third was wrong in all and stays so.
    assert "0 gained, 8 lost, 4 as before" in said.stdout, said.stdout
    results = lines(handed_in)
    assert results["s00"]["points"] == 5 and results["s01"]["points"] == pytest.approx(5.2)
    rows = (out / "changes.csv").read_text().splitlines()
    assert sum(bool(re.match(rf"s\d\d,{NAME},double,4,3.2,", row)) for row in rows) == 8
    with Gradebook(out / "gradebook.sqlite") as book:
        counts = [row["student"] for row in book.history()]
    assert {counts.count(student) for student in counts} == {2}, "one result before and one after, whatever was killed"


def test_a_second_command_waits_for_its_turn_while_a_class_is_graded(handed_in):
    going = start(handed_in, "--workers", "1")
    wait_for(lambda: recorded(handed_in) >= 1)
    going.send_signal(signal.SIGSTOP)  # it holds the gradebook for as long as this takes
    for asked in (["show", handed_in / "out"], ["rules", handed_in / "out", "--late", "10%/day"]):
        said = subprocess.run(command(*asked), capture_output=True, text=True)
        assert said.returncode == 2 and "is in use: another command" in said.stderr and "Traceback" not in said.stderr
    going.send_signal(signal.SIGCONT)
    said, _ = going.communicate(timeout=120)
    assert going.returncode == 0, said


@pytest.mark.parametrize("kilobytes", [0, 40, 80, 100])
def test_a_disk_that_takes_no_more_is_told_and_what_was_there_stays(tmp_path, kilobytes):
    out = folder_of_results(tmp_path, graded())
    before = decided(out)
    limited = ["bash", "-c", f'ulimit -f {kilobytes}; exec "$@"', "_"]
    long = "x" * 100_000
    said = subprocess.run(
        limited + command("override", out, "student-01", "01", "--points", 1, "--reason", long),
        capture_output=True,
        text=True,
    )
    assert "Traceback" not in said.stderr and whole(out / "gradebook.sqlite")
    assert said.returncode == 2 and "cannot be written" in said.stderr, said.stderr
    if "the decision is kept" not in said.stderr:
        assert decided(out) == before and "What it held before is still there" in said.stderr
    assert subprocess.run(command("override", out, "student-01", "01", "--points", 2, "--reason", "y")).returncode == 0


def test_on_a_read_only_disk_the_gradebook_can_be_looked_at_and_nothing_changed(tmp_path, monkeypatch):
    out = folder_of_results(tmp_path, graded())
    path = out / "gradebook.sqlite"
    for module in ("autograder.gradebook.store", "autograder.gradebook.errors"):
        monkeypatch.setattr(f"{module}.writable", lambda path: False)
    before = path.read_bytes(), sorted(out.iterdir())
    with Gradebook(path) as book:
        assert [one["points"] for one in book.standing()] == [6]
        with pytest.raises(GradebookError, match=re.escape(READ_ONLY)):
            book.override("student-01", NAME, 1, "x")
    assert (path.read_bytes(), sorted(out.iterdir())) == before
    (out / "gradebook.sqlite-wal").write_bytes(b"of a command that was killed")
    with pytest.raises(GradebookError, match="in the middle of a command"):
        Gradebook(path)
