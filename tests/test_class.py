"""A whole class graded by one command, as an instructor would: right grades, clear files, nothing lost, nothing twice."""

import csv
import json
import os
import re
import stat
import subprocess
import sys
import time

import pytest
from class_of_notebooks import FULL, NAME, class_of_notebooks

from autograder.worker import load
from course.workbook import check_cells

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")]

CLASS = class_of_notebooks()  # what is handed in -> (bytes, points)
SECONDS = 3  # for a cell or a call: an honest one takes a tenth of that on a busy machine, and three of these never end
STUDENT = {what: f"student-{number:02}" for number, what in enumerate(CLASS, 1)}
EXERCISE = load().exercises[NAME]
CHECKS = {cell["id"]: function for _, cell, function in check_cells(EXERCISE.notebook)}


def grade(*arguments):
    command = [sys.executable, "-m", "course", "grade", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=500, env={**os.environ, "COLUMNS": "150"})


def lines(out):
    """The results by what was handed in (or by student, where that is not one of the class)."""
    results = map(json.loads, (out / "results.jsonl").read_text(encoding="utf-8").splitlines())
    what = {student: what for what, student in STUDENT.items()}
    return {what.get(result["student"], result["student"]): result for result in results}


def earned(result):
    return {function: found["points"] for function, found in result["functions"].items()}


def tier():
    """No option where students can be isolated, else the one that says that they are not."""
    from autograder import sandbox

    return () if sandbox.probe().tier in sandbox.SAFE else ("--trusted-class",)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    (folder / "handed_in").mkdir()
    for what, (data, _) in CLASS.items():
        (folder / "handed_in" / f"{STUDENT[what]}.ipynb").write_bytes(data)
    said = grade(folder / "handed_in", "--out", folder / "out", "--seconds", SECONDS, "--workers", 2, *tier())
    return folder, said


def test_everyone_gets_what_they_earned(graded):
    folder, said = graded
    results = lines(folder / "out")
    assert len(CLASS) >= 15 and sorted(results) == sorted(CLASS), said.stdout + said.stderr
    for what, (_, expected) in CLASS.items():
        result = results[what]
        if isinstance(expected, str):
            assert (result["status"], result["points"]) == (expected, None), what
            continue
        assert result["status"] == "graded", (what, result)
        for function, points in earned(result).items():
            if isinstance(expected[function], tuple):
                assert expected[function][0] <= points < expected[function][1], (what, function)
            else:
                assert points == expected[function], (what, function, result["functions"][function])
        assert result["points"] == pytest.approx(sum(earned(result).values()))


def test_statuses_say_why(graded):
    results = lines(graded[0] / "out")
    expected = {
        "empty": "not attempted",
        "loop": "time",
        "exit": "error",
        "hog": "memory",
        "syntax": "error",
        "equal to all": "wrong",
    }
    for what, status in expected.items():
        found = {test["status"] for test in results[what]["functions"]["gradient_descent"]["tests"]}
        assert found - {"passed"} == {status}, what


def test_nbval_is_reported_and_edited_checks_change_nothing(graded):
    results = lines(graded[0] / "out")
    assert results["all right"]["nbval"] == dict.fromkeys(CHECKS, "passed")
    for what in ("positions", "checks edited", "skips"):
        found = {CHECKS[check]: outcome for check, outcome in results[what]["nbval"].items()}
        assert found == dict.fromkeys(FULL, "passed") | {"zigzag_count": "differs"}
    assert "time" in results["loop"]["nbval"].values()


def test_every_result_says_how_students_were_isolated(graded):
    from autograder import sandbox

    expected = "none" if tier() else sandbox.probe().tier
    assert {result["tier"] for result in lines(graded[0] / "out").values()} == {expected}


def test_the_command_says_how_it_went(graded):
    folder, said = graded
    assert said.returncode == 1, "three files could not be read"
    assert said.stderr == ""
    for what, (_, expected) in CLASS.items():
        listed = re.search(rf"\b{STUDENT[what]}\b", said.stdout) is not None
        assert listed == (expected == "unreadable"), "who has no grade is listed, nobody else"
    assert "grades.csv" in said.stdout and NAME in said.stdout
    assert ("is not isolated" in said.stdout) == bool(tier())


def test_grades_are_a_row_a_student(graded):
    with (graded[0] / "out" / "grades.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["student", NAME, "total"] and len(rows) == 1 + len(CLASS)
    points = {student: total for student, _, total in rows[1:]}
    assert float(points[STUDENT["all right"]]) == sum(FULL.values()) and points[STUDENT["empty"]] == "0"
    assert points[STUDENT["cut off"]] == "not decided"


def test_everyone_gets_a_page_without_hidden_tests_in_it(graded):
    folder, _ = graded
    hidden = (folder.parent, "def test_", "assert_close", "student.", "rng.", "hidden/")
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in folder.glob("out/feedback/*/*.html")}
    assert sorted(pages) == sorted(STUDENT.values())
    for student, page in pages.items():
        assert not any(str(word) in page for word in hidden), student
    whole = pages[STUDENT["all right"]]
    assert f"{sum(FULL.values()):g}</strong> of {EXERCISE.full_marks:g}" in whole and "unfinished" not in whole
    assert "SyntaxError" in pages[STUDENT["syntax"]] and "could not be read" in pages[STUDENT["cut off"]]


def test_the_secret_is_the_instructors_alone(graded):
    secret = graded[0] / "out" / "secret.key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert secret.with_name(".gitignore").read_text() == "*\n", "nothing there is ever tracked"
    for path in graded[0].glob("out/**/*"):
        if path.is_file() and path != secret:
            assert secret.read_bytes().strip() not in path.read_bytes()


def test_a_second_run_grades_only_what_is_new(graded):
    folder, _ = graded
    out = folder / "out"
    before = (out / "results.jsonl").read_bytes()
    began = time.monotonic()
    again = grade(folder / "handed_in", "--out", out, "--seconds", SECONDS, *tier())
    assert "0 graded" in again.stdout and again.returncode == 1
    assert (out / "results.jsonl").read_bytes() == before
    assert time.monotonic() - began < 60, "no worker was needed"
    (folder / "handed_in" / f"{STUDENT['empty']}.ipynb").write_bytes(CLASS["all right"][0])
    page = out / "feedback" / STUDENT["all right"] / f"{NAME}.html"
    page.unlink()
    third = grade(folder / "handed_in", "--out", out, "--seconds", SECONDS, *tier())
    assert "0 graded" in third.stdout, "the same bytes were graded for someone else already"
    assert lines(out)["empty"]["points"] == sum(FULL.values()) and page.exists()


def test_order_and_number_of_workers_change_no_grade(graded, tmp_path):
    folder, _ = graded
    chosen = ["aliased", "all right", "syntax", "forward", "exit", "positions"]
    for number, what in enumerate(chosen):
        (tmp_path / "again" / f"s{number}").mkdir(parents=True)
        (tmp_path / "again" / f"s{number}" / f"{NAME}.ipynb").write_bytes(CLASS[what][0])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.key").write_bytes((folder / "out" / "secret.key").read_bytes())
    said = grade(tmp_path / "again", "--out", tmp_path / "out", "--seconds", SECONDS, "--workers", 1, *tier())
    assert said.returncode == 0 and "one folder per student" in said.stdout
    first, second = lines(folder / "out"), lines(tmp_path / "out")
    for number, what in enumerate(chosen):
        assert second[f"s{number}"] == first[what] | {"student": f"s{number}"}
