"""nbval on the grafted notebook: right answers pass, wrong ones do not, however they were saved; endless loops end."""

import copy

import pytest

from course.workbook import pristine, read_notebook, run_nbval, with_targets, write_notebook
from course.workbook.checking import NOT_ATTEMPTED, OFF, PASSED, check
from course.workbook.judging import JudgeError

RIGHT = {
    "double": "# exercise: double\ndef double(x):\n    return 2 * x",
    "triple": "# exercise: triple\ndef triple(x):\n    return 3 * x",
}


@pytest.fixture(scope="module")
def exercise(small_course):
    return pristine("01_small_exercises", small_course / "exercises")


def answered(exercise, **sources):
    notebook = copy.deepcopy(exercise)
    for cell in notebook["cells"]:
        cell["source"] = sources.get(cell["id"], cell["source"])
    return notebook


def verdicts(exercise, seconds=60, **sources):
    found, _ = check(exercise, answered(exercise, **sources), seconds)
    return {verdict.exercise: (verdict.state, verdict.says) for verdict in found}


def test_solutions_pass_and_stubs_are_not_attempted(exercise, small_course):
    solved = read_notebook(small_course / "solutions" / "01_small_exercises.ipynb")
    assert {verdict.state for verdict in check(exercise, solved)[0]} == {PASSED}
    assert verdicts(exercise) == {"double": (NOT_ATTEMPTED, ""), "triple": (NOT_ATTEMPTED, "")}


def test_a_wrong_answer_that_was_run_and_saved_does_not_pass(exercise):
    """The learner's file passes nbval by itself: its outputs are its own. Grafted, it does not."""
    saved = answered(exercise, double="# exercise: double\ndef double(x):\n    return x", triple=RIGHT["triple"])
    wrong = [{"output_type": "stream", "name": "stdout", "text": "off: double(2) is 2, expected 4\n"}]
    for cell in saved["cells"]:
        if cell["id"] == "check-double":
            cell |= {"outputs": wrong, "execution_count": 1}
    assert all(result.passed for result in run_nbval(saved))
    found = {verdict.exercise: (verdict.state, verdict.says) for verdict in check(exercise, saved)[0]}
    assert found["double"] == (OFF, "off: double(2) is 2, expected 4") and found["triple"][0] == PASSED


def test_errors_prints_and_warnings_are_told_apart(exercise):
    found = verdicts(
        exercise,
        double="# exercise: double\ndef double(x):\n    print('here')\n    return 2 * x",
        triple="# exercise: triple\ndef triple(x)\n    return 3 * x",
    )
    assert found["double"] == (
        OFF,
        "Its check finds it right, but your code prints lines of its own. Take those prints out.",
    )
    assert found["triple"][0] == OFF and found["triple"][1].startswith("Your answer cell stops with SyntaxError: ")
    found = verdicts(
        exercise,
        double="# exercise: double\ndef double(x):\n    import warnings\n    warnings.warn('old ways')\n    return 2 * x",
        triple="# exercise: triple\ndef triple(x):\n    return x[0]",
    )
    assert found["double"] == (OFF, "Its check finds it right, but your code gives a warning: UserWarning: old ways")
    assert found["triple"][1].startswith("Its check stops with TypeError: ")


def test_an_endless_loop_ends_and_the_rest_is_judged(exercise):
    found = verdicts(
        exercise, 3, double="# exercise: double\ndef double(x):\n    while True:\n        pass", triple=RIGHT["triple"]
    )
    assert found["double"] == (OFF, "Its check did not end in time. Is there a loop that never ends?")
    assert found["triple"][0] == PASSED


def test_python_that_stops_is_told(exercise):
    found = verdicts(
        exercise, 5, double="# exercise: double\nimport os\ndef double(x):\n    os._exit(1)", triple=RIGHT["triple"]
    )
    assert found["double"][0] == OFF and found["triple"][0] == OFF
    assert "Mend that first" in found["triple"][1]


def test_skipping_marks_in_an_answer_do_nothing(exercise):
    skipped = "# NBVAL_SKIP\n# NBVAL_RAISES_EXCEPTION\n# exercise: double\ndef double(x):\n    return x"
    assert verdicts(exercise, double=skipped)["double"][0] == OFF


def test_nbval_compares_the_targets_in_both_directions(exercise, small_course, tmp_path):
    solved = read_notebook(small_course / "solutions" / "01_small_exercises.ipynb")
    write_notebook(solved, tmp_path / "solved.ipynb")
    assert all(result.passed for result in run_nbval(tmp_path / "solved.ipynb"))
    tampered = with_targets(exercise)
    tampered["cells"][2]["source"] = RIGHT["double"]
    tampered["cells"][4]["source"] = RIGHT["triple"]
    assert all(result.passed for result in run_nbval(tampered))
    tampered["cells"][3]["outputs"][0]["text"] = "right!\n"
    outcomes = {result.id: result.outcome for result in run_nbval(tampered)}
    assert outcomes == {
        "setup": "passed",
        "double": "passed",
        "check-double": "differs",
        "triple": "passed",
        "check-triple": "passed",
    }


def test_a_judge_that_cannot_start_says_so(exercise, monkeypatch):
    monkeypatch.setattr("course.workbook.judging._run_pytest", lambda *_: ("no module named nbval", True))
    with pytest.raises(JudgeError, match="could not start.*\n.*no module named nbval"):
        run_nbval(with_targets(exercise))
