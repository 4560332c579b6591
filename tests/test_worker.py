"""The worker: what each kind of answer earns, whose fault a failure is, and that a submission costs only itself."""

import json
import sys
import threading
from collections import Counter

import pytest
from small_exercise import HIDDEN, NAME, SOLUTION, answered, dumped, exercise, lay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from nbformat import NotebookNode  # noqa: E402
from nbval.plugin import coalesce_streams  # noqa: E402

from autograder.sandbox import Limits  # noqa: E402
from autograder.worker import BundleError, Crew, Setup, StartError, Worker, WorkerError, load  # noqa: E402
from autograder.worker.visible import merged  # noqa: E402


def started(setup):
    worker = Worker(setup)
    worker.wait_until_ready()
    return worker


LIMITS = Limits(cpu_seconds=20, wall_seconds=2.0, memory_bytes=256 << 20)


def setup_of(folders, secret=b"s" * 32):
    bundle = load(**folders)
    return Setup({name: str(folder) for name, folder in folders.items()}, bundle.digest, "none", LIMITS, secret)


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    worker = started(setup_of(lay(tmp_path_factory.mktemp("small"))))
    yield worker
    worker.close()


def statuses(result, function):
    return Counter(test["status"] for test in result["functions"][function]["tests"])


def test_the_solution_gets_full_marks_and_the_stub_nothing(worker):
    result, _ = worker.grade(*_as_submission(SOLUTION))
    assert (result["status"], result["points"], result["max_points"]) == ("graded", 6, 6)
    assert result["nbval"] == {"check-double": "passed"}
    result, _ = worker.grade(*_as_submission({}))
    assert (result["status"], result["points"]) == ("graded", 0)
    assert statuses(result, "double") == {"not attempted": 5}
    assert result["nbval"] == {"check-double": "error"}


def _as_submission(answers, name=NAME):
    data, sha256 = dumped(answers)
    return data, name, sha256


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
    result, _ = worker.grade(*_as_submission(answers))
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
    result, _ = worker.grade(*_as_submission(SOLUTION | {"double": cell}))
    assert statuses(result, "double") == {status: 5}
    assert result["functions"]["pair"]["points"] == 2


def test_helpers_in_an_answer_cell_work(worker):
    cell = "# exercise: double\nfrom functools import reduce\ndef twice(x):\n    return x + x\ndef double(x):\n    return twice(x)\n"
    result, _ = worker.grade(*_as_submission(SOLUTION | {"double": cell}))
    assert result["points"] == 6


@pytest.mark.parametrize("value", ["7", "(1, 2, 3)", "None", "object()", "[]", "'ab'", "np.ones((2, 2))"])
def test_a_result_of_another_form_is_the_students_and_not_the_graders_fault(worker, value):
    cell = f"# exercise: pair\ndef pair(f, n):\n    f(n)\n    return {value}\n"
    result, _ = worker.grade(*_as_submission(SOLUTION | {"pair": cell}))
    assert result["status"] == "graded"
    assert statuses(result, "pair") == {"wrong": 1, "passed": 1}


def test_nobody_can_make_our_functions_fail_to_be_counted_as_the_graders_failure(worker):
    cell = "# exercise: pair\ndef pair(f, n):\n    f(10**4300 - 1)\n    return n + 1, n\n"  # plus one it is too long to cross
    result, _ = worker.grade(*_as_submission(SOLUTION | {"pair": cell}))
    assert result["status"] == "graded" and statuses(result, "pair") == {"wrong": 1, "passed": 1}
    sentences = [test.get("sentence", "") for test in result["functions"]["pair"]["tests"]]
    assert any("called a function that it was given" in sentence for sentence in sentences)


