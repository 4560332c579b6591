"""kill -9 of any process at any moment: nothing is lost, nothing counted twice, and a second later nothing runs on."""

import contextlib
import os
import re
import signal
import sys
import time

import grading_runs
import pytest
from grading_runs import attempts, best_tier, correct, recorded, run, start, wait_for
from processes import children, descendants, gone_within

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the grading engine runs on Linux")
handed_in = grading_runs.handed_in


def kill(pid):
    """Kill it, and see that a second later neither it nor anything that it started, at whatever remove, is there."""
    family = {pid} | descendants(pid)
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    assert gone_within(family, 1.0)


def test_a_run_killed_with_kill_9_leaves_no_process_and_the_next_one_goes_on(handed_in):
    going = start(handed_in, "--workers", "2", isolated=best_tier())
    wait_for(lambda: recorded(handed_in) >= 3)
    assert len(descendants(going.pid)) >= 4, "two workers, two zygotes"
    done = recorded(handed_in)
    kill(going.pid)
    going.communicate()
    said = run(handed_in, "--workers", "2", isolated=best_tier())
    assert said.returncode == 0
    fresh = int(re.search(r"(\d+) graded in", said.stdout)[1])
    assert fresh <= 12 - done + 1, "at most what was in flight is repeated"
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}


@pytest.mark.parametrize("which", ["workers", "zygotes"])
def test_killed_workers_and_zygotes_leave_no_process_and_lose_nothing(handed_in, which):
    going = start(handed_in, "--workers", "2", isolated=best_tier())
    for enough in (2, 5):
        wait_for(lambda: recorded(handed_in) >= enough)  # noqa: B023
        workers = children(going.pid)
        assert len(workers) == 2
        for pid in workers if which == "workers" else [zygote for worker in workers for zygote in children(worker)]:
            kill(pid)
    said, _ = going.communicate(timeout=120)
    assert going.returncode == 0, said
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}


def test_killed_again_and_again_at_any_moment_the_grades_are_the_same_once_each(handed_in):
    kills, seconds = 0, 0.1  # the first dies while it begins, the next while workers start, later ones while they grade
    while True:
        going = start(handed_in, "--workers", "2")
        time.sleep(seconds)
        if going.poll() is not None:
            break
        kills, seconds = kills + 1, 1.5 * seconds + 0.1
        kill(going.pid)
        going.communicate()
    said, _ = going.communicate()
    assert going.returncode == 0, said
    assert kills >= 4
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}
