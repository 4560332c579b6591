"""`course grade --scheduler`: a real Dask scheduler with two workers on this machine gives the same grades, whatever ends meanwhile."""

import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import grading_runs
import pytest
from grading_runs import attempts, best_tier, correct, lines, recorded, run, start, wait_for
from processes import descendants, gone_within
from small_exercise import NAME, lay

pytest.importorskip("distributed")
pytestmark = pytest.mark.cluster
handed_in = grading_runs.handed_in

from autograder.cluster import Cluster, ClusterError  # noqa: E402
from autograder.worker import load, packed  # noqa: E402

HOUSE = Path(__file__).resolve().parents[1]
DASK = [sys.executable, "-m", "dask"]
LOCAL = ["--host", "127.0.0.1", "--no-dashboard"]


@contextlib.contextmanager
def going(*command, **options):
    """A process that is ended, with all that it started, when the test is over."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)
    try:
        yield process
    finally:
        family = {process.pid} | descendants(process.pid)
        process.kill()
        process.wait()
        assert gone_within(family, 5.0)


@pytest.fixture
def scheduler(tmp_path):
    """The address of a scheduler without workers."""
    file = tmp_path / "scheduler.json"
    with going(*DASK, "scheduler", *LOCAL, "--port", "0", "--scheduler-file", file):
        wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        yield json.loads(file.read_text())["address"]


@contextlib.contextmanager
def worker(scheduler, folder, **environment):
    """A Dask worker with one thread. It has no nanny: when it is killed, it is not started again."""
    folder.mkdir()
    command = [*DASK, "worker", scheduler, *LOCAL, "--nthreads", "1", "--no-nanny"]
    with going(*command, cwd=folder, env={**os.environ, "TMPDIR": str(folder), **environment}) as process:
        yield process


@pytest.fixture
def two(scheduler, tmp_path):
    with worker(scheduler, tmp_path / "first") as first, worker(scheduler, tmp_path / "second") as second:
        yield first, second


def test_the_same_grades_though_a_worker_is_killed_in_the_middle(handed_in, scheduler, two, tmp_path):
    run_here = run(handed_in, isolated=best_tier())
    assert run_here.returncode == 0
    here = lines(handed_in)
    (handed_in / "out").rename(handed_in / "here")
    (handed_in / "out").mkdir()
    (handed_in / "out" / "secret.key").write_bytes((handed_in / "here" / "secret.key").read_bytes())
    grading = start(handed_in, "--scheduler", scheduler, isolated=best_tier())
    wait_for(lambda: recorded(handed_in) >= 3)
    family = {two[0].pid} | descendants(two[0].pid)
    assert len(family) >= 3, "the Dask worker, its worker process and the zygote"
    two[0].kill()
    two[0].wait()
    said, _ = grading.communicate(timeout=120)
    assert grading.returncode == 0, said
    assert gone_within(family, 1.0)
    correct(handed_in)
    assert set(attempts(handed_in).values()) == {1}
    assert lines(handed_in) == here
    assert left(tmp_path / "second") == []


def left(folder):
    """What the grader left of exercises and hidden tests."""
    return list(folder.rglob("course-grade-*"))


def test_ctrl_c_stops_the_work_on_the_cluster_and_the_next_run_goes_on(handed_in, scheduler, two, tmp_path):
    grading = start(handed_in, "--scheduler", scheduler)
    wait_for(lambda: recorded(handed_in) >= 2)
    assert left(tmp_path / "second"), "it works there now"
    grading.send_signal(signal.SIGINT)
    said, _ = grading.communicate(timeout=60)
    assert grading.returncode == 130 and "goes on from here" in said and "Traceback" not in said
    assert not left(tmp_path / "first") and not left(tmp_path / "second")
    assert gone_within(descendants(two[0].pid) | descendants(two[1].pid), 2.0)
    done = len(lines(handed_in))
    assert 2 <= done < 12
    again = run(handed_in, "--scheduler", scheduler)
    assert again.returncode == 0 and int(re.search(r"(\d+) graded in", again.stdout)[1]) == 12 - done
    correct(handed_in)


def test_a_worker_that_joins_later_takes_part(handed_in, scheduler, tmp_path):
    with worker(scheduler, tmp_path / "first") as first:
        grading = start(handed_in, "--scheduler", scheduler)
        wait_for(lambda: recorded(handed_in) >= 1)
        first.send_signal(signal.SIGSTOP)  # however long the second takes to start, there is work left for it
        with worker(scheduler, tmp_path / "second"):
            wait_for(lambda: left(tmp_path / "second"))
            first.send_signal(signal.SIGCONT)
            said, _ = grading.communicate(timeout=120)
    assert grading.returncode == 0, said
    correct(handed_in)


def test_a_lost_scheduler_is_told_and_keeps_what_was_graded(handed_in, tmp_path):
    file = tmp_path / "lost.json"
    with going(*DASK, "scheduler", *LOCAL, "--port", "0", "--scheduler-file", file) as lost:
        wait_for(lambda: file.exists() and file.read_text().endswith("}"))
        with worker(json.loads(file.read_text())["address"], tmp_path / "only"):
            grading = start(handed_in, "--scheduler", json.loads(file.read_text())["address"])
            wait_for(lambda: recorded(handed_in) >= 2)
            lost.kill()
            said, _ = grading.communicate(timeout=120)
    assert grading.returncode == 1 and "was lost" in " ".join(said.split()) and "Traceback" not in said
    assert run(handed_in).returncode == 0
    correct(handed_in)


def test_hidden_tests_that_cannot_be_read_are_told_from_afar(handed_in, scheduler, two):
    (handed_in / "hidden" / f"test_{NAME}.py").write_text("import nothing_like_it\n")
    said = run(handed_in, "--scheduler", scheduler)
    assert (
        said.returncode == 1 and "No module named 'nothing_like_it'" in said.stdout and "Traceback" not in said.stderr
    )


def test_a_scheduler_without_workers_is_told_with_what_to_do(scheduler, monkeypatch):
    monkeypatch.setattr("autograder.cluster.FIRST_WORKER_SECONDS", 0.3)
    with pytest.raises(ClusterError, match=f"has no workers. Start some: dask worker {scheduler}"):
        Cluster(scheduler)


def test_workers_with_another_version_of_the_course_are_refused(scheduler, tmp_path):
    for package in ("autograder", "course"):
        copy = shutil.ignore_patterns("__pycache__", "data", "front")
        shutil.copytree(HOUSE / package, tmp_path / "other" / package, ignore=copy)
    with (tmp_path / "other" / "autograder" / "codec.py").open("a") as file:
        file.write("# changed\n")
    with worker(scheduler, tmp_path / "first", PYTHONPATH=str(tmp_path / "other")):
        with pytest.raises(ClusterError, match="another version of the course.*tcp://127.0.0.1"):
            Cluster(scheduler)


def test_workers_without_the_grader_are_refused(scheduler, tmp_path):
    (tmp_path / "empty" / "autograder").mkdir(parents=True)
    (tmp_path / "empty" / "autograder" / "__init__.py").touch()
    with worker(scheduler, tmp_path / "first", PYTHONPATH=str(tmp_path / "empty")):
        with pytest.raises(ClusterError, match="has not installed the course"):
            Cluster(scheduler)


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("tcp://127.0.0.1:9", "no Dask scheduler answers"),
        ("nonsense", "is no scheduler's address"),
        ("tls://127.0.0.1:9", "needs certificates"),
    ],
)
def test_where_no_scheduler_answers_it_exits_2(handed_in, address, told):
    said = run(handed_in, "--scheduler", address)
    assert said.returncode == 2 and told in " ".join(said.stderr.split())
    assert "Traceback" not in said.stderr and not (handed_in / "out").exists()


@pytest.mark.parametrize("small", [True, False], ids=["small", "the course's own"])
def test_a_bundle_arrives_as_it_was_sent(tmp_path, small):
    sent = load(**lay(tmp_path)) if small else load()
    for name, data in packed(sent).items():
        path = tmp_path / "there" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    assert load(tmp_path / "there" / "hidden", tmp_path / "there" / "exercises").digest == sent.digest
