"""Hostile submissions against the real engine, in every tier that this machine has, as root and as an ordinary user.

The programs lie in tests/attacks, one a file, each with what must become of it (attack_programs.py says how); attack_runs.py
hands them in. As root all are run as root, and a sample of them once more as an ordinary user.
"""

import functools
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from attack_programs import KEYS, programs
from confined import AS_USER, HOUSE, LACKING, ROOT, need, only_root

pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING or "runs")

from autograder import sandbox  # noqa: E402
from autograder.statuses import TEST  # noqa: E402
from autograder.worker import load  # noqa: E402

ALL = programs()
RUN = [one for one in ALL if not one.defines("make")]
MALFORMED = [one for one in ALL if one.defines("make")]
SAMPLE = 5  # as root, every fifth program is run again as an ordinary user; all are where there is no root
MOST_SECONDS = 45  # for one submission with limits of one second of processor and two of waiting
PLACES = [(tier, as_user) for tier in sandbox.SAFE for as_user in ((False, True) if ROOT else (True,))]


def place_id(place):
    return f"{place[0]}-{'user' if place[1] else 'root'}"


def run_of(as_user):
    return RUN[::SAMPLE] if as_user and ROOT else RUN


each_place = pytest.mark.parametrize("place", PLACES, ids=place_id)
each_run = pytest.mark.parametrize(
    ("place", "program"),
    [
        pytest.param(place, program, id=f"{place_id(place)}-{program.id}")
        for place in PLACES
        for program in run_of(place[1])
    ],
)


@functools.cache
def records(tier, as_user=False, mode=()):
    """What attack_runs.py prints, as a list of dicts."""
    need(tier, as_user)
    folder = Path(tempfile.mkdtemp(prefix="fonts-"))
    try:
        environment = {**os.environ, "MPLCONFIGDIR": str(fonts(folder))}
        command = [sys.executable, str(HOUSE / "tests" / "attack_runs.py"), tier, *mode]
        if as_user and ROOT:
            command = [sys.executable, AS_USER, *command]
            environment |= {"HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(HOUSE)}
        done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, timeout=900)
    finally:
        shutil.rmtree(folder)
    assert done.returncode == 0, done.stderr[-3000:]
    found = [json.loads(line) for line in done.stdout.splitlines()]
    if "unavailable" in found[-1]:
        assert "does not allow namespaces" in found[-1]["unavailable"]
        pytest.skip(found[-1]["unavailable"])
    return found


def fonts(folder):
    """matplotlib's list of fonts where an ordinary user can read it; making it anew takes seconds."""
    import matplotlib

    folder.chmod(0o755)
    for cache in Path(matplotlib.get_cachedir()).glob("fontlist-*.json"):
        (folder / cache.name).write_bytes(cache.read_bytes())
    return folder


def outcomes(place):
    """Program -> what became of it, and what was left on the machine when all were done."""
    tier, as_user = place
    mode = ("--every", str(SAMPLE)) if as_user and ROOT else ()
    *found, last = records(tier, as_user, mode)
    return {one["program"]: one for one in found}, last


# What the corpus says about itself ---------------------------------------------------------------------------------


def test_the_corpus_is_large_and_of_every_group():
    groups = {one.group for one in ALL}
    assert groups == {"forging", "wire", "escape", "exhaustion", "leaks", "neighbours", "malformed"}
    assert len(ALL) >= 200 and all(sum(one.group == group for one in ALL) >= 8 for group in groups)


@pytest.mark.parametrize("program", ALL, ids=lambda one: one.id)
def test_each_program_says_what_it_tries_and_what_must_happen(program):
    exercise = load().exercises["01_intuition_exercises"]
    hidden = set(re.findall(rf"def test_{program.function}__(\w+)", exercise.tests.read_text()))
    known = {*TEST, "refused", "killed", "unreadable", "unmatched"} - {"grader failure"}
    assert {"Tries", "Must"} <= set(program.headers) <= set(KEYS)
    assert re.match(r'"""[^\n]+\.\n\n', program.text), "a sentence, and a line left free"
    assert program.function in exercise.points and set(program.earns) <= hidden | {"all"}
    assert all(word in known or re.fullmatch(r"graded \d+", word) for word in program.must)
    attempt = {"refused", "killed"} & set(program.must)
    assert bool(attempt) == program.attempts == ("Unconfined" in program.headers)


# One at a time -----------------------------------------------------------------------------------------------------


