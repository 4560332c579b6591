"""What a hidden test records with pytest's `record_property` is in the result: of this submission, and plain numbers only."""

import hashlib
import json
import shutil
import sys
from pathlib import Path

import pytest
from small_exercise import HIDDEN, SOLUTION, lay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from small_workers import setup_of, started, submission  # noqa: E402

from autograder.sandbox import Limits  # noqa: E402
from autograder.worker import Setup, load  # noqa: E402

HERE = Path(__file__).resolve().parent
CAPSTONE = "07_summary_and_capstone_exercises"

MEASURING = (
    HIDDEN
    + '''

def test_pair__measured(student, record_property):
    """How far the first part is from 7."""
    found = student.pair(lambda n: n + 1, 5)[0]
    record_property("off", abs(7 - found) if isinstance(found, (int, float)) else found)
    record_property("calls", np.int64(1))
    expect(found == 6, hint="")


def test_pair__odd_things(student, record_property):
    for name, value in {"text": "first", "yes": True, "nan": np.nan, "huge": 10**400, "table": [1.0]}.items():
        record_property(name, value)
    record_property("third", np.float32(0.5))


def test_pair__doubtful(student, record_property):
    """The third part is there."""
    record_property("parts", len(student.pair(abs, 5)))
    student.pair(abs, 5)[1] + 0
'''
)
ONE_PART = SOLUTION | {"pair": "# exercise: pair\ndef pair(f, n):\n    return f(n), 'n', 3\n"}
# Student code that looks for pytest where it runs, and records what it likes.
FORGING = """# exercise: pair
import gc, sys
def pair(f, n):
    f(n)
    for one in gc.get_objects():
        if hasattr(type(one), "user_properties") or "user_properties" in getattr(one, "__dict__", {}):
            one.user_properties.append(("off", -1.0))
    if "pytest" in sys.modules:
        sys.modules["pytest"].measured = {"off": -1.0}
    return {"measured": {"off": -1.0}}, n
"""


@pytest.fixture(scope="module")
def worker(tmp_path_factory):
    worker = started(setup_of(lay(tmp_path_factory.mktemp("measuring"), hidden=MEASURING)))
    yield worker
    worker.close()


def measured(worker, answers):
    """{what a test of `pair` asks: the numbers that it recorded}, of a new submission."""
    result, _ = worker.grade(*submission(answers))
    json.dumps(result, allow_nan=False)
    tests = result["functions"]["pair"]["tests"]
    return {one["name"].partition("__")[2]: one["measured"] for one in tests if "measured" in one}


def test_numbers_are_in_the_finding_as_plain_int_and_float(worker):
    found = measured(worker, SOLUTION)
    assert found == {"measured": {"off": 1, "calls": 1}, "odd_things": {"third": 0.5}, "doubtful": {"parts": 2}}
    assert [type(value) for value in found["measured"].values()] == [int, int]


def test_a_test_that_fails_has_its_numbers_too(worker):
    wrong = SOLUTION | {"pair": "# exercise: pair\ndef pair(f, n):\n    return 0.5 + n, n\n"}
    assert measured(worker, wrong)["measured"] == {"off": 1.5, "calls": 1}


def test_nothing_is_left_from_the_submission_before(worker):
    measured(worker, SOLUTION)
    assert measured(worker, {}) == {}
    raises = SOLUTION | {"pair": "# exercise: pair\ndef pair(f, n):\n    raise ValueError\n"}
    assert measured(worker, raises) == {"odd_things": {"third": 0.5}}


def test_where_the_solution_is_asked_the_numbers_are_still_the_students(worker):
    result, _ = worker.grade(*submission(ONE_PART))
    doubtful = result["functions"]["pair"]["tests"][-1]
    assert (doubtful["status"], doubtful["measured"]) == ("wrong", {"parts": 3}), "the solution has two parts"


def test_student_code_cannot_record(worker):
    assert measured(worker, SOLUTION | {"pair": FORGING})["measured"] == {"calls": 1}


def test_the_capstone_says_how_good_its_training_is(tmp_path):
    """What a class's leaderboard stands on: shares of fresh rows and passes, counted by the grader."""
    for part, file in (("hidden", HERE / "hidden" / f"test_{CAPSTONE}.py"), *notebooks()):
        (tmp_path / part).mkdir()
        shutil.copy(file, tmp_path / part)
    folders = {"tests": tmp_path / "hidden", "exercises": tmp_path / "exercises"}
    worker = started(
        Setup({name: str(one) for name, one in folders.items()}, load(**folders).digest, "none", Limits(), b"s")
    )
    data = (tmp_path / "solutions" / f"{CAPSTONE}.ipynb").read_bytes()
    result, _ = worker.grade(data, CAPSTONE, hashlib.sha256(data).hexdigest())
    worker.close()
    train = {one["name"]: one.get("measured") for one in result["functions"]["train"]["tests"]}
    for name, (bar, passes) in {
        "certificate": (0.9, 400),
        "hinge": (0.9, 40),
        "softmax": (0.88, 10),
        "network": (0.94, 20),
    }.items():
        found = train[f"test_train__{name}"]
        assert bar < found["accuracy"] <= 1 and 0.9 * passes < found["passes"] <= passes, name
    assert train["test_train__certificate"]["gap"] <= 1e-6


def notebooks():
    return [(part, HERE.parent / part / f"{CAPSTONE}.ipynb") for part in ("exercises", "solutions")]
