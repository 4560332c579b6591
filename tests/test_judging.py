"""nbval on the grafted notebook: right answers pass, wrong ones do not, however they were saved; endless loops end."""

import copy

import pytest

from course.workbook import pristine, read_notebook, run_nbval, with_targets
from course.workbook.checking import NOT_ATTEMPTED, OFF, PASSED, check
from course.workbook.judging import JudgeError

STUB = 'def {name}(x):\n    raise NotImplementedError("Write your code here.")'
LOOK = """\
def look(function):
    try:
        value = function(2)
    except NotImplementedError:
        print(f"{function.__name__}: not attempted yet.")
    else:
        print("right" if value == 4 else f"off: {value}, expected 4")
"""


def code(identity, source, **metadata):
    return {
        "cell_type": "code",
        "id": identity,
        "metadata": metadata,
        "outputs": [],
        "execution_count": None,
        "source": source,
    }


def exercises(names):
    """A pristine notebook with an exercise of each name: return 4 for 2."""
    target = [{"output_type": "stream", "name": "stdout", "text": "right\n"}]
    cells = [code("look", LOOK)]
    for name in names:
        cells.append(code(name, STUB.format(name=name), course={"exercise": name, "points": 1}))
        cells.append(code(f"check-{name}", f"look({name})", course={"checks": name, "target": target}, tags=["check"]))
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}


def verdicts(answers, seconds=60, drop=()):
    """name -> (state, what is said) for a learner who wrote these answers, and lost the cells in `drop`."""
    notebook = exercises(answers)
    learners = copy.deepcopy(notebook)
    for cell in learners["cells"]:
        cell["source"] = answers.get(cell["id"]) or cell["source"]
    learners["cells"] = [cell for cell in learners["cells"] if cell["id"] not in drop]
    found, _ = check(notebook, learners, seconds)
    return {verdict.exercise: (verdict.state, verdict.says) for verdict in found}


def test_what_a_learner_is_told():
    """One notebook with every kind of answer; none of them disturbs another."""
    said = verdicts(
        {
            "right": "def right(x):\n    return 2 * x",
            "wrong": "def wrong(x):\n    return x",
            "empty": None,
            "lost": None,
            "draft": "def draft(x):\n    # half an idea\n    raise NotImplementedError",
            "prints": "def prints(x):\n    print('here')\n    return 2 * x",
            "warns": "import warnings\ndef warns(x):\n    warnings.warn('old ways')\n    return 2 * x",
            "typo": "def typo(x)\n    return 2 * x",
            "raises": "def raises(x):\n    return x[0]",
            "skips": "# NBVAL_SKIP\n# NBVAL_RAISES_EXCEPTION\ndef skips(x):\n    return x",
            "renamed": "def another_name(x):\n    return 2 * x",
            "silent": "def silent(x):\n    global print\n    print = lambda *_: None\n    return x",
        },
        drop=["lost"],
    )
    assert said["right"] == (PASSED, "right")
    assert said["wrong"] == (OFF, "off: 2, expected 4") and said["skips"] == (OFF, "off: 2, expected 4")
    assert said["empty"] == (NOT_ATTEMPTED, "") and said["draft"] == (NOT_ATTEMPTED, "")
    assert said["lost"] == (NOT_ATTEMPTED, "Its answer cell is not in your notebook. `course lab` puts it back.")
    assert said["prints"][1].startswith("Its check finds it right, but your code prints lines of its own.")
    assert said["warns"][1] == "Its check finds it right, but your code gives a warning: UserWarning: old ways"
    assert said["typo"][1].startswith("Your answer cell stops with SyntaxError: ")
    assert said["raises"][1] == "Its check stops with TypeError: 'int' object is not subscriptable"
    assert said["renamed"][1] == "Its check stops with NameError: name 'renamed' is not defined"
    assert said["silent"][1] == "Its check printed nothing, where a right answer prints what is right."
    assert all(said[name][0] == OFF for name in ("prints", "warns", "typo", "raises", "renamed", "silent"))


def test_endless_loops_and_a_python_that_stops():
    said = verdicts(
        {
            "loops": "def loops(x):\n    while True:\n        pass",
            "after": "def after(x):\n    return 2 * x",
            "stops": "import os\ndef stops(x):\n    os._exit(1)",
            "last": "def last(x):\n    return 2 * x",
        },
        seconds=4,
    )
    assert said["loops"] == (OFF, "Its check did not end in time. Is there a loop that never ends?")
    assert said["after"] == (PASSED, "right")
    assert said["stops"][0] == OFF
    assert said["last"][0] == OFF and said["last"][1].endswith("Mend that first.")


def test_solutions_pass(small_course):
    exercise = pristine("01_small_exercises", small_course / "exercises")
    solved = read_notebook(small_course / "solutions" / "01_small_exercises.ipynb")
    assert {verdict.state for verdict in check(exercise, solved)[0]} == {PASSED}


def test_a_wrong_answer_that_was_run_and_saved_passes_alone_and_not_grafted():
    """Why answers are grafted: nbval on the learner's own file compares it with itself."""
    saved = exercises(["double"])
    look, answer, checked = saved["cells"]
    answer["source"] = "def double(x):\n    return x"
    wrong = [{"output_type": "stream", "name": "stdout", "text": "off: 2, expected 4\n"}]
    checked |= {"outputs": wrong, "execution_count": 3}
    assert [result.outcome for result in run_nbval(saved)] == ["passed"] * 3
    (verdict,), _ = check(exercises(["double"]), saved)
    assert (verdict.state, verdict.says) == (OFF, "off: 2, expected 4")


def test_a_tampered_output_fails(small_course):
    solved = read_notebook(small_course / "solutions" / "01_small_exercises.ipynb")
    solved["cells"][3]["outputs"][0]["text"] = "right!\n"
    outcomes = {result.id: result.outcome for result in run_nbval(solved)}
    passed = dict.fromkeys(["setup", "double", "triple", "check-triple"], "passed")
    assert outcomes == passed | {"check-double": "differs"}


def test_a_judge_that_cannot_start_says_so(monkeypatch):
    monkeypatch.setattr("course.workbook.judging._run_pytest", lambda *_: ("no module named nbval", True))
    with pytest.raises(JudgeError, match="could not start.*\n.*no module named nbval"):
        run_nbval(with_targets(exercises(["double"])))