@each_run
def test_a_hostile_submission_gets_what_it_earned_and_harms_no_one(place, program):
    record = outcomes(place)[0][program.id]
    assert "problem" not in record, record["problem"]
    assert record["status"] == "graded", record["functions"]
    assert record["seconds"] < MOST_SECONDS
    assert record["told"] == [], "a secret, a hidden input or a script came out"
    function = record["functions"].pop(program.function)
    if program.attempts:
        check_attempt(program, record["printed"], function)
    else:
        check_tests(program, function)
    if program.others == "full":
        assert all(other["points"] == other["of"] for other in record["functions"].values()), record["functions"]
    if visible := program.headers.get("Visible"):
        assert record["nbval"][f"check-{program.function.replace('_', '-')}"] == visible
    assert record["after"] == record["of"] and record["same_warm"], "the next student was not graded as always"


def check_attempt(program, printed, function):
    """Refused: it said so itself, and went on to be right. Killed: its cell ended by a signal, and defined nothing."""
    for said in printed:
        assert not said.startswith("succeeded"), said
    pattern = program.headers.get("Detail", "SIGSYS")
    killed = all(status == "error" and re.search(pattern, detail) for _, status, detail in function["tests"])
    refused = all(said.startswith("refused") for said in printed) and function["points"] == function["of"]
    assert (killed and "killed" in program.must) or (refused and "refused" in program.must), (printed, function)


def check_tests(program, function):
    tests = function["tests"]
    passed = {name for name, status, _ in tests if status == "passed"}
    failed = {status for _, status, _ in tests if status != "passed"}
    if program.earns == ("all",):
        assert passed == {name for name, _, _ in tests} or program.others == "any", tests
    else:
        assert passed <= set(program.earns), tests
        assert function["points"] <= function["of"] * len(program.earns) / len(tests)
    assert failed <= set(program.must), tests
    if pattern := program.headers.get("Detail"):
        assert any(re.search(pattern, detail) for _, _, detail in tests), tests


@each_place
def test_nothing_is_left_on_the_machine_and_nobody_was_called(place):
    last = outcomes(place)[1]
    assert last == {"left": [], "visitors": []}


# In a class --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("tier", sandbox.SAFE)
def test_hostile_students_change_no_other_students_result(tier):
    *found, last = records(tier, mode=("--class",))
    honest = [one for one in found if one["honest"]]
    assert len(honest) == 4 and len(found) > len(MALFORMED) + 15
    for one in honest:
        assert one["result"] == one["alone"]["result"] and one["told"] == []
    full = load().exercises["01_intuition_exercises"].points
    without = [0, full["zigzag_count"], full["gradient_descent"], 0]
    assert [one["result"]["points"] for one in honest] == [sum(full.values()) - lost for lost in without]
    assert last == {"left": [], "visitors": []}
    taken = [one for one in found if "result" in one]
    assert all(one["result"]["status"] in ("graded", "unreadable") and one["told"] == [] for one in taken)
    assert [one["intake"] for one in found if one not in taken] == ["unmatched"]


@pytest.mark.parametrize("program", MALFORMED, ids=lambda one: one.name)
@pytest.mark.parametrize("tier", sandbox.SAFE)
def test_a_malformed_notebook_is_an_ordinary_result(tier, program):
    (one,) = (
        one for one in records(tier, mode=("--class",)) if one.get("student", "").endswith(f"-malformed-{program.name}")
    )
    if program.must == ("unmatched",):
        assert one["intake"] == "unmatched" and "refused" in one["why"] and "result" not in one
        return
    assert one["intake"] == "taken" and one["told"] == []
    status, _, points = program.must[0].partition(" ")
    assert one["result"]["status"] == status, one["result"]
    assert one["result"]["points"] == (float(points) if points else None), one["result"]["functions"]


# The other direction: these programs are no straw men ---------------------------------------------------------------


@functools.cache
def naively_passed():
    done = subprocess.run(
        [sys.executable, str(HOUSE / "tests" / "naive_grader.py")],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    return dict(json.loads(line) for line in done.stdout.splitlines())


CHEATS = [one for one in ALL if "Naive" in one.headers]


@pytest.mark.parametrize("program", CHEATS, ids=lambda one: one.id)
def test_a_grader_that_shares_a_process_with_students_is_cheated(program):
    assert naively_passed()[program.id], "in the student's own process this should have passed hidden tests"
    assert len(CHEATS) >= 20


SUCCEED = [one for one in ALL if one.headers.get("Unconfined") == "succeeds"]


@only_root  # an ordinary user is refused some of this by the machine itself
@pytest.mark.parametrize("program", SUCCEED, ids=lambda one: one.id)
def test_without_a_sandbox_the_attempt_succeeds(program):
    *found, last = records("none", mode=tuple(one.id for one in SUCCEED))
    (record,) = (one for one in found if one["program"] == program.id)
    assert record["printed"][-1].startswith("succeeded"), record
    assert len(SUCCEED) >= 40
    assert len(last["left"]) >= 5 and len(last["visitors"]) >= 4, "what is left behind is not noticed"
