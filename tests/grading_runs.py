"""The command `course grade` on twelve small notebooks, as a process of its own that can be interrupted and killed."""

import json
import subprocess
import sys
import time

import pytest
from small_exercise import SOLUTION, dumped, lay

from autograder.gradebook import Gradebook

SLOW = "# exercise: double\nimport time\ntime.sleep({seconds})\ndef double(x):\n    return {factor} * x\n"


TRUSTED = ("--trusted-class",)


def command(folder, *more, isolated=TRUSTED):
    command = [sys.executable, "-m", "course", "grade", folder / "handed_in", "--out", folder / "out", *isolated]
    command += ["--tests", folder / "hidden", "--exercises", folder / "exercises", *more]
    return list(map(str, command))


def run(folder, *more, **options):
    return subprocess.run(command(folder, *more, **options), capture_output=True, text=True, timeout=200)


def start(folder, *more, **options):
    whole = command(folder, *more, **options)
    return subprocess.Popen(whole, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def best_tier():
    """The options for the safest tier that this host has: none, or the one that says that there is no sandbox."""
    from autograder import sandbox

    return () if sandbox.probe().tier in sandbox.SAFE else TRUSTED


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
