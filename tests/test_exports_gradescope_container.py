"""What becomes of submissions where the zip is unpacked as Gradescope unpacks it, and its two scripts are run."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import pytest
from gradescope_schema import SCHEMA
from small_exercise import NAME, SOLUTION, dumped, lay
from typer.testing import CliRunner

from autograder.cli import app

BANK = """
def right_sum(x):
    '''a sum'''
    return x + x


def wrong_copy(x):
    '''a number left as it is'''
    return x
"""


@pytest.fixture(scope="module")
def home():
    """A folder laid out as /autograder, with the zip unpacked and setup.sh run, on this Python."""
    if sys.platform != "linux":
        pytest.skip("Gradescope's containers are Linux")
    top = Path(tempfile.mkdtemp(prefix="autograder-"))
    top.chmod(0o755)
    folders = lay(top)
    (top / "answers").mkdir()
    (top / "answers" / "double.py").write_text(BANK)
    command = ["export", "gradescope", str(top / "g.zip"), "--seconds", "5"]
    command += ["--tests", str(folders["tests"]), "--exercises", str(folders["exercises"])]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 0 and "set Autograder points to 6" in done.output, done.output
    home = top / "autograder"
    for name in ("source", "submission", "results"):
        (home / name).mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "zipfile", "-e", top / "g.zip", home / "source"], check=True)
    shutil.copy(home / "source" / "run_autograder", home / "run_autograder")
    done = subprocess.run(
        ["bash", home / "source" / "setup.sh"], env=_environment(home), capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "isolated" in done.stdout
    yield home
    shutil.rmtree(top)


def _environment(home):
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "AUTOGRADER_HOME": str(home), "AUTOGRADER_PYTHON": sys.executable}


@pytest.fixture
def run(home):
    def run(files, before="", settings=()):
        """results.json and what was printed, for these files; `before` is run before, in the same process."""
        shutil.rmtree(home / "submission")
        (home / "submission").mkdir()
        for name, data in files.items():
            (home / "submission" / name).write_bytes(data)
        config = home / "source" / "gradescope.json"
        config.write_text(json.dumps(json.loads(config.read_text()) | {"trusted_class": False} | dict(settings)))
        if before:
            start = before + "\nfrom autograder.exports.gradescope.container import main\nraise SystemExit(main([]))\n"
            command = [sys.executable, "-c", start]
        else:
            command = ["bash", home / "run_autograder"]
        environment = _environment(home) | {"PYTHONPATH": str(home / "source")}
        done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        found = json.loads((home / "results" / "results.json").read_text(encoding="utf-8"))
        jsonschema.validate(found, SCHEMA)
        return found, done.stdout

    return run


# It tries everything that would raise its own score, and then answers wrong.
HOSTILE = """# exercise: double
import os, sys, json
def double(x):
    for path in ({home!r} + "/results/results.json", {home!r} + "/source/gradescope.json"):
        for mode in ("r", "w"):
            try:
                open(path, mode).write(json.dumps({{"score": 100}})) if mode == "w" else print(open(path).read())
                return "opened"
            except OSError:
                pass
    os._exit(0)
"""


def test_right_wrong_and_hostile_submissions(home, run):
    right, said = run({f"{NAME}.ipynb": dumped(SOLUTION)[0], "notes.txt": b"x"})
    assert right["score"] == 6 and {test["status"] for test in right["tests"]} == {"passed"}
    assert "isolated by the sandbox" in said and "graded, 6.0 of 6 points" in said
    names = [test["name"] for test in right["tests"]]
    assert "double: A number is doubled." in names and "pair: f is called once." in names

    wrong, said = run(
        {"my copy.ipynb": dumped(SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x\n"})[0]}
    )
    assert wrong["score"] == 2 and "Hint: Multiply by `2`." in json.dumps(wrong)
    assert "your function behaves exactly like a number left as it is." in json.dumps(wrong)
    assert "test_double__number" in said and "test_double" not in json.dumps(wrong)

    cell = HOSTILE.format(home=str(home))
    hostile, said = run({f"{NAME}.ipynb": dumped(SOLUTION | {"double": cell})[0]})
    assert hostile["score"] == 2 and "opened" not in said
    own = [test for test in hostile["tests"] if test["tags"] == ["double"]]
    assert all(test["status"] == "failed" and test["score"] == 0 for test in own)
    assert json.loads((home / "source" / "gradescope.json").read_text())["secret"] not in json.dumps(hostile)


def test_files_that_cannot_be_graded_say_why(run):
    good = dumped(SOLUTION)[0]
    none, said = run({"essay.txt": b"x"})
    assert none["score"] == 0 and f"{NAME}.ipynb was not handed in." in none["output"] and "essay.txt" in said
    two, _ = run({"a.ipynb": good, "b.ipynb": dumped({})[0]})
    assert (
        two["score"] == 0
        and f"More than one file is this exercise (a.ipynb, b.ipynb). Hand in one, called {NAME}" in two["output"]
    )
    broken, _ = run({f"{NAME}.ipynb": good[:100]})
    assert broken["score"] == 0 and "notebook" in broken["output"]


NO_TIER = """
from autograder import sandbox
from autograder.sandbox import probes
sandbox.probe = lambda: probes.Probe(None, ())
"""
LANDLOCK = """
from autograder import sandbox
from autograder.sandbox import probes
sandbox.probe = lambda: probes.Probe("landlock", ())
"""


def test_without_namespaces_landlock_alone_grades(run):
    found, said = run({f"{NAME}.ipynb": dumped(SOLUTION)[0]}, LANDLOCK)
    assert found["score"] == 6 and "tier landlock" in said


def test_without_any_sandbox_there_is_no_grade_and_the_instructor_is_told(run):
    files = {f"{NAME}.ipynb": dumped(SOLUTION)[0]}
    found, said = run(files, NO_TIER)
    assert "score" not in json.dumps(found) and "not your fault" in found["output"]
    assert "NOT GRADED" in said and "--trusted-class" in said
    found, said = run(files, NO_TIER, {"trusted_class": True})
    assert found["score"] == 6 and "NOT isolated" in said


def test_a_broken_hidden_test_costs_nothing(home, run):
    file = home / "source" / "tests" / "hidden" / f"test_{NAME}.py"
    text = file.read_text()
    file.write_text(
        text + "\n\ndef test_pair__broken(student):\n    '''Broken.'''\n    student.pair(abs, 1)\n    raise KeyError\n"
    )
    try:
        found, said = run({f"{NAME}.ipynb": dumped(SOLUTION)[0]})
    finally:
        file.write_text(text)
    assert "score" not in json.dumps(found) and "grader failure" in said and "costs you nothing" in json.dumps(found)
