"""Workers for the threads of an executor: each thread has a process of its own, replaced when it dies."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.worker.process import Setup, StartError, Worker, WorkerError

TRIES = 3  # a worker may be killed by someone who has nothing to do with the submission


class Crew:
    """Gives a submission to the calling thread's worker process, which is started at the thread's first submission."""

    def __init__(self) -> None:
        self._own = threading.local()
        self._all: set[Worker] = set()
        self._stopped = threading.Event()
        self._busy, self._changed = 0, threading.Condition()

    def assess(self, setup: Setup, data: bytes, notebook: str, sha256: str) -> tuple[dict, list]:
        """The result and the visible outputs of one submission.

        Raises
        ------
        StartError: no worker process can be started here.
        WorkerError: worker processes ended or hung at this submission more than once, or the crew was stopped.
        """
        with self._at_work():
            return self._assess(setup, data, notebook, sha256)

    def _assess(self, setup: Setup, data: bytes, notebook: str, sha256: str) -> tuple[dict, list]:
        started = False
        for remaining in reversed(range(TRIES)):
            try:
                worker = self._worker(setup)
                started = True
                return worker.grade(data, notebook, sha256)
            except StartError:
                raise
            except WorkerError as error:
                if self._stopped.is_set() or (not remaining and started):
                    raise
                if not remaining:
                    raise StartError(str(error)) from None
        raise AssertionError("unreachable")

    def stop(self) -> None:
        """End every worker process, from any thread; whoever waits for one gets a WorkerError. None is started again."""
        self._stopped.set()
        for worker in tuple(self._all):
            worker.kill()

    def close(self) -> None:
        """`stop`, and give everything back, as soon as no thread is at work here any more."""
        self.stop()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy)
        while self._all:
            self._all.pop().close()

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._changed:
            self._busy += 1
        try:
            yield
        finally:
            with self._changed:
                self._busy -= 1
                self._changed.notify_all()

    def _worker(self, setup: Setup) -> Worker:
        worker = getattr(self._own, "worker", None)
        if worker is None or worker.closed or worker.setup != setup:
            if worker is not None:
                worker.close()
                self._all.discard(worker)
            worker = self._own.worker = Worker(setup)
            self._all.add(worker)
            if self._stopped.is_set():
                worker.kill()
            worker.wait_until_ready()
        return worker
