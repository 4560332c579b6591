"""Faults that are ours: hidden tests that break, never end, cannot be collected or do not fit, are never a student's zero."""

import sys

import pytest
from small_exercise import HIDDEN, NAME, SOLUTION, exercise, lay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from small_workers import setup_of, started, statuses, submission  # noqa: E402

from autograder.worker import BundleError, Setup, StartError, load  # noqa: E402

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
    result, _ = faulty.grade(*submission(SOLUTION))
    assert result["status"] == "grader failure" and result["points"] is None
    assert result["functions"]["pair"]["points"] is None
    assert result["functions"]["double"]["points"] == pytest.approx(4 * 5 / 6)
    assert statuses(result, "pair") == {"passed": 2, "grader failure": 3}
    details = [test["detail"] for test in result["functions"]["pair"]["tests"] if test["status"] == "grader failure"]
    assert "allclos" in details[0] and "not today" in details[1] and "missing_fixture" in details[2]


def test_random_inputs_depend_on_the_submission_and_the_secret(faulty, tmp_path):
    def drawn(worker, answers):
        result, _ = worker.grade(*submission(answers))
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
    result, _ = worker.grade(*submission(SOLUTION))
    worker.close()
    assert statuses(result, "pair") == {"passed": 2, "grader failure": 1}, "it does not end on the solution either"
    assert result["functions"]["double"]["points"] == 4


def test_a_slow_function_does_not_use_up_the_time_of_another(tmp_path):
    class Hasty(Setup):
        budget = 2.0

    worker = started(Hasty(**vars(setup_of(lay(tmp_path)))))
    slow = "# exercise: double\nimport time\ndef double(x):\n    time.sleep(0.7)\n    return 2 * x\n"
    result, _ = worker.grade(*submission(SOLUTION | {"double": slow}))
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
