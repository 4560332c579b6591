"""The trusted worker: hidden tests and nbval's items collected once, run again for every submission.

`assess` is the task that the coordinator gives to an executor: it may run in any thread of any machine that has the
bundle. Each thread keeps a worker process of its own, made at its first task and again whenever it died.
"""

import threading

from autograder.worker.bundle import Bundle, BundleError, Exercise, load
from autograder.worker.process import Setup, StartError, Worker, WorkerError

__all__ = [
    "Bundle",
    "BundleError",
    "Exercise",
    "Setup",
    "StartError",
    "Worker",
    "WorkerError",
    "assess",
    "close_all",
    "load",
]

TRIES = 2

_own = threading.local()
_all: set[Worker] = set()


def assess(setup: Setup, data: bytes, notebook: str, sha256: str) -> tuple[dict, list]:
    """The result and the visible outputs of one submission.

    Raises
    ------
    StartError: no worker process can be started here.
    WorkerError: the worker process ended or hung at this submission, more than once.
    """
    for remaining in reversed(range(TRIES)):
        try:
            return _worker(setup).grade(data, notebook, sha256)
        except StartError:
            raise
        except WorkerError:
            if not remaining:
                raise
    raise AssertionError("unreachable")


def close_all() -> None:
    """End every worker process that was started from here."""
    while _all:
        _all.pop().close()


def _worker(setup: Setup) -> Worker:
    worker = getattr(_own, "worker", None)
    if worker is None or worker.closed or worker.setup != setup:
        if worker is not None:
            worker.close()
            _all.discard(worker)
        worker = _own.worker = Worker(setup)
        _all.add(worker)
    return worker
