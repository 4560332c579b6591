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

pytestmark = [pytest.mark.slow, pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")]

CLASS = class_of_notebooks()


def grade(*arguments):
    command = [sys.executable, "-m", "course", "grade", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=500, env={**os.environ, "COLUMNS": "150"})


def lines(out):
    results = map(json.loads, (out / "results.jsonl").read_text(encoding="utf-8").splitlines())
    return {result["student"]: result for result in results}


def earned(result):
    return {function: found["points"] for function, found in result["functions"].items()}


def tier():
    """No option where students can be isolated, else the one that says that they are not."""
    from autograder import sandbox

    return () if sandbox.probe().tier in sandbox.SAFE else ("--trusted-class",)


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    for student, (data, _) in CLASS.items():
        (folder / "handed_in").mkdir(exist_ok=True)
        (folder / "handed_in" / f"{student}.ipynb").write_bytes(data)
    said = grade(folder / "handed_in", "--out", folder / "out", "--seconds", 5, "--workers", 2, *tier())
    return folder, said


def test_everyone_gets_what_they_earned(graded):
    folder, said = graded
    results = lines(folder / "out")
    assert len(CLASS) >= 15 and sorted(results) == sorted(CLASS), said.stdout + said.stderr
    for student, (_, expected) in CLASS.items():
        result = results[student]
        if isinstance(expected, str):
            assert (result["status"], result["points"]) == (expected, None), student
            continue
        assert result["status"] == "graded", (student, result)
        for function, points in earned(result).items():
            if isinstance(expected[function], tuple):
                assert expected[function][0] <= points < expected[function][1], (student, function)
            else:
                assert points == expected[function], (student, function, result["functions"][function])
        assert result["points"] == pytest.approx(sum(earned(result).values()))


def test_statuses_say_why(graded):
    results = lines(graded[0] / "out")
    expected = {
        "hal_empty": "not attempted",
        "ida_loop": "time",
        "jo_exit": "error",
        "kim_hog": "memory",
        "lea_syntax": "error",
        "uma_equal_to_all": "wrong",
    }
    for student, status in expected.items():
        found = {test["status"] for test in results[student]["functions"]["gradient_descent"]["tests"]}
        assert found - {"passed"} == {status}, student


def test_nbval_is_reported_and_edited_checks_change_nothing(graded):
    results = lines(graded[0] / "out")
    assert set(results["ada"]["nbval"].values()) == {"passed"}
    for student in ("gil_positions", "oli_checks_edited", "vic_skips"):
        assert results[student]["nbval"] == {
            "check-numerical-gradient": "passed",
            "check-gradient-descent": "passed",
            "check-zigzag-count": "differs",
        }
    assert results["ida_loop"]["nbval"]["check-gradient-descent"] == "time"


def test_the_command_says_how_it_went(graded):
    folder, said = graded
    assert said.returncode == 1, "three files could not be read"
    assert said.stderr == ""
    for student, (_, expected) in CLASS.items():
        listed = re.search(rf"\b{student}\b", said.stdout) is not None
        assert listed == (expected == "unreadable"), "who has no grade is listed, nobody else"
    assert "grades.csv" in said.stdout and NAME in said.stdout
    assert ("is not isolated" in said.stdout) == bool(tier())


def test_grades_are_a_row_a_student(graded):
    with (graded[0] / "out" / "grades.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["student", NAME, "total"] and len(rows) == 1 + len(CLASS)
    points = {student: total for student, _, total in rows[1:]}
    assert float(points["ada"]) == sum(FULL.values()) and points["hal_empty"] == "0"
    assert points["xia_cut_off"] == "not decided"


def test_everyone_gets_a_page_without_hidden_tests_in_it(graded):
    folder, _ = graded
    hidden = (folder.parent, "def test_", "assert_close", "student.", "rng.", "hidden/")
    pages = {path.parent.name: path.read_text(encoding="utf-8") for path in folder.glob("out/feedback/*/*.html")}
    assert sorted(pages) == sorted(CLASS)
    for student, page in pages.items():
        assert not any(str(word) in page for word in hidden), student
    assert "10</strong> of 8" in pages["ada"] and "unfinished" not in pages["ada"]
    assert "SyntaxError" in pages["lea_syntax"] and "could not be read" in pages["xia_cut_off"]


def test_the_secret_is_the_instructors_alone(graded):
    secret = graded[0] / "out" / "secret.key"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    for path in graded[0].glob("out/**/*"):
        if path.is_file() and path != secret:
            assert secret.read_bytes().strip() not in path.read_bytes()


def test_a_second_run_grades_only_what_is_new(graded):
    folder, _ = graded
    out = folder / "out"
    before = (out / "results.jsonl").read_bytes()
    began = time.monotonic()
    again = grade(folder / "handed_in", "--out", out, "--seconds", 5, *tier())
    assert "0 graded" in again.stdout and again.returncode == 1
    assert (out / "results.jsonl").read_bytes() == before
    assert time.monotonic() - began < 60, "no worker was needed"
    (folder / "handed_in" / "hal_empty.ipynb").write_bytes(CLASS["ada"][0])
    page = out / "feedback" / "ben" / f"{NAME}.html"
    page.unlink()
    third = grade(folder / "handed_in", "--out", out, "--seconds", 5, *tier())
    assert "0 graded" in third.stdout, "the same bytes were graded for someone else already"
    assert lines(out)["hal_empty"]["points"] == 10 and page.exists()


def test_order_and_number_of_workers_change_no_grade(graded, tmp_path):
    folder, _ = graded
    chosen = ["eve_aliased", "ada", "lea_syntax", "finn_forward", "jo_exit", "gil_positions"]
    for number, student in enumerate(chosen):
        (tmp_path / "again" / f"s{number}").mkdir(parents=True)
        (tmp_path / "again" / f"s{number}" / f"{NAME}.ipynb").write_bytes(CLASS[student][0])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "secret.key").write_bytes((folder / "out" / "secret.key").read_bytes())
    said = grade(tmp_path / "again", "--out", tmp_path / "out", "--seconds", 5, "--workers", 1, *tier())
    assert said.returncode == 0 and "one folder per student" in said.stdout
    first, second = lines(folder / "out"), lines(tmp_path / "out")
    for number, student in enumerate(chosen):
        assert second[f"s{number}"] == first[student] | {"student": f"s{number}"}
