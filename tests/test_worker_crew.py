"""Workers that die, hang or are stopped: another takes over, nobody waits for ever, and nothing is lost."""

import os
import signal
import sys
import threading

import pytest
from small_exercise import HIDDEN, NAME, SOLUTION, lay

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")

from small_workers import setup_of, started, submission  # noqa: E402

from autograder.worker import Crew, Setup, WorkerError  # noqa: E402
from autograder.worker import process as worker_process  # noqa: E402


@pytest.fixture
def crew():
    crew = Crew()
    yield crew
    crew.close()


def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(tmp_path, crew):
    setup = setup_of(lay(tmp_path))
    expected = crew.assess(setup, *submission(SOLUTION))[0]["functions"]
    killed = crew._own.worker
    slow = "# exercise: double\nimport time\ntime.sleep(1.5)\ndef double(x):\n    return 2 * x\n"
    timer = threading.Timer(0.4, killed.kill)
    timer.start()
    result, _ = crew.assess(setup, *submission(SOLUTION | {"double": slow}))
    timer.join()
    assert killed.closed and crew._own.worker.pid != killed.pid
    assert result["functions"] == expected


def test_a_worker_that_dies_again_and_again_is_the_graders_failure(tmp_path, crew):
    hidden = HIDDEN + "\n\ndef test_pair__kills(student):\n    import os\n    os.kill(os.getpid(), 9)\n"
    with pytest.raises(WorkerError, match="ended"):
        crew.assess(setup_of(lay(tmp_path, hidden=hidden)), *submission(SOLUTION))


def test_a_crew_is_stopped_from_another_thread_at_once(tmp_path, crew):
    setup = setup_of(lay(tmp_path))
    endless = SOLUTION | {"double": "# exercise: double\ndef double(x):\n    while True: pass\n"}
    crew.assess(setup, *submission(SOLUTION))
    timer = threading.Timer(0.5, crew.stop)
    timer.start()
    with pytest.raises(WorkerError, match="ended"):
        crew.assess(setup, *submission(endless))
    timer.join()
    with pytest.raises(WorkerError):
        crew.assess(setup, *submission(SOLUTION))


class Impatient(Setup):
    patience = 0.5


def stopped(tmp_path):
    """A worker that does not move any more."""
    worker = started(Impatient(**vars(setup_of(lay(tmp_path)))))
    os.kill(worker.pid, signal.SIGSTOP)
    return worker


def test_a_worker_that_does_not_answer_is_given_up(tmp_path):
    worker = stopped(tmp_path)
    with pytest.raises(WorkerError, match="did not answer"):
        worker.grade(*submission(SOLUTION))
    assert worker.closed


def test_a_worker_that_does_not_listen_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(worker_process, "SEND_SECONDS", 1)
    worker = stopped(tmp_path)
    with pytest.raises(WorkerError, match="did not listen"):
        worker.grade(bytes(20 << 20), NAME, "0" * 64)
    assert worker.closed
