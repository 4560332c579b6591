"""The worker: what each kind of answer earns, whose fault a failure is, and that a submission costs only itself."""

import json
import sys

import pytest
from small_exercise import NAME, SOLUTION, answered, lay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from nbformat import NotebookNode  # noqa: E402
from nbval.plugin import coalesce_streams  # noqa: E402
from small_workers import setup_of, started, statuses, submission  # noqa: E402

from autograder.worker.visible import merged  # noqa: E402


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    worker = started(setup_of(lay(tmp_path_factory.mktemp("small"))))
    yield worker
    worker.close()


def test_the_solution_gets_full_marks_and_the_stub_nothing(worker):
    result, _ = worker.grade(*submission(SOLUTION))
    assert (result["status"], result["points"], result["max_points"]) == ("graded", 6, 6)
    assert result["nbval"] == {"check-double": "passed"}
    result, _ = worker.grade(*submission({}))
    assert (result["status"], result["points"]) == ("graded", 0)
    assert statuses(result, "double") == {"not attempted": 5}
    assert result["nbval"] == {"check-double": "error"}


DOUBLES = {
    "wrong": ("return 3 * x", {"wrong": 5}, "differs"),
    "right for numbers": ("return 2 * x if np.ndim(x) == 0 else x", {"passed": 3, "wrong": 2}, "passed"),
    "raises": ("return x.nothing", {"error": 5}, "error"),
    "not implemented inside": ("raise NotImplementedError", {"not attempted": 5}, "error"),
    "nothing": ("pass", {"wrong": 5}, "differs"),
    "no number": ("return object()", {"wrong": 5}, "differs"),
    "equal to all": (
        "\n    class All(float):\n        __eq__ = lambda *a: True\n        __sub__ = lambda *a: All(0)\n    return All(0)",
        {"wrong": 5},
        "differs",
    ),
    "not finite": ("return np.nan * x", {"wrong": 5}, "differs"),
    "leaves": ("import os; os._exit(0)", {"error": 5}, "crash"),
    "hangs": ("\n    while True: pass", {"time": 5}, "time"),
    "hangs on arrays": (
        "\n    while np.ndim(x): pass\n    return 2 * x",
        {"passed": 2, "time": 3},
        "passed",
    ),  # not asked again after the second time
    "eats memory": ("return [bytearray(1 << 20) for _ in range(1 << 20)]", {"memory": 5}, "memory"),
}


@pytest.mark.parametrize("kind", DOUBLES)
def test_a_broken_function_costs_its_own_points_only(worker, kind):
    body, expected, nbval = DOUBLES[kind]
    answers = SOLUTION | {"double": f"# exercise: double\ndef double(x):\n    {body}\n"}
    result, _ = worker.grade(*submission(answers))
    assert result["status"] == "graded"
    assert statuses(result, "double") == expected
    assert result["functions"]["double"]["points"] == pytest.approx(4 * expected.get("passed", 0) / 5)
    assert result["functions"]["pair"]["points"] == 2
    assert result["nbval"]["check-double"] in (nbval, "error" if nbval == "memory" else nbval)


@pytest.mark.parametrize(
    ("cell", "status"),
    [
        ("# exercise: double\ndef double(x)\n    return 2 * x\n", "error"),
        ("# exercise: double\ndef dubble(x):\n    return 2 * x\n", "error"),
        ("# exercise: double\ndouble = 2\n", "error"),
        ("# exercise: double\nwhile True: pass\n", "error"),
        ("# exercise: double\nimport sys; sys.exit()\n", "error"),
    ],
    ids=["syntax error", "renamed", "no function", "endless cell", "exit"],
)
def test_a_cell_that_defines_nothing_costs_its_own_points_only(worker, cell, status):
    result, _ = worker.grade(*submission(SOLUTION | {"double": cell}))
    assert statuses(result, "double") == {status: 5}
    assert result["functions"]["pair"]["points"] == 2


def test_helpers_in_an_answer_cell_work(worker):
    cell = "# exercise: double\nfrom functools import reduce\ndef twice(x):\n    return x + x\ndef double(x):\n    return twice(x)\n"
    result, _ = worker.grade(*submission(SOLUTION | {"double": cell}))
    assert result["points"] == 6