def test_what_a_finding_tells_students(worker):
    result, _ = worker.grade(
        *_as_submission(SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x\n"})
    )
    number, *_, four = result["functions"]["double"]["tests"]
    assert number["line"] == "A number is doubled." and number["hint"] == "Multiply by `2`."
    assert four["line"] == "four" and four["status"] == "wrong" and four["hint"] == ""


def test_nothing_that_student_code_says_in_a_hidden_call_is_in_the_result(worker):
    cell = "# exercise: double\ndef double(x):\n    print('told', repr(x))\n    raise ValueError(f'told {x!r}')\n"
    result, visible = worker.grade(*_as_submission(SOLUTION | {"double": cell}))
    findings = json.dumps(result["functions"])
    assert statuses(result, "double") == {"error": 5}
    assert "told" not in findings and "told" in json.dumps(visible), "only the visible cells are quoted"


def test_the_same_submission_gets_the_same_result_again(worker):
    submission = _as_submission(SOLUTION | {"double": "# exercise: double\ndef double(x):\n    return x\n"})
    first, second = (worker.grade(*submission)[0] for _ in range(2))
    assert {**first, "usage": None} == {**second, "usage": None}


def test_comments_for_nbval_in_an_answer_change_nothing(worker):
    cell = "# NBVAL_SKIP\n# exercise: double\ndef double(x):\n    # NBVAL_IGNORE_OUTPUT\n    return x\n"
    result, _ = worker.grade(*_as_submission(SOLUTION | {"double": cell}))
    assert result["nbval"] == {"check-double": "differs"}


def test_later_cells_are_judged_by_themselves_after_one_that_hung(tmp_path_factory, worker):
    cell = "# exercise: double\ndef double(x):\n    return 2 * x\nwhile True: pass\n"
    result, _ = worker.grade(*_as_submission({"pair": SOLUTION["pair"], "double": cell}))
    assert result["nbval"] == {"check-double": "error"}, "not defined, since its cell never came to its end"
    assert result["functions"]["pair"]["points"] == 2


FAULTY = (
    HIDDEN
    + '''

def test_pair__typo(student):
    """A line about pairs."""
    student.pair(abs, 1)
    expect(np.allclos(1, 1), hint="")


def test_pair__skipped(student):
    pytest.skip("not today")


def test_pair__fixture(student, request):
    request.getfixturevalue("missing_fixture")


def test_double__shown(student, rng):
    expect(False, hint=str(rng.integers(10**12)))
'''
)


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    worker = started(setup_of(lay(tmp_path_factory.mktemp("faulty"), hidden=FAULTY)))
    yield worker
    worker.close()


def test_a_broken_hidden_test_is_never_a_zero(faulty):
    result, _ = faulty.grade(*_as_submission(SOLUTION))
    assert result["status"] == "grader failure" and result["points"] is None
    assert result["functions"]["pair"]["points"] is None
    assert result["functions"]["double"]["points"] == pytest.approx(4 * 5 / 6)
    assert statuses(result, "pair") == {"passed": 2, "grader failure": 3}
    details = [test["detail"] for test in result["functions"]["pair"]["tests"] if test["status"] == "grader failure"]
    assert "allclos" in details[0] and "not today" in details[1] and "missing_fixture" in details[2]


def test_random_inputs_depend_on_the_submission_and_the_secret(faulty, tmp_path):
    def drawn(worker, answers):
        result, _ = worker.grade(*_as_submission(answers))
        return result["functions"]["double"]["tests"][-1]["hint"]

    other = SOLUTION | {"pair": SOLUTION["pair"] + "\n"}
    assert drawn(faulty, SOLUTION) == drawn(faulty, SOLUTION) != drawn(faulty, other)
    worker = started(setup_of(lay(tmp_path, hidden=FAULTY), secret=b"t" * 32))
    assert drawn(worker, SOLUTION) != drawn(faulty, SOLUTION)
    worker.close()


def test_a_test_that_never_ends_is_ended(tmp_path):
    class Hasty(Setup):
        budget = 2.0

    hidden = HIDDEN + "\n\ndef test_pair__endless(student):\n    while student.pair(abs, 1) is not None: pass\n"
    worker = started(Hasty(**vars(setup_of(lay(tmp_path, hidden=hidden)))))
    result, _ = worker.grade(*_as_submission(SOLUTION))
    worker.close()
    assert statuses(result, "pair") == {"passed": 2, "grader failure": 1}, "it does not end on the solution either"
    assert result["functions"]["double"]["points"] == 4


def test_a_slow_function_does_not_use_up_the_time_of_another(tmp_path):
    class Hasty(Setup):
        budget = 2.0

    worker = started(Hasty(**vars(setup_of(lay(tmp_path)))))
    slow = "# exercise: double\nimport time\ndef double(x):\n    time.sleep(0.7)\n    return 2 * x\n"
    result, _ = worker.grade(*_as_submission(SOLUTION | {"double": slow}))
    worker.close()
    assert set(statuses(result, "double")) == {"passed", "time"}
    assert result["functions"]["pair"]["points"] == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (dict(hidden=HIDDEN + "\n\ndef test_triple__x(student): pass\n"), "belongs to no function"),
        (dict(hidden=HIDDEN + "\n\ndef test_double(student): pass\n"), "test_<function>__<what>"),
        (dict(hidden="def test_double__x(student): pass\n"), "no test for pair"),
        (dict(hidden="import nothing_like_it\n"), "nothing_like_it"),
        (dict(hidden="def test_double__x(:\n"), "invalid syntax"),
    ],
    ids=["foreign", "unnamed", "missing", "import", "syntax"],
)
def test_hidden_tests_that_cannot_be_used_are_said_at_the_start(tmp_path, change, message):
    with pytest.raises(StartError, match=message):
        started(setup_of(lay(tmp_path, **change)))


