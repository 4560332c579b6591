"""`course export gradescope`: what results.json says, and what is in the zip."""

import json
import zipfile
from pathlib import Path

import jsonschema
import pytest
from gradescope_schema import SCHEMA
from small_exercise import lay
from typer.testing import CliRunner

from autograder.cli import app
from autograder.exports.gradescope.requirements import requirements
from autograder.exports.gradescope.results import Outcome, not_graded, results
from autograder.exports.gradescope.room import MiB, container_memory, limits
from autograder.worker import load

ROOT = Path(__file__).resolve().parents[1]


def found_by(name, status="passed", line="It works.", hint="", **more):
    return {"name": name, "line": line, "status": status, "hint": hint, **more}


def outcome(functions, status="graded", **more):
    points = None if status != "graded" else sum(one["points"] for one in functions.values())
    most = sum(one["max_points"] for one in functions.values())
    result = {"notebook": "01", "status": status, "points": points, "max_points": most, "functions": functions}
    return Outcome("01", {}, result | {"nbval": {"a": "passed", "b": "differs"}}, **more)


def told(*outcomes, visibility="visible"):
    found = results(list(outcomes), visibility, 1.23)
    jsonschema.validate(json.loads(json.dumps(found)), SCHEMA)
    return found


def test_a_docstring_is_a_case_with_its_share_of_the_points():
    tests = [
        found_by("test_f__a[1]", line="A."),
        found_by("test_f__b", "wrong", "B.", "Look again.", sentence="The result is not the right one."),
        found_by("test_f__a[2]", "time", "A."),
    ]
    found = told(outcome({"f": {"points": 1.0, "max_points": 3, "tests": tests}}, extra=frozenset({"f"})))
    a, b = found["tests"]
    assert (a["name"], a["score"], a["max_score"], a["status"], a["number"]) == (
        "f (extra): A.",
        1.0,
        2.0,
        "failed",
        "1.1",
    )
    assert "did not finish in time" in a["output"] and "1 of 2 cases work." in a["output"]
    assert (b["name"], b["score"], b["number"]) == ("f (extra): B.", 0.0, "1.2")
    assert b["output"] == "The result is not the right one.\nHint: Look again."
    assert found["score"] == 1.0 and found["stdout_visibility"] == "hidden"
    assert "1 of 3 points. 1 of 2 visible checks pass." in found["output"]
    assert "test_f" not in json.dumps(found)


def test_what_is_not_decided_gets_no_score_anywhere():
    good = {"points": 2.0, "max_points": 2, "tests": [found_by("x")]}
    bad = {"points": None, "max_points": 2, "tests": [found_by("y", "grader failure")]}
    for found in (
        told(outcome({"f": good, "g": bad}, "grader failure")),
        told(outcome({"f": good}), Outcome("02", {"h": 1}, sentence="Lost.", decided=False)),
        not_graded("Not your fault."),
    ):
        jsonschema.validate(found, SCHEMA)
        assert "score" not in json.dumps(found)


def test_what_was_not_handed_in_is_a_zero_with_a_sentence():
    found = told(
        outcome({"f": {"points": 2.0, "max_points": 2, "tests": [found_by("x")]}}),
        Outcome("02", {"g": 3, "h": 1}, sentence="Gone."),
    )
    assert found["score"] == 2.0 and found["output"].endswith("02: Gone.")
    assert [test["number"] for test in found["tests"]] == ["1.1", "2.1", "3.1"]
    assert [test.get("score") for test in found["tests"]] == [2.0, 0.0, 0.0]


def test_the_diagnosis_is_said_once_and_visibility_is_passed_on():
    tests = [found_by("x", "wrong", "X."), found_by("y", "wrong", "Y.")]
    function = {"points": 0.0, "max_points": 2, "tests": tests, "behaves_like": {"variant": "wrong_x", "says": "half."}}
    found = told(outcome({"f": function}), visibility="after_due_date")
    assert json.dumps(found).count("your function behaves exactly like half.") == 1 and "wrong_x" not in json.dumps(
        found
    )
    assert found["visibility"] == "after_due_date"


def test_measured_numbers_make_a_leaderboard():
    tests = [
        found_by("x", measured={"accuracy": 0.9, "passes": 20.0}),
        found_by("y", "wrong", measured={"accuracy": 0.8, "passes": 10.0}),
        found_by("z", measured={"gap": 1e-7, "passes": 400.0}),
    ]
    found = told(outcome({"f": {"points": 2.0, "max_points": 3, "tests": tests}}))
    assert found["leaderboard"] == [
        {"name": "problems", "value": 2},
        {"name": "accuracy", "value": 0.85},
        {"name": "passes", "value": 15.0, "order": "asc"},
    ]


def test_limits_fit_a_small_container_and_its_end(tmp_path):
    bundle = load(**lay(tmp_path))
    (tmp_path / "max").write_text(f"{768 * MiB}\n")
    (tmp_path / "none").write_text("max\n")
    files = (str(tmp_path / "missing"), str(tmp_path / "none"), str(tmp_path / "max"))
    assert container_memory(files) == 768 * MiB and container_memory(files[:2]) is None
    small = limits(bundle, 10.0, 570.0, files)
    assert small.memory_bytes == 368 * MiB and small.wall_seconds == 10.0
    assert limits(bundle, 10.0, 60.0, files).wall_seconds == 60.0 / (2 * 6 + 4)


def test_the_lock_is_cut_down_to_what_grades():
    made = requirements(ROOT / "requirements" / "lock.txt")
    names = {line.partition("==")[0] for line in made["requirements.txt"].decode().splitlines() if "==" in line}
    assert {"numpy", "nbval", "pyseccomp", "ipython", "markupsafe"} <= names
    assert not {"jupyterlab", "scipy", "scikit-learn", "hypothesis", "uv"} & names
    assert made["requirements-uv.txt"].startswith(b"uv==") and b"--hash=sha256" in made["requirements.txt"]


def test_the_zip_holds_what_grades_and_nothing_else(tmp_path):
    done = CliRunner().invoke(app, ["export", "gradescope", str(tmp_path / "01.zip"), "--exercise", "01"])
    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "01.zip") as archive:
        names = set(archive.namelist())
        modes = {entry.filename: entry.external_attr >> 16 & 0o777 for entry in archive.infolist()}
    assert {"setup.sh", "run_autograder", "requirements.txt", "course/cli.py", "autograder/worker/__main__.py"} <= names
    assert {name for name in names if name.startswith(("exercises", "solutions", "tests"))} == {
        "exercises/01_intuition_exercises.ipynb",
        "solutions/01_intuition_exercises.ipynb",
        "tests/hidden/test_01_intuition_exercises.py",
        "tests/hidden/conftest.py",
        "tests/answers/gradient_descent.py",
        "tests/answers/numerical_gradient.py",
        "tests/answers/zigzag_count.py",
    }
    assert not [name for name in names if "__pycache__" in name or "pristine" in name]
    assert modes["run_autograder"] == modes["setup.sh"] == 0o755 and modes["gradescope.json"] == 0o600


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["x"], "should be the name of a zip"),
        (["x.zip", "--exercise", "99"], "'99' fits no exercise. There are: 01_"),
        (["x.zip", "--exercise", "0"], "'0' fits several exercises"),
        (["x.zip", "--visibility", "later"], "--visibility later: there are visible, "),
        (["x.zip", "--tests", "nowhere"], "no hidden tests"),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(words, sentence, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["export", "gradescope", *words])
    assert done.exit_code == 2 and sentence in done.output and not list(tmp_path.iterdir())