@pytest.mark.parametrize("value", ["7", "(1, 2, 3)", "None", "object()", "[]", "'ab'", "np.ones((2, 2))"])
def test_a_result_of_another_form_is_the_students_and_not_the_graders_fault(worker, value):
    cell = f"# exercise: pair\ndef pair(f, n):\n    f(n)\n    return {value}\n"
    result, _ = worker.grade(*submission(SOLUTION | {"pair": cell}))
    assert result["status"] == "graded"
    assert statuses(result, "pair") == {"wrong": 1, "passed": 1}


def test_nobody_can_make_our_functions_fail_to_be_counted_as_the_graders_failure(worker):
    cell = "# exercise: pair\ndef pair(f, n):\n    f(10**4300 - 1)\n    return n + 1, n\n"  # plus one it is too long to cross
    result, _ = worker.grade(*submission(SOLUTION | {"pair": cell}))
    assert result["status"] == "graded" and statuses(result, "pair") == {"wrong": 1, "passed": 1}
    sentences = [test.get("sentence", "") for test in result["functions"]["pair"]["tests"]]
    assert any("called a function that it was given" in sentence for sentence in sentences)


def test_what_a_finding_tells_students(worker):
    result, _ = worker.grade(*submission(SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x\n"}))
    number, *_, four = result["functions"]["double"]["tests"]
    assert number["line"] == "A number is doubled." and number["hint"] == "Multiply by `2`."
    assert four["line"] == "four" and four["status"] == "wrong" and four["hint"] == ""


def test_nothing_that_student_code_says_in_a_hidden_call_is_in_the_result(worker):
    cell = "# exercise: double\ndef double(x):\n    print('told', repr(x))\n    raise ValueError(f'told {x!r}')\n"
    result, visible = worker.grade(*submission(SOLUTION | {"double": cell}))
    findings = json.dumps(result["functions"])
    assert statuses(result, "double") == {"error": 5}
    assert "told" not in findings and "told" in json.dumps(visible), "only the visible cells are quoted"


def test_the_same_submission_gets_the_same_result_again(worker):
    handed_in = submission(SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x\n"})
    first, second = (worker.grade(*handed_in)[0] for _ in range(2))
    assert {**first, "usage": None} == {**second, "usage": None}


def test_comments_for_nbval_in_an_answer_change_nothing(worker):
    cell = "# NBVAL_SKIP\n# exercise: double\ndef double(x):\n    # NBVAL_IGNORE_OUTPUT\n    return x\n"
    result, _ = worker.grade(*submission(SOLUTION | {"double": cell}))
    assert result["nbval"] == {"check-double": "differs"}


def test_later_cells_are_judged_by_themselves_after_one_that_hung(tmp_path_factory, worker):
    cell = "# exercise: double\ndef double(x):\n    return 2 * x\nwhile True: pass\n"
    result, _ = worker.grade(*submission({"pair": SOLUTION["pair"], "double": cell}))
    assert result["nbval"] == {"check-double": "error"}, "not defined, since its cell never came to its end"
    assert result["functions"]["pair"]["points"] == 2


def test_answers_are_found_in_a_notebook_without_ids_and_metadata(worker):
    notebook = answered(SOLUTION)
    for one in notebook["cells"]:
        one.pop("id")
        one["metadata"] = {}
    data = json.dumps(notebook).encode()
    result, _ = worker.grade(data, NAME, "0" * 64)
    assert result["points"] == 6


def test_streams_are_merged_as_nbval_merges_them():
    def stream(name, text):
        return {"output_type": "stream", "name": name, "text": text}

    shown = {"output_type": "display_data", "data": {"text/plain": "1"}, "metadata": {}}
    outputs = [stream("stdout", "a"), shown, stream("stderr", "b"), stream("stdout", "c"), stream("stderr", "d")]
    by_nbval = coalesce_streams([NotebookNode(one) for one in outputs])
    assert merged(outputs) == by_nbval == [stream("stdout", "ac"), shown, stream("stderr", "bd")]
    assert outputs[0]["text"] == "a", "what is shown stays as it was"