def test_a_bundle_that_does_not_fit_together_is_refused(tmp_path):
    with pytest.raises(BundleError, match="no answer cell"):
        load(**lay(tmp_path, notebook=exercise(functions=())))
    folders = lay(tmp_path)
    (tmp_path / "hidden" / "test_02_other_exercises.py").write_text("")
    with pytest.raises(BundleError, match="02_other_exercises"):
        load(**folders)
    with pytest.raises(BundleError, match="no hidden tests"):
        load(tests=tmp_path / "exercises", exercises=folders["exercises"])


def test_tests_changed_meanwhile_are_noticed(tmp_path):
    folders = lay(tmp_path)
    setup = setup_of(folders)
    (tmp_path / "hidden" / f"test_{NAME}.py").write_text(HIDDEN + "\n# changed\n")
    with pytest.raises(StartError, match="changed while"):
        started(setup)


@pytest.fixture
def crew():
    crew = Crew()
    yield crew
    crew.stop()
    if worker := getattr(crew._own, "worker", None):
        worker.close()


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path, crew):
    setup = setup_of(lay(tmp_path))
    expected = crew.assess(setup, *_as_submission(SOLUTION))[0]["functions"]
    killed = crew._own.worker
    slow = "# exercise: double\nimport time\ntime.sleep(1.5)\ndef double(x):\n    return 2 * x\n"
    timer = threading.Timer(0.4, killed.kill)
    timer.start()
    result, _ = crew.assess(setup, *_as_submission(SOLUTION | {"double": slow}))
    timer.join()
    assert killed.closed and crew._own.worker.pid != killed.pid
    assert result["functions"] == expected


def test_a_worker_that_dies_again_and_again_is_the_graders_failure(tmp_path, crew):
    hidden = HIDDEN + "\n\ndef test_pair__kills(student):\n    import os\n    os.kill(os.getpid(), 9)\n"
    with pytest.raises(WorkerError, match="ended"):
        crew.assess(setup_of(lay(tmp_path, hidden=hidden)), *_as_submission(SOLUTION))


def test_a_crew_is_stopped_from_another_thread_at_once(tmp_path, crew):
    setup = setup_of(lay(tmp_path))
    endless = SOLUTION | {"double": "# exercise: double\ndef double(x):\n    while True: pass\n"}
    crew.assess(setup, *_as_submission(SOLUTION))
    timer = threading.Timer(0.5, crew.stop)
    timer.start()
    with pytest.raises(WorkerError, match="ended"):
        crew.assess(setup, *_as_submission(endless))
    timer.join()
    with pytest.raises(WorkerError):
        crew.assess(setup, *_as_submission(SOLUTION))


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
